import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { Json } from '../shape.ts';
import { type Host, quiet } from './directus.ts';
import type { Step } from './plan.ts';
import type { RowResource } from './resource.ts';

export type Row = { [column: string]: Json | undefined };

export interface RowToWrite {
	readonly step: Step & { readonly resource: RowResource };
	/** The key of the row that stands for it, where there is one. */
	readonly target: string | undefined;
	readonly schema: SchemaOverview;
	readonly services: Host['services'];
	readonly trx: Knex;
}

/** Writes a row of a system or reference table, and returns its key. */
export function writeRow({ step, target, schema, services, trx }: RowToWrite): Promise<string | number> {
	const { table, id } = step.resource;
	const { primary = 'id', singleton = false } = schema.collections[table] ?? {};
	const service = new services.ItemsService(table, { knex: trx, schema });
	if (step.action === 'create') return service.createOne({ ...(id === undefined ? {} : { [primary]: id }), ...(step.value as Row) }, quiet);
	if (singleton) return service.upsertSingleton(changed(step, []), quiet);
	return service.updateOne(target ?? id ?? '', changed(step, []), quiet);
}

/** Only the properties that change are written: what an admin set besides is left alone. */
export function changed({ value, changes }: Step, without: readonly string[]): Row {
	const document = value as Row;
	const properties = new Set(changes.map(({ path }) => path.split(/[.[ ]/)[0] ?? ''));
	return Object.fromEntries([...properties].filter((property) => !without.includes(property)).map((property) => [property, document[property] ?? null]));
}
