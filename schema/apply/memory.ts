import type { Knex } from 'knex';
import type { Json } from '../shape.ts';
import { identity, type Resource } from './resource.ts';

/**
 * What was applied last, property by property: the base of the three-way merge. It stands in a PostgreSQL schema of its
 * own, so that Directus does not show it and a backup of the database carries it along.
 */
export interface Memory {
	readonly applied: Map<string, Json>;
	/** The rows that were made for resources whose table chooses its own keys. */
	readonly targets: Map<string, string>;
}

export async function readMemory(trx: Knex): Promise<Memory> {
	await trx.raw(`
		CREATE SCHEMA IF NOT EXISTS cardinal;
		CREATE TABLE IF NOT EXISTS cardinal.applied (
			kind text NOT NULL,
			key text NOT NULL,
			target text,
			doc jsonb NOT NULL,
			applied_at timestamptz NOT NULL DEFAULT now(),
			PRIMARY KEY (kind, key)
		)
	`);
	const rows = await trx('cardinal.applied').select<{ kind: Resource['kind']; key: string; target: string | null; doc: Json }[]>('kind', 'key', 'target', 'doc');
	return {
		applied: new Map(rows.map((row) => [identity(row), row.doc])),
		targets: new Map(rows.flatMap((row) => (row.target === null ? [] : [[identity(row), row.target]]))),
	};
}

export async function remember(trx: Knex, { kind, key }: Pick<Resource, 'kind' | 'key'>, doc: Json, target?: string | number): Promise<void> {
	await trx('cardinal.applied')
		.insert({ kind, key, doc: JSON.stringify(doc), ...(target === undefined ? {} : { target: String(target) }), applied_at: trx.fn.now() })
		.onConflict(['kind', 'key'])
		.merge();
}
