import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { isAllowed } from '../shared/is-allowed.ts';

interface Question {
	readonly right: 'create' | 'read' | 'update';
	readonly collection: string;
	readonly accountability: Accountability;
	readonly schema: SchemaOverview;
	readonly database: Knex;
}

/**
 * Those of the rows to which somebody has a right. Usually that is all of them, which takes one query; the others are
 * found by halving.
 */
export async function usableKeys(keys: readonly string[], question: Question): Promise<readonly string[]> {
	if (await hasRight(question, keys)) return keys;
	if (keys.length === 1) return [];
	const middle = keys.length >> 1;
	return [...await usableKeys(keys.slice(0, middle), question), ...await usableKeys(keys.slice(middle), question)];
}

/** Whether somebody has a right to all of these rows; without keys, to any row at all. */
export function hasRight({ right, collection, accountability, schema, database }: Question, keys?: readonly unknown[]): Promise<boolean> {
	return isAllowed({ accountability, action: right, collection, ...(keys ? { primaryKeys: [...keys] } : {}) }, { schema, knex: database });
}
