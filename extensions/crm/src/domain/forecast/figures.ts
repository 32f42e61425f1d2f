import Big from 'big.js';
import type { Figures } from './question.ts';

/** What the database found of one period, group and standing: so many deals, worth so much. */
export interface Cell {
	/** Index of the period; null for open deals without a close date. */
	readonly period: number | null;
	/** The value of the dimension that was asked for; null without one, and of deals that have none. */
	readonly key: string | null;
	readonly kind: 'open' | 'won' | 'lost';
	readonly category: string | null;
	readonly isOverdue: boolean;
	readonly count: number;
	/** Of these, how many to count where each deal counts once: a deal of two products stands in two groups. */
	readonly once: number;
	/** Decimal texts, in the currency that was asked for. */
	readonly amount: string;
	readonly weighted: string;
}

interface Money {
	readonly decimals: number;
	/** Null where there is none. */
	readonly quota: Big | null;
}

const categories = { commit: 'commit', best_case: 'bestCase', pipeline: 'pipeline', omitted: 'omitted' } as const;

/**
 * Adds cells up to figures. Lost deals are counted and worth nothing; what is omitted from the forecast is counted, and
 * `overdue` tells of it, but nothing else.
 */
export function figuresOf(cells: readonly Cell[], { decimals, quota }: Money, count: 'count' | 'once' = 'count'): Figures {
	const sums = { won: Big(0), commit: Big(0), bestCase: Big(0), pipeline: Big(0), weighted: Big(0), overdue: Big(0) };
	const counts: Figures['counts'] = { won: 0, lost: 0, commit: 0, bestCase: 0, pipeline: 0, omitted: 0, open: 0, overdue: 0 };
	for (const cell of cells) {
		if (cell.kind !== 'open') {
			counts[cell.kind] += cell[count];
			if (cell.kind === 'won') sums.won = sums.won.plus(cell.amount);
			continue;
		}
		const category = categories[cell.category as keyof typeof categories] as (typeof categories)[keyof typeof categories] | undefined;
		counts.open += cell[count];
		if (category) counts[category] += cell[count];
		if (category && category !== 'omitted') sums[category] = sums[category].plus(cell.amount);
		if (category !== 'omitted') sums.weighted = sums.weighted.plus(cell.weighted);
		if (cell.isOverdue) {
			counts.overdue += cell[count];
			sums.overdue = sums.overdue.plus(cell.amount);
		}
	}
	const text = (sum: Big) => sum.toFixed(decimals);
	return {
		won: text(sums.won),
		commit: text(sums.commit),
		bestCase: text(sums.bestCase),
		pipeline: text(sums.pipeline),
		weighted: text(sums.weighted),
		forecast: text(sums.won.plus(sums.weighted)),
		overdue: text(sums.overdue),
		counts,
		quota: quota && text(quota),
		attainment: quota && ratio(sums.won, quota),
	};
}

/** To four places; null of nothing. */
export function ratio(part: Big.BigSource, whole: Big.BigSource): string | null {
	return Big(whole).eq(0) ? null : Big(part).div(whole).toFixed(4);
}
