import type { Knex } from 'knex';
import type { DemoTable } from './story-shape.ts';

/**
 * What the demo brought, row by row, beside what was applied (schema/apply/memory.ts): so that it comes once, goes
 * wholly, and does not come back. Rows that an admin deleted stay listed, and deleted.
 */
export async function prepareMemory(trx: Knex): Promise<void> {
	await trx.raw(`
		CREATE SCHEMA IF NOT EXISTS cardinal;
		CREATE TABLE IF NOT EXISTS cardinal.demo (
			collection text NOT NULL,
			key text NOT NULL,
			brought_at timestamptz NOT NULL DEFAULT now(),
			removed_at timestamptz,
			PRIMARY KEY (collection, key)
		)
	`);
}

/** Rows that somebody else's rows hold on to may outlive a removal: the demo as such is gone then. */
export async function standOf(trx: Knex): Promise<'never here' | 'here' | 'removed'> {
	const rows = await trx('cardinal.demo').select<{ is_removed: boolean }[]>(trx.raw('removed_at IS NOT NULL AS is_removed')).groupByRaw('1');
	if (rows.some(({ is_removed }) => is_removed)) return 'removed';
	return rows.length > 0 ? 'here' : 'never here';
}

export async function rememberRows(trx: Knex, collection: DemoTable, keys: readonly string[]): Promise<void> {
	if (keys.length === 0) return;
	await trx('cardinal.demo')
		.insert(keys.map((key) => ({ collection, key })))
		.onConflict(['collection', 'key'])
		.merge({ brought_at: trx.fn.now(), removed_at: null });
}

/** What is still here of the demo, as far as anybody knows. */
export async function rememberedRows(trx: Knex): Promise<Map<string, string[]>> {
	const rows = await trx('cardinal.demo').select<{ collection: string; key: string }[]>('collection', 'key').whereNull('removed_at').orderBy('key');
	return new Map([...Map.groupBy(rows, ({ collection }) => collection)].map(([collection, members]) => [collection, members.map(({ key }) => key)]));
}

export async function rememberRemoved(trx: Knex, collection: string, keys: readonly string[]): Promise<void> {
	await trx('cardinal.demo').update({ removed_at: trx.fn.now() }).where({ collection }).whereRaw('key = ANY (?)', [keys]);
}
