import type { RegisterFunctions } from '@directus/types';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { guardedFields } from '../../../../../schema/apply/guards.ts';
import { rooms } from '../../../../../schema/index.ts';
import { refusal } from './errors.ts';

/**
 * Fields and collections that the guards in the database speak of can't be deleted: every write would fail. An admin
 * hides them instead; all others are theirs to delete, and stay deleted.
 */
export function keepGuardedFields({ filter }: Pick<RegisterFunctions, 'filter'>): void {
	const guarded = guardedFields(definitionsOf(rooms));
	const collections = new Set([...guarded].map((field) => field.split('.')[0] ?? ''));

	filter<string[]>('fields.delete', (fields, { collection }) => {
		const field = fields.find((name) => guarded.has(`${collection}.${name}`));
		if (field) throw refusal({ code: 'FORBIDDEN', status: 403, message: `The field ${field} can't be deleted: figures, history or rights are derived from it. Hide it in the form instead.` });
		return fields;
	});
	filter<string[]>('collections.delete', (names) => {
		const name = names.find((collection) => collections.has(collection));
		if (name) throw refusal({ code: 'FORBIDDEN', status: 403, message: `The collection ${name} can't be deleted: figures, history or rights are derived from it. Hide it in the navigation instead.` });
		return names;
	});
}
