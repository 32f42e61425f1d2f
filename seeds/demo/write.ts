import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { ApplyError } from '../../schema/apply/error.ts';
import type { Json } from '../../schema/shape.ts';
import { rememberRows } from './memory.ts';
import type { Chapter, DemoRow } from './story-shape.ts';

/**
 * Writes a chapter into the instance, past Directus: its services would take a minute and stamp everything with today.
 * Rooms that the instance leaves out and fields that an admin deleted are left out. Gives the number of new rows.
 */
export async function writeChapter({ kind, table, rows }: Chapter, { trx, schema, kept }: { trx: Knex; schema: SchemaOverview; kept: ReadonlySet<string> }): Promise<number> {
	const collection = schema.collections[table];
	if (!collection) return 0;
	const columns = new Set(Object.values(collection.fields).filter(({ alias }) => !alias).map(({ field }) => field));
	const fresh = rows.filter((row) => !isKept(row, kept)).map((row) => pick(row, columns));
	if (kind === 'changes') {
		for (const { id, ...values } of fresh) if (Object.keys(values).length > 0) await trx(table).where({ id }).update(values);
		return 0;
	}
	for (let start = 0; start < fresh.length; start += 100) await insert(trx, table, fresh.slice(start, start + 100));
	await rememberRows(trx, table, rows.map(({ id }) => id));
	return fresh.length;
}

/** Rows of an earlier demo that outlived its removal: they, and what they are made of, stay as they are. */
export async function keptRows(trx: Knex, chapters: readonly Chapter[], schema: SchemaOverview): Promise<Set<string>> {
	const kept = new Set<string>();
	for (const { kind, table, rows } of chapters) {
		if (kind !== 'rows' || !schema.collections[table]) continue;
		const found = await trx(table).select<{ id: string }[]>('id').whereRaw('id = ANY (?)', [rows.map(({ id }) => id)]);
		for (const { id } of found) kept.add(id);
	}
	return kept;
}

function isKept(row: DemoRow, kept: ReadonlySet<string>): boolean {
	return kept.has(row.id) || ('unit_price' in row && 'opportunity' in row && kept.has(String(row['opportunity'])));
}

type Values = { [column: string]: Json | undefined };

function pick(row: DemoRow, columns: ReadonlySet<string>): Values {
	return Object.fromEntries(Object.entries(row).filter(([column]) => columns.has(column)).map(([column, value]) => [column, typeof value === 'object' && value !== null ? JSON.stringify(value) : value]));
}

async function insert(trx: Knex, table: string, rows: readonly Values[]): Promise<void> {
	try {
		await trx(table).insert(rows);
	} catch (error) {
		throw taken(error) ?? error;
	}
}

/** PostgreSQL's unique_violation: somebody has a team, a product code or a price book of the same name. */
function taken(error: unknown): ApplyError | undefined {
	if (!(error instanceof Error) || !('code' in error) || error.code !== '23505' || !('table' in error) || !('detail' in error)) return undefined;
	const [, columns, values] = /\((.+)\)=\((.+)\)/.exec(String(error.detail)) ?? [];
	return new ApplyError(`The demo can’t be loaded: ${String(error.table)} already has a row whose ${columns} is “${values}”. Rename that one, then load the demo again.`);
}
