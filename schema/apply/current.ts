import { createInspector } from '@directus/schema';
import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { Json } from '../shape.ts';
import { identity, isRow, type Resource, type RowResource } from './resource.ts';

type Row = { [column: string]: Json | undefined };

/**
 * What stands in the instance for each of the resources, in the same shape as their docs; absent where there is nothing. The
 * keys of rows that were found are added to `targets`.
 */
export async function readCurrent({ resources, schema, trx, targets }: { resources: readonly Resource[]; schema: SchemaOverview; trx: Knex; targets: Map<string, string> }): Promise<Map<string, Json>> {
	const instance = await readInstance(trx);
	const rows = await readRows({ resources: resources.filter(isRow), instance, schema, trx, targets });
	const current = new Map<string, Json>();
	for (const resource of resources) {
		const found = isRow(resource) ? rows.get(identity(resource)) : instanceDoc(resource, instance, schema);
		if (found) current.set(identity(resource), pick(found, resource.doc));
	}
	return current;
}

/** Only what we have a word about is compared. */
function pick(found: Row, doc: Resource['doc']): Json {
	return Object.fromEntries(Object.keys(doc).map((key) => {
		const value = found[key];
		const wanted = doc[key];
		if (key === 'column' && isObject(value) && isObject(wanted)) return [key, pick(value, wanted)];
		return [key, value ?? null];
	}));
}

function isObject(value: Json | undefined): value is Row {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Instance = Awaited<ReturnType<typeof readInstance>>;

async function readInstance(trx: Knex) {
	const inspector = createInspector(trx);
	const [collections, fields, relations, columns, foreignKeys, tables] = [
		await trx('directus_collections').select<Row[]>('*'),
		await trx('directus_fields').select<Row[]>('*'),
		await trx('directus_relations').select<Row[]>('*'),
		await inspector.columnInfo(),
		await inspector.foreignKeys(),
		await inspector.tables(),
	];
	return {
		collections: new Map(collections.map((row) => [String(row['collection']), parsed(row)])),
		fields: new Map(fields.map((row) => [`${row['collection']}.${row['field']}`, parsed(row)])),
		relations: new Map(relations.map((row) => [`${row['many_collection']}.${row['many_field']}`, row])),
		columns: new Map(columns.map((column) => [`${column.table}.${column.name}`, column])),
		foreignKeys: new Map(foreignKeys.map((key) => [`${key.table}.${key.column}`, key])),
		tables: new Set(tables),
	};
}

function instanceDoc({ kind, key }: Resource, instance: Instance, schema: SchemaOverview): Row | undefined {
	if (kind === 'collection') {
		const meta = instance.collections.get(key);
		const table = instance.tables.has(key);
		return meta || table ? { ...meta, table } : undefined;
	}
	if (kind === 'field') return fieldDoc(key, instance, schema);
	if (kind === 'relation') return relationDoc(key, instance);
	return undefined;
}

function fieldDoc(key: string, instance: Instance, schema: SchemaOverview): Row | undefined {
	const [collection = '', field = ''] = key.split('.');
	const meta = instance.fields.get(key);
	const column = instance.columns.get(key);
	if (!meta && !column) return undefined;
	return {
		...meta,
		special: typeof meta?.['special'] === 'string' ? meta['special'].split(',') : null,
		type: column ? (schema.collections[collection]?.fields[field]?.type ?? column.data_type) : 'alias',
		...(column
			? {
					column: {
						is_nullable: column.is_nullable,
						is_unique: column.is_unique,
						is_indexed: Boolean(column.is_indexed) && !column.is_unique,
						is_primary_key: column.is_primary_key,
						default_value: defaultOf(column),
						max_length: column.max_length,
						numeric_precision: column.numeric_precision,
						numeric_scale: column.numeric_scale,
					},
				}
			: {}),
	};
}

/** The catalogue writes a default as SQL does, as text; we mean the value. */
function defaultOf({ default_value: text, data_type: type }: { default_value: unknown; data_type: string }): Json {
	if (typeof text !== 'string') return (text ?? null) as Json;
	if (type === 'boolean') return text === 'true';
	if (/^(smallint|integer|bigint|numeric|decimal|real|double precision)$/.test(type) && !Number.isNaN(Number(text))) return Number(text);
	if (/^jsonb?$/.test(type)) return parseJson(text);
	return text.replaceAll("''", "'");
}

function relationDoc(key: string, instance: Instance): Row | undefined {
	const meta = instance.relations.get(key);
	const foreignKey = instance.foreignKeys.get(key);
	if (!meta && !foreignKey) return undefined;
	return {
		related_collection: foreignKey?.foreign_key_table ?? meta?.['one_collection'] ?? null,
		one_field: meta?.['one_field'] ?? null,
		sort_field: meta?.['sort_field'] ?? null,
		one_deselect_action: meta?.['one_deselect_action'] ?? 'nullify',
		on_delete: foreignKey?.on_delete ?? null,
	};
}

interface RowsInput {
	resources: readonly RowResource[];
	instance: Instance;
	schema: SchemaOverview;
	trx: Knex;
	targets: Map<string, string>;
}

async function readRows({ resources, instance, schema, trx, targets }: RowsInput): Promise<Map<string, Row>> {
	const found = new Map<string, Row>();
	for (const [table, members] of Map.groupBy(resources, (resource) => resource.table)) {
		if (!instance.tables.has(table)) continue;
		const lists = Object.values(schema.collections[table]?.fields ?? {}).filter(({ special }) => special.includes('cast-csv')).map(({ field }) => field);
		const rows = (await trx(table).select<Row[]>('*')).map((row) => withLists(parsed(row), lists));
		const primary = schema.collections[table]?.primary ?? 'id';
		const byId = new Map(rows.map((row) => [String(row[primary]), row]));
		for (const resource of members) {
			const target = targets.get(identity(resource)) ?? resource.id;
			const row = (target === undefined ? undefined : byId.get(target)) ?? likeIt(resource, rows);
			if (!row) continue;
			found.set(identity(resource), row);
			targets.set(identity(resource), String(row[primary]));
		}
	}
	return found;
}

function likeIt({ natural = [], doc }: RowResource, rows: readonly Row[]): Row | undefined {
	if (natural.length === 0) return undefined;
	return rows.find((row) => natural.every((column) => row[column] === doc[column]));
}

/** What Directus keeps as comma-separated text, and gives as a list. */
function withLists(row: Row, lists: readonly string[]): Row {
	return { ...row, ...Object.fromEntries(lists.map((name) => [name, typeof row[name] === 'string' ? row[name].split(',') : (row[name] ?? null)])) };
}

/** JSON columns arrive parsed (jsonb, json) or as text, depending on the table. */
function parsed(row: Row): Row {
	return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'string' && /^[[{]/.test(value) ? parseJson(value) : value]));
}

function parseJson(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return text;
	}
}
