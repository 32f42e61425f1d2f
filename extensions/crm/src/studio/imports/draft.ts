import type { Inspection, TargetDetails, TargetField, Way } from './types.ts';

/**
 * A mapping while somebody makes it on the screen: a line for each column of the file, and for each value that all rows
 * get. What the screen has no words for (texts made of several columns, product lines, conditions) is carried along from
 * an earlier mapping as it was.
 */
export interface Draft {
	readonly collection: string;
	key: string | null;
	lines: DraftLine[];
	carried: Carried;
}

export interface DraftLine {
	/** The column of the file; null for a value that all rows get. */
	readonly column: string | null;
	constant: string;
	/** A field, or history:created and the like; null leaves the column out. */
	field: string | null;
	/** Of a link: how the file names the other row. */
	way: Way;
	isCreating: boolean;
	isOptional: boolean;
	/** '' is 2024-12-31. */
	date: string;
	number: NumberFormat;
	/** What the numbers of the file are multiplied by. */
	multiply: string;
	aliases: { from: string; to: string }[];
	isEmptying: boolean;
	isOnce: boolean;
}

export interface NumberFormat {
	readonly decimal: string;
	readonly group: string;
}

export interface Carried {
	readonly columns: { readonly [field: string]: unknown };
	readonly rest: { readonly [setting: string]: unknown };
}

const plainNumber: NumberFormat = { decimal: '.', group: '' };

export function newLine(column: string | null, given: Partial<DraftLine> = {}): DraftLine {
	return {
		column, constant: '', field: null, way: { by: [] }, isCreating: false, isOptional: false, date: '', number: plainNumber, multiply: '', aliases: [], isEmptying: false, isOnce: false,
		...given,
	};
}

/** What the headers and values of the file suggest. */
export function suggestDraft(inspection: Inspection, target: TargetDetails): Draft {
	const lines = inspection.columns.map((column) => {
		const suggestion = inspection.suggestions.find((one) => one.column === column);
		if (!suggestion) return newLine(column);
		const { field, lookupBy = [], lookupWhere, date = '', number = plainNumber } = suggestion;
		return newLine(column, { field, way: wayOf(lookupBy, lookupWhere), date, number });
	});
	return { collection: target.collection, key: inspection.key, lines, carried: { columns: {}, rest: {} } };
}

/** Room for what a value of the column means. */
export function withAlias(line: DraftLine, from: string): DraftLine {
	return line.aliases.some((alias) => alias.from === from) ? line : { ...line, aliases: [...line.aliases, { from, to: '' }] };
}

/** The lookup of a link when a field is chosen. */
export function usualWay(field: TargetField | undefined): Way {
	const [way] = field?.link?.ways ?? [];
	return wayOf(way?.by ?? [], way?.where);
}

function wayOf(by: readonly string[], where: Way['where']): Way {
	return { by: [...by], ...(where && Object.keys(where).length > 0 ? { where } : {}) };
}

export function mappingOf({ collection, key, lines, carried }: Draft, fields: ReadonlyMap<string, TargetField>) {
	const columns: { [field: string]: unknown } = { ...carried.columns };
	const history: { [name: string]: unknown } = { ...(carried.rest['history'] as object | undefined) };
	for (const line of lines) {
		if (!line.field || (line.column === null && line.constant === '')) continue;
		const [, time] = /^history:(.+)$/.exec(line.field) ?? [];
		if (time) history[time] = cellOf(line, undefined, 'timestamp');
		else columns[line.field] = cellOf(line, fields.get(line.field));
	}
	return {
		...carried.rest,
		collection,
		...(key && key in columns ? { key } : {}),
		columns,
		...(Object.keys(history).length > 0 ? { history } : {}),
	};
}

function cellOf(line: DraftLine, field: TargetField | undefined, type = field?.type ?? 'string'): unknown {
	const format = formatOf(line, type);
	const aliases = line.aliases.filter(({ from }) => from.trim() !== '').map(({ from, to }) => [from.trim(), to.trim() === '' ? null : to.trim()] as const);
	const settings = {
		...(Object.keys(format).length > 0 ? { format } : {}),
		...(aliases.length > 0 ? { aliases: Object.fromEntries(aliases) } : {}),
		...(field?.link && line.way.by.length > 0
			? { lookup: { ...line.way, ...(line.isCreating ? { create: true } : {}), ...(line.isOptional ? { missing: 'null' } : {}) } }
			: {}),
		...(line.isEmptying ? { empty: 'null' } : {}),
		...(line.isOnce ? { once: true } : {}),
	};
	if (line.column === null) return { constant: line.constant, ...settings };
	return Object.keys(settings).length > 0 ? { column: line.column, ...settings } : line.column;
}

function formatOf({ date, number, multiply }: DraftLine, type: string): { [setting: string]: string } {
	if (isDate(type)) return date === '' ? {} : { date };
	if (!isNumber(type)) return {};
	return {
		...(number.decimal === plainNumber.decimal ? {} : { decimal: number.decimal }),
		...(number.group === plainNumber.group ? {} : { group: number.group }),
		...(multiply.trim() === '' ? {} : { multiply: multiply.trim() }),
	};
}

export function isDate(type: string): boolean {
	return ['date', 'dateTime', 'timestamp'].includes(type);
}

export function isNumber(type: string): boolean {
	return ['decimal', 'float', 'integer', 'bigInteger'].includes(type);
}

type Json = { [key: string]: unknown };

/** An earlier mapping on the columns of another file. */
export function draftFrom(mapping: unknown, { columns: inFile }: Pick<Inspection, 'columns'>): Draft {
	const { collection, key, columns = {}, history = {}, ...rest } = (mapping ?? {}) as Json & { collection: string; columns?: Json; history?: Json };
	const lines = inFile.map((column) => newLine(column));
	const carried: { columns: Json; history: Json } = { columns: {}, history: {} };
	const place = (field: string, cell: unknown, carriedIn: Json, name: string) => {
		const line = lineFrom(field, cell);
		if (!line || (line.column !== null && !inFile.includes(line.column))) carriedIn[name] = cell;
		else putLine(lines, line);
	};
	for (const [field, cell] of Object.entries(columns)) place(field, cell, carried.columns, field);
	for (const [name, cell] of Object.entries(history)) place(`history:${name}`, cell, carried.history, name);
	const single = Array.isArray(key) ? (key.length === 1 ? String(key[0]) : null) : typeof key === 'string' ? key : null;
	return {
		collection,
		key: single,
		lines,
		carried: {
			columns: carried.columns,
			rest: { ...rest, ...(single === null && key ? { key } : {}), ...(Object.keys(carried.history).length > 0 ? { history: carried.history } : {}) },
		},
	};
}

/** A column that fills several fields gets a line for each. */
function putLine(lines: DraftLine[], line: DraftLine): void {
	const index = lines.findLastIndex(({ column }) => column === line.column);
	const isFree = index >= 0 && lines[index]?.field === null;
	lines.splice(index < 0 ? lines.length : isFree ? index : index + 1, isFree ? 1 : 0, line);
}

/** null: the screen has no words for such a cell. */
function lineFrom(field: string, cell: unknown): DraftLine | null {
	if (typeof cell === 'string') return newLine(cell, { field });
	const { column, constant, format = {}, aliases = {}, lookup, empty, once, ...unknown } = (cell ?? {}) as Json & { format?: Json; aliases?: Json; lookup?: Json };
	const { date, decimal, group, multiply, ...otherFormats } = format;
	const { by, where, create, missing, ...otherLookups } = lookup ?? {};
	const isSimple = [unknown, otherFormats, otherLookups].every((other) => Object.keys(other).length === 0)
		&& (typeof column === 'string' || constant !== undefined) && !Array.isArray(date) && typeof create !== 'object';
	if (!isSimple) return null;
	return newLine(typeof column === 'string' ? column : null, {
		field,
		constant: constant === undefined ? '' : String(constant),
		way: wayOf(by === undefined ? [] : [by].flat().map(String), where as Way['where']),
		isCreating: create === true,
		isOptional: missing === 'null',
		date: typeof date === 'string' ? date : '',
		number: { decimal: typeof decimal === 'string' ? decimal : '.', group: typeof group === 'string' ? group : '' },
		multiply: typeof multiply === 'string' ? multiply : '',
		aliases: Object.entries(aliases).map(([from, to]) => ({ from, to: to === null ? '' : String(to) })),
		isEmptying: empty === 'null',
		isOnce: once === true,
	});
}

/** What is carried along, in words, for somebody to know of it. */
export function carriedNames({ carried: { columns, rest } }: Draft, fields: ReadonlyMap<string, TargetField>): string[] {
	const children = Object.keys((rest['children'] ?? {}) as object);
	const times = Object.keys((rest['history'] ?? {}) as object);
	return [
		...Object.keys(columns).map((name) => fields.get(name)?.label ?? name),
		...children.map((name) => name.charAt(0).toUpperCase() + name.slice(1)),
		...(times.length > 0 ? ['When things happened'] : []),
		...(rest['skipWhen'] ? ['Which rows to leave out'] : []),
	];
}

/** Fields that have to be filled and are not, and fields that are filled twice. */
export function draftProblems({ lines, carried }: Draft, fields: ReadonlyMap<string, TargetField>): { missing: string[]; doubled: string[] } {
	const used = lines.filter(({ field, column, constant }) => field && (column !== null || constant !== '')).map(({ field }) => String(field));
	const filled = new Set([...used, ...Object.keys(carried.columns)]);
	return {
		missing: [...fields.values()].filter(({ isRequired, name }) => isRequired && !filled.has(name)).map(({ label }) => label),
		doubled: [...new Set(used.filter((field, index) => used.indexOf(field) !== index))].map((name) => fields.get(name)?.label ?? name),
	};
}
