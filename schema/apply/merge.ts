import type { Json } from '../shape.ts';

/**
 * The three-way merge that lets Cardinal be upgraded without losing an admin's work.
 *
 * base is what was applied last, theirs what stands in the instance now, ours the default of this version:
 * a default that nobody touched follows us; what an admin changed stays; where both changed, theirs stays and a
 * conflict is reported until somebody decides. Objects merge by property, lists element by element.
 */
export interface MergeResult {
	/** What should stand in the instance. */
	value: Json | undefined;
	/** What to remember as applied: ours, but the old base where a conflict waits for a decision. */
	base: Json | undefined;
	changes: Change[];
	conflicts: Change[];
}

export interface Change {
	path: string;
	theirs: Json | undefined;
	ours: Json | undefined;
}

export interface MergeInput {
	base: Json | undefined;
	theirs: Json | undefined;
	ours: Json | undefined;
	path?: string;
	/** An admin's decision on a conflict: take ours, or keep theirs for good. */
	decide?: (path: string) => 'take' | 'keep' | undefined;
}

/** Filter rules and sort orders are sentences: half of one and half of another would say what nobody meant. */
const whole = new Set(['filter', 'validation', 'permissions', 'presets', 'rule', 'sort']);

/** An order that an admin made stands, without a word about each field that we moved besides. */
const arranged = new Set(['sort', 'group', 'width']);

export function mergeThreeWays({ base, theirs, ours, path = '', decide }: MergeInput): MergeResult {
	if (ours === undefined) return withdrawn({ base, theirs, path });
	if (isEqual(theirs, ours)) return { value: theirs, base: ours, changes: [], conflicts: [] };

	if (!whole.has(path.split('.').at(-1) ?? '')) {
		if (isObject(ours) && isObject(theirs)) return mergeObjects({ base: isObject(base) ? base : undefined, theirs, ours, path, decide });
		if (isList(ours) && isList(theirs)) return mergeLists({ base: isList(base) ? base : undefined, theirs, ours, path, decide });
	}

	const change = { path, theirs, ours };
	const isUntouched = base === undefined ? isUnset(theirs) : isEqual(base, theirs);
	if (isUntouched) return { value: ours, base: ours, changes: [change], conflicts: [] };
	if (isEqual(base, ours)) return { value: theirs, base, changes: [], conflicts: [] };
	const decision = decide?.(path);
	if (decision === 'take') return { value: ours, base: ours, changes: [change], conflicts: [] };
	if (decision === 'keep' || arranged.has(path)) return { value: theirs, base: ours, changes: [], conflicts: [] };
	return { value: theirs, base, changes: [], conflicts: [change] };
}

/** A property that we no longer state: an untouched default goes, what an admin changed stays. */
function withdrawn({ base, theirs, path }: Pick<MergeInput, 'base' | 'theirs'> & { path: string }): MergeResult {
	const isUntouchedDefault = base !== undefined && theirs !== undefined && isEqual(base, theirs);
	if (!isUntouchedDefault) return { value: theirs, base: undefined, changes: [], conflicts: [] };
	return { value: undefined, base: undefined, changes: [{ path, theirs, ours: undefined }], conflicts: [] };
}

type JsonObject = { [key: string]: Json | undefined };

interface Part<T> extends Pick<MergeInput, 'decide'> {
	base: T | undefined;
	theirs: T;
	ours: T;
	path: string;
}

function mergeObjects({ base, theirs, ours, path, decide }: Part<JsonObject>): MergeResult {
	const result: MergeResult & { value: JsonObject; base: JsonObject } = { value: { ...theirs }, base: {}, changes: [], conflicts: [] };
	for (const key of new Set([...Object.keys(ours), ...Object.keys(base ?? {})])) {
		const merged = mergeThreeWays({ base: base?.[key], theirs: theirs[key], ours: ours[key], path: path ? `${path}.${key}` : key, decide });
		assign(result.value, key, merged.value);
		assign(result.base, key, merged.base);
		result.changes.push(...merged.changes);
		result.conflicts.push(...merged.conflicts);
	}
	return result;
}

/**
 * Elements are recognised by what names them (see nameOf). One that an admin deleted stays deleted; a new one of ours
 * goes behind its neighbour. A choice that we no longer have stays, since rows may use it; a mere name, such as a column
 * of a list, goes.
 */
function mergeLists({ base, theirs, ours, path, decide }: Part<Json[]>): MergeResult {
	const known = byName(base ?? []);
	const current = byName(theirs);
	const value = [...theirs];
	const rememberedBase: Json[] = [];
	const result: MergeResult = { value, base: rememberedBase, changes: [], conflicts: [] };
	let previous: string | undefined;

	for (const element of ours) {
		const name = nameOf(element) ?? '';
		const place = `${path}[${name}]`;
		if (current.has(name)) {
			const merged = mergeThreeWays({ base: known.get(name), theirs: current.get(name), ours: element, path: place, decide });
			value[value.findIndex((other) => nameOf(other) === name)] = merged.value ?? null;
			if (merged.base !== undefined) rememberedBase.push(merged.base);
			result.changes.push(...merged.changes);
			result.conflicts.push(...merged.conflicts);
		} else {
			rememberedBase.push(element);
			if (!known.has(name)) {
				const at = previous === undefined ? value.length : value.findIndex((other) => nameOf(other) === previous) + 1;
				value.splice(at || value.length, 0, element);
				result.changes.push({ path: place, theirs: undefined, ours: element });
			}
		}
		previous = name;
	}

	const wanted = new Set(ours.map(nameOf));
	for (const element of base ?? []) {
		const at = typeof element === 'string' && !wanted.has(element) ? value.indexOf(element) : -1;
		if (at < 0) continue;
		value.splice(at, 1);
		result.changes.push({ path: `${path}[${String(element)}]`, theirs: element, ours: undefined });
	}

	if (base && isEqual(theirs.map(nameOfOrNull), base.map(nameOfOrNull))) reorder(value, ours, path, result);
	return result;
}

/** Nobody touched the order: ours holds, with elements that we no longer have at the end. */
function reorder(value: Json[], ours: Json[], path: string, result: MergeResult): void {
	const place = new Map(ours.map((element, index) => [nameOf(element), index]));
	const sorted = value
		.map((element, index) => ({ element, index, rank: place.get(nameOf(element)) ?? ours.length }))
		.sort((a, b) => a.rank - b.rank || a.index - b.index)
		.map(({ element }) => element);
	if (isEqual(sorted, value)) return;
	result.changes.push({ path: `${path} (order)`, theirs: value.map(nameOfOrNull), ours: sorted.map(nameOfOrNull) });
	value.splice(0, value.length, ...sorted);
}

/** What a list's elements go by, in the lists that Directus keeps: choices, translations, modules, conditions, names. */
function nameOf(element: Json): string | undefined {
	if (typeof element === 'string' || typeof element === 'number') return String(element);
	if (!isObject(element)) return undefined;
	for (const key of ['value', 'id', 'language', 'name', 'key', 'field']) {
		const name = element[key];
		if (typeof name === 'string' || typeof name === 'number') return String(name);
	}
	return undefined;
}

function nameOfOrNull(element: Json): string | null {
	return nameOf(element) ?? null;
}

function byName(list: Json[]): Map<string, Json> {
	return new Map(list.map((element) => [nameOf(element) ?? '', element]));
}

/** A list whose elements all have a name of their own; any other array is one value. */
function isList(value: Json | undefined): value is Json[] {
	if (!Array.isArray(value)) return false;
	const names = value.map(nameOf);
	return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an instance has where nobody ever said anything. */
function isUnset(value: Json | undefined): boolean {
	if (value === undefined || value === null || value === false || value === '') return true;
	if (Array.isArray(value)) return value.length === 0;
	return isObject(value) && Object.keys(value).length === 0;
}

export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
	if (a === b) return true;
	if (a === undefined || b === undefined || a === null || b === null) return (a ?? null) === (b ?? null);
	if (Array.isArray(a) || Array.isArray(b)) {
		return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((element, index) => isEqual(element, b[index]));
	}
	if (typeof a !== 'object' || typeof b !== 'object') return false;
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => isEqual(a[key], b[key]));
}

function assign(target: JsonObject, key: string, value: Json | undefined): void {
	if (value === undefined) delete target[key];
	else target[key] = value;
}
