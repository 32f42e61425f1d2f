import { describe, expect, it } from 'vitest';
import type { Figures, Forecast } from '../../domain/forecast/question.ts';
import { barsOf, csvOf, describeChart, isEmpty, mostBars, rowsOf } from './rows.ts';

const nothing: Figures = {
	won: '0.00', commit: '0.00', bestCase: '0.00', pipeline: '0.00', weighted: '0.00', forecast: '0.00', overdue: '0.00', quota: null, attainment: null,
	counts: { won: 0, lost: 0, commit: 0, bestCase: 0, pipeline: 0, omitted: 0, open: 0, overdue: 0 },
};
const figures = (some: Partial<Figures>, won = 0): Figures => ({ ...nothing, ...some, counts: { ...nothing.counts, won } });

const months: Forecast = {
	currency: 'EUR', decimals: 2, interval: 'month', from: '2026-01-01', to: '2026-03-01', by: null, groups: [], byGroup: [],
	buckets: [
		{ period: { from: '2026-01-01', to: '2026-02-01', label: '2026-01' }, group: null, figures: figures({ won: '100.50', forecast: '100.50', quota: '200.00', attainment: '0.5025' }, 1) },
		{ period: { from: '2026-02-01', to: '2026-03-01', label: '2026-02' }, group: null, figures: nothing },
	],
	total: { figures: figures({ won: '100.50', forecast: '100.50', quota: '200.00', attainment: '0.5025' }, 1) },
	undated: { count: 0, amount: '0.00', weighted: '0.00' },
};
const owners: Forecast = {
	...months, by: 'owner', buckets: [],
	groups: [],
	byGroup: Array.from({ length: 30 }, (_, index) => ({ group: { key: `o${index}`, label: `=Owner ${index}` }, figures: figures({ won: String(index) }) })),
};

describe('a forecast as rows', () => {
	it('has one a period, named as the viewer does; quarters and years as the server does', () => {
		expect(rowsOf(months, 'de-DE').map(({ label }) => label)).toEqual(['Jan. 2026', 'Feb. 2026'].map((label) => expect.stringMatching(label.replace('.', '\\.?'))));
		expect(rowsOf({ ...months, interval: 'quarter', buckets: months.buckets.slice(0, 1).map((bucket) => ({ ...bucket, period: { ...bucket.period, label: 'Q1 2026' } })) }, 'de-DE').map(({ label }) => label)).toEqual(['Q1 2026']);
	});

	it('has one a group, over all periods', () => {
		expect(rowsOf(owners, 'en-US')[3]).toMatchObject({ label: '=Owner 3', span: { from: '2026-01-01', to: '2026-03-01' }, group: { key: 'o3' } });
	});

	it('is empty where nothing was won, is open or undated', () => {
		expect(isEmpty(months)).toBe(false);
		expect(isEmpty({ ...months, total: { figures: nothing } })).toBe(true);
		expect(isEmpty({ ...months, total: { figures: nothing }, undated: { count: 1, amount: '0.00', weighted: '0.00' } })).toBe(false);
	});
});

describe('the bars', () => {
	it('stand in order of time, with the quota where there is one', () => {
		const { series, quota, left } = barsOf(rowsOf(months, 'en-US'), { isByTime: true });
		expect(series.map(({ figure, values }) => [figure, values])).toEqual([['won', [100.5, 0]], ['commit', [0, 0]], ['bestCase', [0, 0]], ['pipeline', [0, 0]]]);
		expect(quota).toEqual([200, null]);
		expect(left).toBe(0);
	});

	it('are the highest, where there are more than there is room for', () => {
		const { rows, left, quota } = barsOf(rowsOf(owners, 'en-US'), { isByTime: false });
		expect(rows).toHaveLength(mostBars);
		expect(rows[0]?.label).toBe('=Owner 29');
		expect(left).toBe(30 - mostBars);
		expect(quota).toBeNull();
	});

	it('are told to those who hear them', () => {
		expect(describeChart(months, rowsOf(months, 'en-US'), { locale: 'en-US', currency: 'EUR' })).toBe('Bars, 2 of them, of deals stacked by how sure they are. In all: Won €101, Commit €0, Best case €0, Pipeline €0. Quota €200, 50% attained. The table below says each.');
	});
});

it('is exported exactly, the total last', () => {
	const lines = csvOf(months, rowsOf(months, 'en-US'));
	expect(lines.map((line) => line.slice(0, 4))).toEqual([['Period', 'From', 'To (excluded)', 'Won'], ['Jan 2026', '2026-01-01', '2026-02-01', '100.50'], ['Feb 2026', '2026-02-01', '2026-03-01', '0.00'], ['Total', '2026-01-01', '2026-03-01', '100.50']]);
	expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
});
