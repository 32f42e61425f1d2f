import { z } from 'zod';

/**
 * A mapping says how the columns of a CSV file become rows of a collection. It is JSON, so that it can be kept next to
 * the file, sent with it, and used again. Every setting has a sensible default; unknown ones are refused.
 */

const fieldName = z.string().min(1, 'Name a field.');
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const decimalText = z.string().regex(/^\d+(\.\d+)?$/, 'Write a plain number such as "1000000".');

const format = z.strictObject({
	/** Unicode date patterns, tried in turn: "dd.MM.yyyy". Left out: 2024-12-31, with or without a time. */
	date: z.union([z.string().min(2), z.array(z.string().min(2)).min(1)]).transform((value) => [value].flat()).optional(),
	/** The IANA zone of times that do not name theirs. */
	timeZone: z.string().refine(isTimeZone, 'Write a time zone such as "Europe/Berlin".').optional(),
	/** The decimal mark. */
	decimal: z.enum(['.', ',']).optional(),
	/** What separates the thousands, '' for nothing. */
	group: z.enum(['', ',', '.', ' ', '\'']).optional(),
	/** What the number is multiplied by, exactly: "1000000" where the file speaks of millions. */
	multiply: decimalText.optional(),
	/** Words that mean yes and no, beside the usual ones. */
	yes: z.array(z.string()).optional(),
	no: z.array(z.string()).optional(),
	/** ISO 3166 code of the country of telephone numbers without country code. */
	country: z.string().regex(/^[A-Za-z]{2}$/, 'Write a country code such as "DE".').optional(),
	/** What separates several values in one cell. */
	separator: z.string().min(1).optional(),
});

const lookup = z.strictObject({
	/** Left out: the collection that the field links to. */
	collection: fieldName.optional(),
	/** What the value may be, in turn: a field ("name"), or several that make it up ("first_name last_name"). */
	by: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).transform((value) => [value].flat()),
	/** Only rows with these values count: { "pipeline.is_default": true }. */
	where: z.record(z.string(), scalar).optional(),
	/** Creates what is not there: true, or the values that a new row gets besides. */
	create: z.union([z.boolean(), z.record(z.string(), scalar)]).optional(),
	/** "error" refuses the row; "null" leaves the link empty. */
	missing: z.enum(['error', 'null']).default('error'),
	caseSensitive: z.boolean().default(false),
});

const cellSettings = z.strictObject({
	/** A column of the file, or several of which the first filled one counts. */
	column: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).transform((value) => [value].flat()).optional(),
	/** Text with columns in braces: "{First name} {Last name}". */
	template: z.string().min(1).optional(),
	/** The same value in every row. */
	constant: scalar.transform(String).optional(),
	/** Instead of an empty cell. */
	default: scalar.transform(String).optional(),
	/** What stands in the file -> what is meant. Upper and lower case are the same; null means empty. */
	aliases: z.record(z.string(), z.union([z.string(), z.null()])).optional(),
	format: format.optional(),
	lookup: lookup.optional(),
	/** A part of the text: a full name has a first word, and the words after it. */
	part: z.enum(['firstWord', 'otherWords', 'lastWord', 'leadingWords']).optional(),
	trim: z.boolean().default(true),
	/** What an empty cell does: "skip" leaves the field as it is, "null" empties it. */
	empty: z.enum(['skip', 'null']).default('skip'),
	/** Set when the row is created, left alone when it is there already. */
	once: z.boolean().default(false),
}).refine(
	(cell) => [cell.column, cell.template, cell.constant].filter((source) => source !== undefined).length === 1,
	'Say where the value comes from: exactly one of "column", "template" and "constant".',
);

const cell = z.union([z.string().min(1).transform((column) => cellSettings.parse({ column })), cellSettings]);
const cells = z.record(fieldName, cell);

const condition = z.strictObject({
	column: z.string().min(1),
	is: z.enum(['empty', 'filled']).optional(),
	in: z.array(z.string()).optional(),
	notIn: z.array(z.string()).optional(),
}).refine(
	({ is, in: isOne, notIn }) => [is, isOne, notIn].filter((test) => test !== undefined).length === 1,
	'Say when: exactly one of "is", "in" and "notIn".',
);
const conditions = z.union([condition, z.array(condition)]).transform((value) => [value].flat()).optional();

const children = z.strictObject({
	/** By which fields a child row is recognised when the import runs again. Left out: by all that are mapped. */
	key: z.array(fieldName).min(1).optional(),
	/** What becomes of child rows that the file does not have. */
	others: z.enum(['keep', 'remove']).default('keep'),
	rows: z.array(z.strictObject({ columns: cells, skipWhen: conditions })).min(1),
});

export const mappingSchema = z.strictObject({
	collection: z.string().min(1),
	/** The fields by which a row is recognised, so that a second run updates it. Without a key every row is new. */
	key: z.union([fieldName, z.array(fieldName).min(1)]).transform((value) => [value].flat()).optional(),
	columns: cells.refine((fields) => Object.keys(fields).length > 0, 'Map at least one column.'),
	/** Rows that live within the row, by the field that lists them: { "lines": { "rows": [ … ] } }. */
	children: z.record(fieldName, children).default({}),
	skipWhen: conditions,
	csv: z.strictObject({
		delimiter: z.union([z.literal('auto'), z.string().length(1, 'Use one character, or "auto".')]).default('auto'),
		quote: z.string().length(1, 'Use one character.').default('"'),
		/** "auto", or a name such as "utf-8", "windows-1252", "utf-16le", "shift_jis". */
		encoding: z.string().min(1).default('auto'),
		/** false: the file has no header; its columns are called "1", "2", … */
		header: z.boolean().default(true),
	}).default({ delimiter: 'auto', quote: '"', encoding: 'auto', header: true }),
	/** Holds for every cell that does not say otherwise. */
	format: format.default({}),
	/** When things happened; needs the right to import history. */
	history: z.strictObject({
		created: cell.optional(),
		stageEntered: cell.optional(),
		closed: cell.optional(),
		/** The stage in which a deal began that has moved since. */
		openingStage: cell.optional(),
	}).optional(),
});

export type Mapping = z.output<typeof mappingSchema>;
export type Cell = z.output<typeof cellSettings>;
export type Cells = Mapping['columns'];
export type Format = z.output<typeof format>;
export type Lookup = z.output<typeof lookup>;
export type Children = z.output<typeof children>;
export type Conditions = NonNullable<z.output<typeof conditions>>;
export type History = NonNullable<Mapping['history']>;

/** The mapping, or sentences that say what is wrong with it and where. */
export function readMapping(input: unknown): { readonly mapping: Mapping } | { readonly problems: readonly string[] } {
	const result = mappingSchema.safeParse(input);
	return result.success ? { mapping: result.data } : { problems: result.error.issues.flatMap((issue) => sentences(issue, [])) };
}

type Issue = z.core.$ZodIssue;

function sentences(issue: Issue, parents: readonly PropertyKey[]): string[] {
	const path = [...parents, ...issue.path];
	const branch = issue.code === 'invalid_union' ? likeliest(issue.errors) : undefined;
	if (branch) return branch.flatMap((inner) => sentences(inner, path));
	const place = path.length > 0 ? `mapping.${path.map(String).join('.')}` : 'mapping';
	return [`${place}: ${issue.message}`];
}

/** Of a choice between shapes, the one that was meant: where the shape itself fits and something within is wrong. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
	return branches.find((issues) => issues.length > 0 && issues.every(({ code, path }) => code !== 'invalid_type' || path.length > 0)) ?? undefined;
}

function isTimeZone(name: string): boolean {
	try {
		return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
	} catch {
		return false;
	}
}
