import type { Figures, Forecast } from '../../domain/forecast/question.ts';
import { columns, comparisons, type Figure } from './figures.ts';
import type { Span } from './period.ts';
import { monthInWords, percentage, shortAmount, type Words } from './wording.ts';

/** A line of the table and a bar of the chart: a period, or, with a dimension, one of its values over all periods. */
export interface Row {
	readonly id: string;
	readonly label: string;
	readonly span: Span;
	readonly group: Forecast['groups'][number] | null;
	readonly figures: Figures;
}

export function rowsOf(forecast: Forecast, locale: string): Row[] {
	const whole = { from: forecast.from, to: forecast.to };
	if (forecast.by !== null) return forecast.byGroup.map(({ group, figures }) => ({ id: group.key ?? '-', label: group.label, span: whole, group, figures }));
	return forecast.buckets.map(({ period, figures }) => ({
		id: period.from,
		label: forecast.interval === 'month' ? monthInWords(period.from, locale) : period.label,
		span: { from: period.from, to: period.to },
		group: null,
		figures,
	}));
}

export function totalRow(forecast: Forecast): Row {
	return { id: 'total', label: 'Total', span: { from: forecast.from, to: forecast.to }, group: null, figures: forecast.total.figures };
}

/** Whether there is anything to show at all. */
export function isEmpty({ total: { figures }, undated }: Forecast): boolean {
	return figures.counts.won + figures.counts.open + undated.count === 0;
}

/** What is stacked, from what is sure to what is not. */
export const stack = ['won', 'commit', 'bestCase', 'pipeline'] as const satisfies readonly Figure[];
export type Stacked = (typeof stack)[number];

/** A chart has room for this many bars; the table has all. */
export const mostBars = 24;

export interface Bars {
	readonly rows: readonly Row[];
	readonly left: number;
	readonly series: readonly { readonly figure: Stacked; readonly label: string; readonly values: readonly number[] }[];
	readonly quota: readonly (number | null)[] | null;
}

export function barsOf(rows: readonly Row[], { isByTime }: { isByTime: boolean }): Bars {
	const shown = isByTime ? rows : [...rows].sort((one, other) => heightOf(other) - heightOf(one)).slice(0, mostBars);
	const quota = shown.map(({ figures }) => (figures.quota === null ? null : Number(figures.quota)));
	return {
		rows: shown,
		left: rows.length - shown.length,
		series: stack.map((figure) => ({ figure, label: labelOf(figure), values: shown.map(({ figures }) => Number(figures[figure])) })),
		quota: quota.some((value) => value !== null) ? quota : null,
	};
}

function heightOf({ figures }: Row): number {
	return stack.reduce((sum, figure) => sum + Number(figures[figure]), 0);
}

function labelOf(figure: Stacked): string {
	return columns.find(({ key }) => key === figure)?.label ?? figure;
}

/** The whole forecast in a sentence or two, for those who hear the chart. */
export function describeChart({ total: { figures } }: Forecast, rows: readonly Row[], words: Words): string {
	const parts = stack.map((figure) => `${labelOf(figure)} ${shortAmount(figures[figure], words)}`);
	const against = figures.quota === null ? '' : ` Quota ${shortAmount(figures.quota, words)}${figures.attainment === null ? '' : `, ${percentage(figures.attainment, words.locale)} attained`}.`;
	return `Bars, ${rows.length} of them, of deals stacked by how sure they are. In all: ${parts.join(', ')}.${against} The table below says each.`;
}

/** Exact amounts, a line a row, the total last. */
export function csvOf(forecast: Forecast, rows: readonly Row[]): (string | number | null)[][] {
	const head = [forecast.by === null ? 'Period' : headings[forecast.by], ...(forecast.by === null ? ['From', 'To (excluded)'] : []), ...columns.map(({ label }) => label), ...comparisons.map(({ label }) => label), 'Overdue', 'Deals won', 'Deals lost', 'Deals open', 'Currency'];
	return [
		head,
		...[...rows, totalRow(forecast)].map(({ label, span, figures }) => [
			label,
			...(forecast.by === null ? [span.from, span.to] : []),
			...columns.map(({ key }) => figures[key]),
			...comparisons.map(({ key }) => figures[key]),
			figures.overdue, figures.counts.won, figures.counts.lost, figures.counts.open, forecast.currency,
		]),
	];
}

export const headings = {
	owner: 'Owner', team: 'Team', category: 'Forecast category', stage: 'Stage', pipeline: 'Pipeline', source: 'Source', product: 'Product',
} as const satisfies Record<NonNullable<Forecast['by']>, string>;
