import { z } from 'zod';
import type { Operation } from '../shared/operation.ts';

/** What may be asked of GET /crm/figures/:collection, and what is answered: one home for checks, types and documentation. */

export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const;
export const measures = ['sum', 'avg', 'min', 'max'] as const;

export type Period = (typeof periods)[number];
export type Measure = (typeof measures)[number];

export interface Group {
	readonly field: string;
	readonly period?: Period | undefined;
	/** As it was asked for and is answered: `stage`, `close_date:month`. */
	readonly name: string;
}

/** The most groups that an answer may have. */
export const mostGroups = 5_000;

const fieldName = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;

/** `a,b`, or the parameter several times. */
const listed = z.union([z.string(), z.array(z.string())]).transform((given) => (Array.isArray(given) ? given : [given]).flatMap((part) => part.split(',')).map((part) => part.trim()).filter((part) => part !== ''));

const fields = listed.pipe(z.array(z.string().regex(fieldName, { error: ({ input }) => `“${String(input)}” is not the name of a field. Write it like amount, several with commas between.` })).max(10, 'Ask for ten fields at most.')).default([]);

const groups = listed.pipe(z.array(z.string().transform((name, context): Group => {
	const [field = '', period, ...rest] = name.split(':');
	if (!fieldName.test(field) || rest.length > 0) context.addIssue({ code: 'custom', message: `“${name}” is not a field to group by. Write it like stage, or close_date:month.` });
	else if (period !== undefined && !isPeriod(period)) context.addIssue({ code: 'custom', message: `“${period}” is no period. There are ${periods.join(', ')}.` });
	return { field, period: period as Period | undefined, name };
})).max(5, 'Group by five fields at most.')).default([]);

const filter = z.preprocess(parsed, z.record(z.string(), z.unknown(), 'It is no JSON object. Write it like {"stage_kind":{"_eq":"open"}}.').optional());

export const figuresParameters = z.strictObject({
	by: groups.describe('Fields to group by, with commas between; a date may be grouped by its period: stage,close_date:month. Without, all rows are one group.'),
	sum: fields.describe('Numbers and amounts to add up. Amounts of different currencies are never added: the answer is grouped by their currency.'),
	avg: fields.describe('Numbers and amounts to take the average of, to four places.'),
	min: fields.describe('Numbers, amounts and dates to take the least of.'),
	max: fields.describe('Numbers, amounts and dates to take the most of.'),
	filter: filter.describe('Which rows, as everywhere in Directus.'),
	search: z.string().trim().min(1).optional().describe('Which rows, by what they contain.'),
	sort: listed.optional().describe('How the groups are ordered: stage, -count, -sum.amount. By what they are grouped by, unless said otherwise.'),
	limit: z.coerce.number('Write a whole number.').int('Write a whole number.').min(1, 'Ask for one group at least.').max(mostGroups, `Ask for ${mostGroups} groups at most.`).optional().describe('How many groups to answer with, the first ones. Without, all; more than 5000 are refused.'),
}, { error: (issue) => (issue.code === 'unrecognized_keys' ? `There is no parameter ${issue.keys.map((key) => `“${key}”`).join(', ')}. There are by, sum, avg, min, max, filter, search, sort, limit.` : undefined) });

export type FiguresQuestion = z.output<typeof figuresParameters>;

const amounts = z.record(z.string(), z.string().nullable());

export const figuresAnswer = z.object({
	data: z.array(z.object({
		by: z.record(z.string(), z.unknown()).describe('What the rows of the group have in common: the values grouped by, periods by their first day, and the currency of amounts.'),
		count: z.number().int().describe('How many rows.'),
		sum: amounts.optional().describe('Exact, as strings; 0 of nothing.'),
		avg: amounts.optional(),
		min: amounts.optional(),
		max: amounts.optional(),
	})),
});

export type FiguresAnswer = z.output<typeof figuresAnswer>;

export const figuresOperations = [
	{ method: 'get', path: '/figures/{collection}', summary: 'Counts, sums and averages of any collection', query: figuresParameters, answer: figuresAnswer },
] as const satisfies readonly Operation[];

/** The question that the parameters ask, or what is wrong with them in a sentence that names the parameter. */
export function readQuestion(parameters: unknown): { question: FiguresQuestion } | { problem: string } {
	const read = figuresParameters.safeParse(parameters);
	if (read.success) return { question: read.data };
	const [issue] = read.error.issues;
	const name = issue?.path[0];
	return { problem: `${name === undefined ? '' : `${String(name)}: `}${issue?.message ?? 'Correct the parameters.'}` };
}

/** All fields that take part. */
export function fieldsOf({ by, sum, avg, min, max }: FiguresQuestion): string[] {
	return [...new Set([...by.map(({ field }) => field), ...sum, ...avg, ...min, ...max])];
}

function parsed(given: unknown): unknown {
	if (typeof given !== 'string') return given;
	try {
		return JSON.parse(given) as unknown;
	} catch {
		return given;
	}
}

function isPeriod(text: string): text is Period {
	return (periods as readonly string[]).includes(text);
}
