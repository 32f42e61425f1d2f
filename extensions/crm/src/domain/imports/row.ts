import { type Cells, holds, readCell } from './cell.ts';
import { convert, type Value } from './convert.ts';
import { type LookupRequest, type Resolve, settleLookup } from './lookup.ts';
import { type Problem, sentenceOf } from './problem.ts';
import type { HistorySlot, Recipe, Slot } from './recipe.ts';

/** A record as the parser hands it over. */
export interface FileRecord {
	/** Where it begins in the file; the first line is 1. */
	readonly line: number;
	readonly raw: readonly string[];
	readonly cells: Cells;
	/** A record that does not fit the header. */
	readonly problem?: Problem;
}

/** What a record asks for, before anybody looked into the database. */
export interface RowPlan {
	readonly isSkipped: boolean;
	readonly values: readonly Planned[];
	/** By the field that lists them, one a mapped child row that is not skipped. */
	readonly children: ReadonlyMap<string, readonly (readonly Planned[])[]>;
	readonly history: readonly (readonly [HistorySlot, Planned])[];
}

export interface Planned {
	readonly field: string;
	/** Only when the row is new. */
	readonly isOnce: boolean;
	readonly outcome: { readonly value: Value } | { readonly request: LookupRequest } | { readonly problem: Problem };
}

export function planRow(recipe: Recipe, { cells, problem }: FileRecord): RowPlan {
	if (problem) return { isSkipped: false, values: [{ field: '', isOnce: false, outcome: { problem } }], children: new Map(), history: [] };
	if (holds(recipe.skipWhen, cells)) return { isSkipped: true, values: [], children: new Map(), history: [] };
	return {
		isSkipped: false,
		values: recipe.slots.flatMap((slot) => planSlot(slot, cells)),
		children: new Map(recipe.children.map(({ field, rows }) => [
			field,
			rows.filter(({ skipWhen }) => !holds(skipWhen, cells)).map(({ slots }) => slots.flatMap((slot) => planSlot(slot, cells))),
		])),
		history: Object.entries(recipe.history).flatMap(([name, slot]) => planSlot(slot, cells).map((planned) => [name as HistorySlot, planned] as const)),
	};
}

/** The lookups that a row waits for. */
export function requestsOf({ values, children, history }: RowPlan): LookupRequest[] {
	const all = [...values, ...[...children.values()].flat(2), ...history.map(([, planned]) => planned)];
	return all.flatMap(({ outcome }) => ('request' in outcome ? [outcome.request] : []));
}

/** A row whose lookups were answered. */
export interface SettledRow {
	readonly values: ReadonlyMap<string, Value>;
	/** Fields that are only set when the row is new. */
	readonly once: ReadonlySet<string>;
	readonly children: ReadonlyMap<string, readonly ReadonlyMap<string, Value>[]>;
	readonly history: { readonly [K in HistorySlot]?: string };
	readonly problems: readonly Problem[];
}

export function settleRow(plan: RowPlan, resolve: Resolve): SettledRow {
	const problems: Problem[] = [];
	const settle = (all: readonly Planned[]) => new Map(all.flatMap(({ field, outcome }): [string, Value][] => {
		const settled = 'request' in outcome ? settleLookup(outcome.request, resolve) : outcome;
		if ('value' in settled) return [[field, settled.value]];
		problems.push(settled.problem);
		return [];
	}));
	const values = settle(plan.values);
	const children = new Map([...plan.children].map(([field, rows]) => [field, rows.map(settle)]));
	const history = Object.fromEntries(plan.history.flatMap(([name, planned]) => [...settle([planned]).values()].filter((value) => value !== null).map((value) => [name, String(value)])));
	return { values, once: new Set(plan.values.filter(({ isOnce }) => isOnce).map(({ field }) => field)), children, history, problems: distinct(problems) };
}

/** A column that fills several fields is wrong once. */
function distinct(problems: readonly Problem[]): Problem[] {
	return [...new Map(problems.map((problem) => [sentenceOf(problem), problem])).values()];
}

/**
 * The values that tell which row is meant. `empty`: the file leaves the key open; `unknown`: part of it is a link to a
 * row that is not there yet, so neither is this one.
 */
export function keyOf(recipe: Recipe, plan: RowPlan, resolve: Resolve): readonly Value[] | 'empty' | 'unknown' {
	const values: Value[] = [];
	for (const name of recipe.key) {
		const outcome = plan.values.find(({ field }) => field === name)?.outcome;
		if (!outcome || 'problem' in outcome) return 'empty';
		const value = 'value' in outcome ? outcome.value : answered(outcome.request, resolve);
		if (value === undefined) return 'unknown';
		if (value === null || value === '') return 'empty';
		values.push(value);
	}
	return values;
}

function answered(request: LookupRequest, resolve: Resolve): Value | undefined {
	const answer = resolve(request);
	if ('key' in answer) return answer.key;
	return request.plan.isOptional ? null : undefined;
}

function planSlot(slot: Slot, cells: Cells): Planned[] {
	const { field, cell, format, lookup } = slot;
	const { text, column, written } = readCell(cell, cells);
	const planned = { field: field.name, isOnce: cell.once };
	if (text === null) return cell.empty === 'null' ? [{ ...planned, outcome: { value: null } }] : [];

	const place = column === undefined ? {} : { column };
	if (lookup) return [{ ...planned, outcome: { request: { plan: lookup, text, ...place } } }];
	const result = convert(text, field, format);
	if ('value' in result) return [{ ...planned, outcome: result }];
	return [{ ...planned, outcome: { problem: { ...place, value: written || text, message: result.problem } } }];
}
