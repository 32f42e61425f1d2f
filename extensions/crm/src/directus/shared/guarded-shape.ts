import type { Field as DirectusField, HookExtensionContext, RegisterFunctions, Relation } from '@directus/types';
import type { Knex } from 'knex';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { guardedFields } from '../../../../../schema/apply/guards.ts';
import { rooms } from '../../../../../schema/index.ts';
import type { Field } from '../../../../../schema/shape.ts';
import { columnProblem } from './column-changes.ts';
import { refusal } from './errors.ts';
import { internalsOf, wrapMethod } from './host.ts';

type Services = HookExtensionContext['services'];
type RelationsService = InstanceType<Services['RelationsService']>;
type CollectionsService = InstanceType<Services['CollectionsService']>;

const definitions = definitionsOf(rooms);
const guarded: ReadonlySet<string> = guardedFields(definitions);
const guardedCollections = new Set([...guarded].map((field) => field.split('.')[0] ?? ''));
const fields: ReadonlyMap<string, Field> = new Map(definitions.flatMap((definition) => (definition.kind === 'folder' ? [] : Object.entries(definition.fields).map(([name, field]) => [`${definition.name}.${name}`, field] as const))));

/**
 * What the guards in the database speak of keeps its shape: every write would fail, or money would lose its exactness.
 * All else is the admin's to change and to delete, and so are labels, notes, interfaces, defaults, what is required …
 */
export function keepGuardedShape({ filter }: Pick<RegisterFunctions, 'filter'>, { services }: { services: Services }): void {
	filter<string[]>('fields.delete', (names, { collection }) => {
		const name = names.find((field) => guarded.has(`${collection}.${field}`));
		if (name) throw forbidden(`The field ${name} can't be deleted: figures, history or rights are derived from it. Hide it in the form instead.`);
		return names;
	});

	filter<DirectusField>('fields.update', (change, { collection }, { schema }) => {
		const key = `${collection}.${change.field}`;
		const field = fields.get(key);
		if (!field || !(guarded.has(key) || field.type === 'decimal')) return change;
		const problem = columnProblem({ name: change.field, field, live: schema?.collections[collection]?.fields[change.field], change });
		if (problem) throw forbidden(problem);
		return change;
	});

	// Directus asks no filter about these, or only after the deed.
	wrapMethod(services.RelationsService, 'deleteOne', keepRelation);
	wrapMethod(services.RelationsService, 'updateOne', keepOnDelete);
	wrapMethod(services.CollectionsService, 'deleteOne', keepCollection);
}

function keepRelation(original: RelationsService['deleteOne']): RelationsService['deleteOne'] {
	return async function (this: RelationsService, collection, field, ...rest) {
		if (mayShape(this) && guarded.has(`${collection}.${field}`)) {
			throw forbidden(`The relation of the field ${field} can't be deleted: figures, history or rights are derived from it. Hide the field in the form instead.`);
		}
		return original.call(this, collection, field, ...rest);
	};
}

function keepOnDelete(original: RelationsService['updateOne']): RelationsService['updateOne'] {
	return async function (this: RelationsService, collection, field, relation, ...rest) {
		const service = internalsOf(this);
		// Directus writes to the schema that it is given; where that is the frozen original of the cache, it would end the process.
		if (Object.isFrozen(service.schema)) service.schema = structuredClone(service.schema);
		const existing = service.schema.relations.find((one) => one.collection === collection && one.field === field);
		if (!mayShape(this) || !existing) return original.call(this, collection, field, relation, ...rest);

		const key = `${collection}.${field}`;
		const ours = fields.get(key)?.relation;
		const live = existing.schema?.on_delete;
		const wanted = relation.schema?.on_delete;
		if (guarded.has(key) && ours?.kind === 'one' && wanted && wanted !== ours.onDelete && wanted !== live) {
			throw forbidden(`What becomes of ${field} when its record is deleted can't be changed: it is “${ours.onDelete}”, and figures, history or rights rest on that.`);
		}
		// Directus makes the link anew and forgets what is not said again; without its two ends, it would end the process.
		const ends = { collection, field, related_collection: existing.related_collection };
		const kept = ours && !wanted && live ? { schema: { ...relation.schema, on_delete: live } } : {};
		return original.call(this, collection, field, { ...relation, ...ends, ...kept } as Partial<Relation>, ...rest);
	};
}

function keepCollection(original: CollectionsService['deleteOne']): CollectionsService['deleteOne'] {
	return async function (this: CollectionsService, collection, ...rest) {
		if (!mayShape(this)) return original.call(this, collection, ...rest);
		if (guardedCollections.has(collection)) {
			throw forbidden(`The collection ${collection} can't be deleted: figures, history or rights are derived from it. Hide it in the navigation instead.`);
		}
		const links = await linksTo(collection, internalsOf(this).knex);
		if (links.length > 0) {
			throw refusal({ code: 'CONFLICT', status: 409, message: `The collection ${collection} can't be deleted: other collections link to it (${links.join(', ')}). Remove those links first.` });
		}
		return original.call(this, collection, ...rest);
	};
}

async function linksTo(collection: string, knex: Knex): Promise<string[]> {
	const { rows } = await knex.raw<{ rows: { link: string }[] }>(
		`SELECT t.relname || '.' || a.attname AS link
		FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confrelid = to_regclass(format('public.%I', ?::text)) AND c.conrelid <> c.confrelid ORDER BY link`,
		[collection],
	);
	return rows.map(({ link }) => link);
}

/** Whoever may not shape anything is told so by Directus, and nothing else. */
function mayShape(service: object): boolean {
	const { accountability } = internalsOf(service);
	return !accountability || accountability.admin === true;
}

function forbidden(message: string) {
	return refusal({ code: 'FORBIDDEN', status: 403, message });
}
