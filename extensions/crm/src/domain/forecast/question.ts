import { z } from 'zod';
import type { Operation } from '../shared/operation.ts';
import { day, id, personOrMe } from '../shared/parameters.ts';

/** What forecast and metrics are asked and answer: one home for checks, types and documentation. Money is a decimal string in `currency`. */

export const intervals = ['month', 'quarter', 'year'] as const;
export type Interval = (typeof intervals)[number];

export const dimensions = ['owner', 'team', 'category', 'stage', 'pipeline', 'source', 'product'] as const;
export type Dimension = (typeof dimensions)[number];

const currency = z.string().regex(/^[A-Z]{3}$/, 'Write a currency like EUR.').optional().describe('The base currency, when left out. Open deals are worth their amount at today’s rate; closed ones what was fixed in the base currency when they closed, in another at the rate of that day. A rate that is missing is an error.');

export const forecastQuestion = z.strictObject({
	from: day.optional().describe('The first day. The start of this fiscal year, when left out.'),
	to: day.optional().describe('The day after the last. The end of the fiscal year of `from`, when left out.'),
	interval: z.enum(intervals, 'Write month, quarter or year.').default('month').describe('Quarters and years are fiscal ones (settings).'),
	by: z.enum(dimensions, `Write one of ${dimensions.join(', ')}.`).optional().describe('What to tell apart. The groups add up to the total; but a deal of several products is counted with each of them.'),
	pipeline: id.optional(),
	owner: personOrMe.optional(),
	team: id.optional(),
	currency,
});
export type ForecastQuestion = z.output<typeof forecastQuestion>;

const money = z.string();

export const figures = z.object({
	won: money.describe('Won deals, by the day they were closed.'),
	commit: money.describe('Open deals of this category by close date, in full; so are the next two.'),
	bestCase: money,
	pipeline: money,
	weighted: money.describe('Open deals but the omitted: amount × probability, rounded per deal, then added up.'),
	forecast: money.describe('won + weighted'),
	overdue: money.describe('What of the open deals, also of those omitted, has a close date in the past.'),
	counts: z.object({ won: z.number().int(), lost: z.number().int(), commit: z.number().int(), bestCase: z.number().int(), pipeline: z.number().int(), omitted: z.number().int(), open: z.number().int(), overdue: z.number().int() }),
	quota: money.nullable().describe('By owner, and of one, that of the person; else that of the team where it has its own, and of its people together where not. A period takes the quota of its own length, else shorter ones, else its part of a longer one, spread evenly over the months. Null where none is set that the caller may read, for other dimensions, and of one pipeline.'),
	attainment: z.string().nullable().describe('won ÷ quota, a decimal: 0.7500.'),
});
export type Figures = z.output<typeof figures>;

const group = z.object({ key: z.string().nullable(), label: z.string() });

export const forecast = z.object({
	currency: z.string(),
	decimals: z.number().int(),
	interval: z.enum(intervals),
	from: z.string(),
	to: z.string(),
	by: z.enum(dimensions).nullable(),
	groups: z.array(group).describe('The values of the dimension that occur; empty without one.'),
	buckets: z.array(z.object({
		period: z.object({ from: z.string(), to: z.string(), label: z.string().describe('2026-03, Q1 2026, FY 2026') }),
		group: group.nullable(),
		figures,
	})).describe('A row a period, also of those in which nothing is; with a dimension, a row a period and group that occurs.'),
	byGroup: z.array(z.object({ group, figures })).describe('Over all periods.'),
	total: z.object({ figures }),
	undated: z.object({ count: z.number().int(), amount: money, weighted: money }).describe('Open deals without a close date: in no period and in no total.'),
});
export type Forecast = z.output<typeof forecast>;

export const metricsQuestion = z.strictObject({
	from: day.optional().describe('The first day. 90 days ago, when left out.'),
	to: day.optional().describe('The day after the last. Tomorrow, when left out.'),
	pipeline: id.optional(),
	owner: personOrMe.optional(),
	team: id.optional(),
	currency,
});
export type MetricsQuestion = z.output<typeof metricsQuestion>;

const change = z.string().nullable().describe('Against the period before, as a decimal: 0.12 is 12 % more; null where there was nothing.');
const measured = z.object({ value: z.string().nullable(), before: z.string().nullable(), change });

export const metrics = z.object({
	currency: z.string(),
	decimals: z.number().int(),
	from: z.string(),
	to: z.string(),
	winRate: measured.describe('won ÷ (won + lost), closed in the period'),
	wonAmount: measured,
	wonCount: measured,
	averageWon: measured,
	cycleDays: measured.describe('The average days from opening to winning.'),
	velocity: measured.describe('Sales velocity a day: deals open at the end of the period × average won × win rate ÷ cycle days.'),
	openCount: z.number().int().describe('Open now, whatever the period; so is openAmount.'),
	openAmount: money,
	coverage: z.string().nullable().describe('What is open, closes in the period and is not omitted from the forecast ÷ what is left of the quota; null where nothing is left.'),
	quota: money.nullable(),
	stages: z.array(z.object({
		id: z.uuid(), name: z.string(), kind: z.enum(['open', 'won', 'lost']), pipeline: z.uuid(),
		entered: z.number().int().describe('Deals that entered it in the period, each once; a stage that was skipped was not entered.'),
		advanced: z.number().int().describe('Of these, those that have gone further on since, or were won; not those that have gone back again.'),
		conversion: z.string().nullable().describe('advanced ÷ entered'),
		medianDays: z.string().nullable().describe('Of the stays that ended in the period.'),
		open: z.number().int(),
		openAmount: money,
	})),
	leaders: z.array(z.object({ owner: z.object({ id: z.uuid(), name: z.string(), avatar: z.uuid().nullable() }), won: money, wonCount: z.number().int(), open: money, winRate: z.string().nullable(), quota: money.nullable(), attainment: z.string().nullable() })),
	stalled: z.array(z.object({ id: z.uuid(), name: z.string(), account: z.string().nullable(), owner: z.string().nullable(), stage: z.string(), days: z.number().int(), amount: z.string().nullable(), currency: z.string().nullable() })).describe('The 20 that have been longest over what their stage allows.'),
	stalledCount: z.number().int(),
});
export type Metrics = z.output<typeof metrics>;

export const forecastOperations = [
	{ method: 'get', path: '/forecast', summary: 'Won and expected by period, against quota', query: forecastQuestion, answer: z.object({ data: forecast }) },
	{ method: 'get', path: '/pipeline/metrics', tag: 'forecast', summary: 'How deals go: win rate, cycle, velocity, coverage, stages, stalled', query: metricsQuestion, answer: z.object({ data: metrics }) },
] as const satisfies readonly Operation[];
