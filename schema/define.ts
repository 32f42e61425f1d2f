import type { Check, Collection, CollectionOptions, Extension, Fields, Folder } from './shape.ts';

export * from './define/values.ts';
export * from './define/choices.ts';
export * from './define/links.ts';
export * from './define/form.ts';
export * from './define/rows.ts';
export * from './define/access.ts';
export * from './define/dashboards.ts';

/**
 * The language in which Cardinal's data dictionary is written: one line a field. What a line says once becomes the
 * database column, the admin form, the validation (in form, API and database) and the TypeScript type.
 */

/** A collection: one file, one call. Its fields are read from top to bottom as the form is. */
export function collection<const Name extends string, F extends Fields, const Single extends boolean = false>(
	name: Name,
	options: CollectionOptions<F> & { readonly singleton?: Single; readonly archive?: keyof F & string; readonly sort?: keyof F & string },
): Collection<Name, F, Single> {
	return { kind: 'collection', name, position: position(), ...options };
}

/** Adds fields to a collection that is not ours, such as directus_users. */
export function extend<const Name extends string, F extends Fields>(name: Name, fields: F): Extension<Name, F> {
	return { kind: 'extension', name, position: position(), fields };
}

/** A folder of the navigation. */
export function folder<const Name extends string>(name: Name, options: Omit<Folder, 'kind' | 'name' | 'position'>): Folder<Name> {
	return { kind: 'folder', name, position: position(), ...options };
}

let defined = 0;

/** A module's exports come in alphabetical order; what a room defines keeps the order of its file. */
function position(): number {
	return ++defined;
}

/** A rule over several columns; see Check. */
export function check(rule: Check): Check {
	return rule;
}
