import Big from 'big.js';
import type { Value } from './convert.ts';
import type { ChildRecipe } from './recipe.ts';
import type { Target, TargetField } from './target.ts';

/** A row as the API gives it. */
export type Row = { readonly [field: string]: unknown };

/** The values that differ from the row as it stands: what an update has to write. */
export function changesTo(row: Row, values: ReadonlyMap<string, Value>, target: Target): Map<string, Value> {
	return new Map([...values].filter(([name, value]) => !isSame(row[name], value, target.fields.get(name))));
}

/**
 * Whether a stored and an imported value are the same, whatever they are written like: 550 and 550.0000, an instant in
 * another zone, a link that was read with the row it points to.
 */
export function isSame(stored: unknown, imported: Value, field: TargetField | undefined): boolean {
	const isEmpty = stored === null || stored === undefined || stored === '';
	if (isEmpty || imported === null || imported === '') return isEmpty && (imported === null || imported === '');
	switch (field?.type) {
		case 'decimal':
		case 'integer':
		case 'bigInteger':
		case 'float':
			return isNumeric(stored) && isNumeric(imported) && Big(String(stored)).eq(String(imported));
		case 'timestamp':
			return new Date(String(stored)).getTime() === new Date(String(imported)).getTime();
		case 'uuid':
			return String(stored).toLowerCase() === String(imported).toLowerCase();
		case 'json':
			return JSON.stringify(sorted(stored)) === JSON.stringify(sorted(imported));
		default:
			return Array.isArray(stored) || Array.isArray(imported)
				? JSON.stringify(stored) === JSON.stringify(imported)
				: String(stored) === String(imported);
	}
}

/** How the child rows become those of the file, in the form in which Directus takes it. */
export interface ChildChanges {
	readonly create: { [field: string]: Value }[];
	readonly update: { [field: string]: Value }[];
	readonly delete: (string | number)[];
}

export function childChanges(recipe: ChildRecipe, stored: readonly Row[], wanted: readonly ReadonlyMap<string, Value>[]): ChildChanges | null {
	const { target, key, others } = recipe;
	const left = [...stored];
	const changes: ChildChanges = { create: [], update: [], delete: [] };
	for (const values of wanted) {
		const index = left.findIndex((row) => key.every((name) => isSame(row[name], values.get(name) ?? null, target.fields.get(name))));
		const [row] = index < 0 ? [] : left.splice(index, 1);
		if (!row) {
			changes.create.push(Object.fromEntries(values));
			continue;
		}
		const differing = changesTo(row, values, target);
		if (differing.size > 0) changes.update.push({ ...Object.fromEntries(differing), [target.primary]: row[target.primary] as string });
	}
	if (others === 'remove') changes.delete.push(...left.map((row) => row[target.primary] as string | number));
	return Object.values(changes).some((list) => list.length > 0) ? changes : null;
}

function isNumeric(value: unknown): boolean {
	return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(String(value));
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
