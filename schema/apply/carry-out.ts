import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { Json } from '../shape.ts';
import { type Host, quiet } from './directus.ts';
import { remember } from './memory.ts';
import type { Step } from './plan.ts';
import { identity, isRow, type Resource, type RowResource } from './resource.ts';

type Row = { [column: string]: Json | undefined };
type Context = Host & { readonly trx: Knex; readonly onProgress: (line: string) => void };

/**
 * Carries a plan out within the caller's transaction: collections with their fields, then fields, then relations, then
 * rows, each through the Directus service that knows it, and remembers each as applied.
 */
export async function carryOut(steps: readonly Step[], targets: ReadonlyMap<string, string>, context: Context): Promise<void> {
	const toDo = steps.filter(({ action }) => action === 'create' || action === 'update');
	const toRemember = steps.filter(({ isRemembered }) => !isRemembered);
	if (toDo.length + toRemember.length === 0) return;
	const created = new Set<string>();
	let schema = await context.getSchema({ database: context.trx, bypassCache: true });
	const options = () => ({ knex: context.trx, schema });

	const collections = ofKind(toDo, 'collection');
	for (const step of collections.filter(({ action }) => action === 'create')) {
		context.onProgress(`Creating ${step.resource.key}`);
		const fields = ofKind(toDo, 'field').filter(({ action, resource }) => action === 'create' && resource.key.startsWith(`${step.resource.key}.`));
		await new context.services.CollectionsService(options()).createOne(newCollection(step, fields), quiet);
		for (const { resource } of fields) created.add(identity(resource));
	}
	for (const step of collections.filter(({ action }) => action === 'update')) {
		await new context.services.ItemsService('directus_collections', options()).updateOne(step.resource.key, changed(step, ['table']), quiet);
	}

	schema = await context.getSchema({ database: context.trx, bypassCache: true });
	for (const step of ofKind(toDo, 'field').filter(({ resource }) => !created.has(identity(resource)))) {
		const [collection = '', field = ''] = step.resource.key.split('.');
		const service = new context.services.FieldsService(options());
		if (step.action === 'create') await service.createField(collection, newField(step), undefined, quiet);
		else await service.updateField(collection, changedField(step, field), quiet);
	}

	schema = await context.getSchema({ database: context.trx, bypassCache: true });
	const relations = ofKind(toDo, 'relation');
	if (relations.length > 0) context.onProgress(`Linking ${relations.length} relations`);
	for (const step of relations) await carryOutRelation(step, schema, context);

	if (relations.length > 0) schema = await context.getSchema({ database: context.trx, bypassCache: true });
	const rows = new Map<string, string | number>();
	for (const step of ofKind(toDo, 'row')) {
		if (!isRow(step.resource)) continue;
		rows.set(identity(step.resource), await carryOutRow({ ...step, resource: step.resource }, targets.get(identity(step.resource)), schema, context));
	}

	for (const step of toRemember) {
		await remember(context.trx, step.resource, step.base ?? null, rows.get(identity(step.resource)) ?? targets.get(identity(step.resource)));
	}
}

function ofKind(steps: readonly Step[], kind: Resource['kind']): Step[] {
	return steps.filter(({ resource }) => resource.kind === kind);
}

function newCollection({ resource }: Step, fields: readonly Step[]): Row {
	const { table, ...meta } = resource.doc;
	return {
		collection: resource.key,
		meta,
		schema: table ? {} : null,
		...(table ? { fields: fields.map(newField) as Json[] } : {}),
	};
}

function newField({ resource }: Step): Row {
	const [collection = '', field = ''] = resource.key.split('.');
	const { type, column, ...meta } = resource.doc;
	return { field, type, meta: { ...meta, collection, field }, ...(type === 'alias' ? {} : { schema: column }) };
}

/** Only the properties that change are written: what an admin set besides is left alone. */
function changed({ value, changes }: Step, without: readonly string[]): Row {
	const document = value as Row;
	const properties = new Set(changes.map(({ path }) => path.split(/[.[ ]/)[0] ?? ''));
	return Object.fromEntries([...properties].filter((property) => !without.includes(property)).map((property) => [property, document[property] ?? null]));
}

function changedField(step: Step, field: string): Row {
	const { type: _type, ...meta } = changed(step, ['column']);
	const document = step.value as Row;
	const isColumnChanged = step.changes.some(({ path }) => path.startsWith('column'));
	return {
		field,
		type: document['type'] ?? null,
		...(Object.keys(meta).length > 0 ? { meta } : {}),
		...(isColumnChanged ? { schema: document['column'] } : {}),
	};
}

async function carryOutRelation(step: Step, schema: SchemaOverview, { services, trx }: Context): Promise<void> {
	const [collection = '', field = ''] = step.resource.key.split('.');
	const { related_collection, on_delete, ...meta } = step.value as Row;
	const relation = { collection, field, related_collection, meta, schema: { on_delete } };
	const service = new services.RelationsService({ knex: trx, schema });
	if (step.action === 'create') await service.createOne(relation, quiet);
	else await service.updateOne(collection, field, relation, quiet);
}

async function carryOutRow(step: Step & { readonly resource: RowResource }, target: string | undefined, schema: SchemaOverview, context: Context): Promise<string | number> {
	const { services, trx } = context;
	const { table, id } = step.resource;
	const primary = schema.collections[table]?.primary ?? 'id';
	const service = new services.ItemsService(table, { knex: trx, schema });
	if (step.action === 'create') return createRow({ resource: step.resource, row: { ...(id === undefined ? {} : { [primary]: id }), ...(step.value as Row) }, schema }, context);
	if (schema.collections[table]?.singleton) return service.upsertSingleton(changed(step, []), quiet);
	return service.updateOne(target ?? id ?? '', changed(step, []), quiet);
}

/**
 * A row that has no place here is left out for good, as if an admin had deleted it: the pipeline of a new stage is gone,
 * or an admin made one of the same name. It must not hold up the upgrade.
 */
async function createRow({ resource, row, schema }: { resource: RowResource; row: Row; schema: SchemaOverview }, { services, trx, onProgress }: Context): Promise<string | number> {
	try {
		return await trx.transaction((savepoint) => new services.ItemsService(resource.table, { knex: savepoint, schema }).createOne(row, quiet));
	} catch (error) {
		const reason = homeless[(error as { code?: string }).code ?? ''];
		if (!reason) throw error;
		onProgress(`Left out ${resource.key}: ${reason}`);
		return resource.id ?? '';
	}
}

const homeless: { readonly [code: string]: string } = {
	INVALID_FOREIGN_KEY: 'what it belongs to was deleted here',
	RECORD_NOT_UNIQUE: 'there is already one of that name here',
};
