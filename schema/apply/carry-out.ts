import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { Json } from '../shape.ts';
import { attempt } from './attempt.ts';
import { type Host, quiet } from './directus.ts';
import { remember } from './memory.ts';
import type { Step } from './plan.ts';
import { identity, isRow, type Resource } from './resource.ts';
import { changed, type Row, writeRow } from './write-row.ts';

export type Context = Host & { readonly trx: Knex; readonly onProgress: (line: string) => void };

/**
 * Carries a plan out within the caller's transaction: collections with their fields, then fields, then relations, then
 * rows, each through the Directus service that knows it, and remembers each as applied.
 *
 * @returns what this instance's rows did not allow, a line each
 */
export async function carryOut(steps: readonly Step[], targets: ReadonlyMap<string, string>, context: Context): Promise<string[]> {
	const toDo = steps.filter(({ action }) => action === 'create' || action === 'update');
	const toRemember = new Map(steps.filter(({ isRemembered }) => !isRemembered).map((step) => [identity(step.resource), step.base]));
	if (toDo.length + toRemember.size === 0) return [];
	const waiting: string[] = [];
	const wait = ({ resource }: Step, reason: string, base?: Json) => {
		waiting.push(`waits      ${resource.kind} ${resource.key}: ${reason}`);
		if (base === undefined) toRemember.delete(identity(resource));
		else toRemember.set(identity(resource), base);
	};

	const created = await carryOutCollections(toDo, context);

	let schema = await context.getSchema({ database: context.trx, bypassCache: true });
	for (const step of ofKind(toDo, 'field').filter(({ resource }) => !created.has(identity(resource)))) await carryOutField(step, schema, context, wait);

	schema = await context.getSchema({ database: context.trx, bypassCache: true });
	const relations = ofKind(toDo, 'relation');
	if (relations.length > 0) context.onProgress(`Linking ${relations.length} relations`);
	for (const step of relations) await carryOutRelation(step, schema, context);

	if (relations.length > 0) schema = await context.getSchema({ database: context.trx, bypassCache: true });
	const rows = new Map(targets);
	for (const step of ofKind(toDo, 'row')) {
		const { resource } = step;
		if (!isRow(resource)) continue;
		const written = await attempt(context.trx, (savepoint) => writeRow({ step: { ...step, resource }, target: targets.get(identity(resource)), schema, services: context.services, trx: savepoint }));
		if (written.isDone) rows.set(identity(resource), String(written.value));
		// A row that has no place here is left out for good, as if an admin had deleted it.
		else wait(step, written.reason, step.action === 'create' ? (step.base ?? null) : undefined);
	}

	for (const { resource } of steps) {
		const base = toRemember.get(identity(resource));
		if (base !== undefined) await remember(context.trx, resource, base, rows.get(identity(resource)));
	}
	return waiting;
}

function ofKind(steps: readonly Step[], kind: Resource['kind']): Step[] {
	return steps.filter(({ resource }) => resource.kind === kind);
}

/** @returns the identities of the fields that came with a new collection */
async function carryOutCollections(toDo: readonly Step[], { services, trx, getSchema, onProgress }: Context): Promise<Set<string>> {
	const options = { knex: trx, schema: await getSchema({ database: trx, bypassCache: true }) };
	const created = new Set<string>();
	for (const step of ofKind(toDo, 'collection')) {
		const { key } = step.resource;
		if (step.action === 'update') {
			await new services.ItemsService('directus_collections', options).updateOne(key, changed(step, ['table']), quiet);
			continue;
		}
		onProgress(`Creating ${key}`);
		const fields = ofKind(toDo, 'field').filter(({ action, resource }) => action === 'create' && resource.key.startsWith(`${key}.`));
		await new services.CollectionsService(options).createOne(newCollection(step, fields), quiet);
		for (const { resource } of fields) created.add(identity(resource));
	}
	return created;
}

function newCollection({ resource, value }: Step, fields: readonly Step[]): Row {
	const { table, ...meta } = value as Row;
	return {
		collection: resource.key,
		meta,
		schema: table ? {} : null,
		...(table ? { fields: fields.map(newField) as Json[] } : {}),
	};
}

function newField({ resource, value }: Step): Row {
	const [collection = '', field = ''] = resource.key.split('.');
	const { type, column, ...meta } = value as Row;
	return { field, type, meta: { ...meta, collection, field }, ...(type === 'alias' ? {} : { schema: column }) };
}

async function carryOutField(step: Step, schema: SchemaOverview, { services, trx }: Context, wait: (step: Step, reason: string, base?: Json) => void): Promise<void> {
	const [collection = '', field = ''] = step.resource.key.split('.');
	const write = (what: Step) => attempt(trx, async (knex) => {
		const service = new services.FieldsService({ knex, schema });
		if (what.action === 'create') await service.createField(collection, newField(what), undefined, quiet);
		else await service.updateField(collection, changedField(what, field), quiet);
	});
	const written = await write(step);
	if (written.isDone) return;

	// The column comes without what the rows don't allow; the next apply tries again, and says so.
	const milder = withoutDemands(step);
	const again = await write(milder);
	wait(step, again.isDone ? written.reason : again.reason, again.isDone ? (milder.base ?? undefined) : undefined);
}

/** The step without demands on the rows: a new column may be empty and repeat itself, an old one stays as it is. */
function withoutDemands(step: Step): Step {
	if (step.action === 'update') return { ...step, changes: step.changes.filter(({ path }) => !path.startsWith('column')), base: undefined };
	const value = step.value as Row & { column?: Row };
	const milder = { ...value, column: { ...value.column, is_nullable: true, is_unique: false } };
	return { ...step, value: milder, base: milder };
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
