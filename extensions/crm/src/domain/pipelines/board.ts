import { z } from 'zod';
import type { Operation } from '../shared/operation.ts';
import { day, id, personOrMe } from '../shared/parameters.ts';

/** What the board asks and shows. Amounts are decimal strings; sums are in `currency`, of all deals of the column. */

export const sorts = ['rank', 'amount', '-amount', 'close_date', '-close_date', 'stage_entered_at', '-stage_entered_at', 'name'] as const;

export const boardQuestion = z.strictObject({
	pipeline: id.optional().describe('The default one, when left out.'),
	owner: personOrMe.optional(),
	team: id.optional(),
	close_from: day.optional().describe('Close date from this day on.'),
	close_to: day.optional().describe('Close date before this day.'),
	closed_since: day.optional().describe('Won and lost deals only where they were closed from this day (in UTC) on.'),
	search: z.string().trim().min(1, 'Write what to search for, or leave it out.').max(200, 'Search for 200 characters at most.').optional(),
	sort: z.enum(sorts, `Write one of ${sorts.join(', ')}.`).default('rank'),
	stage: id.optional().describe('This column only: to page on.'),
	cursor: z.string().max(4000, 'Take it from the page before.').optional().describe('Where the page before ended.'),
	limit: z.coerce.number('Write a whole number.').int('Write a whole number.').min(1, 'Ask for one card a column at least.').max(100, 'Ask for 100 cards a column at most.').default(30),
});
export type BoardQuestion = z.output<typeof boardQuestion>;

export const card = z.object({
	id: z.uuid(),
	name: z.string(),
	account: z.object({ id: z.uuid(), name: z.string() }).nullable(),
	amount: z.string().nullable(),
	currency: z.string().nullable(),
	amount_base: z.string().nullable().describe('The amount in the board’s currency: what the sums follow by while a card moves.'),
	close_date: z.string().nullable(),
	owner: z.object({ id: z.uuid(), name: z.string(), avatar: z.uuid().nullable() }).nullable(),
	stage: z.uuid(),
	stage_entered_at: z.string(),
	probability: z.number().nullable(),
	isStalled: z.boolean(),
	nextActivity: z.object({ id: z.uuid(), type: z.string(), subject: z.string(), due_at: z.string().nullable() }).nullable(),
});
export type Card = z.output<typeof card>;

export const column = z.object({
	stage: z.object({
		id: z.uuid(), name: z.string(), kind: z.enum(['open', 'won', 'lost']), probability: z.number().nullable(), rotting_days: z.number().nullable(), guidance: z.string().nullable(),
	}),
	count: z.number().int(),
	amount: z.string().describe('The sum of the amounts.'),
	weighted: z.string().describe('The sum of amount × probability, rounded per deal; what is omitted from the forecast counts 0.'),
	cards: z.array(card),
	next: z.string().nullable().describe('The cursor of the next page; null at the end.'),
});
export type Column = z.output<typeof column>;

export const board = z.object({
	pipeline: z.object({ id: z.uuid(), name: z.string() }),
	pipelines: z.array(z.object({ id: z.uuid(), name: z.string() })),
	currency: z.object({ code: z.string(), decimals: z.number().int() }),
	mayMove: z.boolean().describe('Whether the caller may move deals at all.'),
	mayCreate: z.boolean(),
	columns: z.array(column),
});
export type Board = z.output<typeof board>;

export const boardOperations = [
	{ method: 'get', path: '/board', summary: 'A pipeline as a board: columns with totals and their first cards; or one column’s next page', query: boardQuestion, answer: z.object({ data: board }) },
] as const satisfies readonly Operation[];
