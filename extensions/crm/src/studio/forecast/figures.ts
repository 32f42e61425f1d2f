import type { Figures } from '../../domain/forecast/question.ts';

/** The figures of a forecast that are amounts of deals: how they are called and counted, in the order of a table. */
export const columns = [
	{ key: 'won', label: 'Won', definition: 'Won deals, by the day they were closed, in full.' },
	{ key: 'commit', label: 'Commit', definition: 'Open deals of the forecast category Commit, by close date, in full.' },
	{ key: 'bestCase', label: 'Best case', definition: 'Open deals of the forecast category Best case, by close date, in full.' },
	{ key: 'pipeline', label: 'Pipeline', definition: 'Open deals of the forecast category Pipeline, by close date, in full.' },
	{ key: 'weighted', label: 'Weighted', definition: 'Open deals except the omitted: amount × probability, rounded deal by deal, then added up.' },
	{ key: 'forecast', label: 'Forecast', definition: 'Won + weighted.' },
] as const;

export const comparisons = [
	{ key: 'quota', label: 'Quota', definition: 'What was agreed for the period: the quotas of the people or teams that you see.' },
	{ key: 'attainment', label: 'Attainment', definition: 'Won ÷ quota.' },
] as const;

export const general = 'Lost deals count as nothing, archived ones not at all. Other currencies are valued at the rate fixed when the deal was closed, open ones at today’s. Only deals that you may see are in here.';

export type Figure = (typeof columns)[number]['key'] | 'overdue' | 'undated' | 'open' | 'closed';

/** How many deals make up a figure. */
export function countOf(figure: (typeof columns)[number]['key'] | 'overdue', { counts }: Pick<Figures, 'counts'>): number {
	switch (figure) {
		case 'weighted': return counts.commit + counts.bestCase + counts.pipeline;
		case 'forecast': return counts.won + counts.commit + counts.bestCase + counts.pipeline;
		default: return counts[figure];
	}
}
