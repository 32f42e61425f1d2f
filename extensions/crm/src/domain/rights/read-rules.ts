import { and, type Filter, type FilterTree, or, toTree } from './filter.ts';

/** One of the rules by which somebody reads a collection: these fields, in the rows that meet the filter. */
export interface ReadRule {
	readonly collection: string;
	readonly fields: readonly string[] | null;
	/** None, or an empty one: all rows. */
	readonly permissions: Filter | null;
}

/** Where a value may be read: in every row, in none, or where this holds. */
export type Scope = 'all' | 'none' | FilterTree;

/** The rows in which the field may be read. */
export function scopeOf(rules: readonly ReadRule[], collection: string, field: string): Scope {
	return united(rules.filter((rule) => rule.collection === collection && allows(rule, field)));
}

/** The rows that may be read at all. */
export function rowsOf(rules: readonly ReadRule[], collection: string): Scope {
	return united(rules.filter((rule) => rule.collection === collection));
}

/** The same, told of somebody who has the row already: 'all' unless another rule may have admitted it. */
export function maskOf(rules: readonly ReadRule[], collection: string, field: string): Scope {
	const own = rules.filter((rule) => rule.collection === collection);
	const allowing = own.filter((rule) => allows(rule, field));
	const admitted = new Set(allowing.map(rowsText));
	return own.every((rule) => admitted.has(rowsText(rule))) ? 'all' : united(allowing);
}

/** Whether a field can be read in some of the rows that somebody has, and not in others. */
export function hasMasks(rules: readonly ReadRule[], collection: string, fields: readonly string[]): boolean {
	return fields.some((field) => typeof maskOf(rules, collection, field) === 'object');
}

function united(rules: readonly ReadRule[]): Scope {
	if (rules.length === 0) return 'none';
	if (rules.some(isForAllRows)) return 'all';
	return or(...rules.map(({ permissions }) => and(toTree(permissions))));
}

function allows({ fields }: ReadRule, field: string): boolean {
	return fields !== null && (fields.includes('*') || fields.includes(field));
}

function isForAllRows({ permissions }: ReadRule): boolean {
	return permissions === null || Object.keys(permissions).length === 0;
}

function rowsText(rule: ReadRule): string {
	return isForAllRows(rule) ? '' : JSON.stringify(rule.permissions);
}
