import type { Relation, SchemaOverview } from '@directus/types';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import type { LinkField, LinkMap } from '../../domain/rights/link-map.ts';

/** Columns of ours that the database writes, whatever is sent. */
const kept: ReadonlySet<string> = new Set(
	definitionsOf(rooms).flatMap((definition) => (definition.kind === 'folder' ? [] : Object.entries(definition.fields)
		.filter(([, { options, special = [] }]) => options.kept || stampOf(special) !== undefined)
		.map(([name]) => `${definition.name}.${name}`))),
);

const maps = new WeakMap<SchemaOverview, LinkMap>();

/** How rows link to each other on this instance, an admin's own collections and fields included. */
export function linkMapOf(schema: SchemaOverview): LinkMap {
	const known = maps.get(schema);
	if (known) return known;
	const map = buildMap(schema);
	maps.set(schema, map);
	return map;
}

function buildMap({ collections, relations }: SchemaOverview): LinkMap {
	return Object.fromEntries(Object.values(collections).map(({ collection, primary, fields }) => [collection, {
		key: primary,
		keyType: fields[primary]?.type ?? 'string',
		links: relations.filter((relation) => relation.collection === collection && isLink(relation)).map((relation) => linkField(relation, fields[relation.field]?.special ?? [])),
		lists: relations.flatMap(({ collection: of, related_collection, meta }) => (related_collection === collection && meta?.one_field && !meta.system ? [{ field: meta.one_field, of }] : [])),
	}]));
}

/** Links between Directus' own rows are for Directus to judge, but for files: whoever links to one may show it to others. */
function isLink({ collection, field, related_collection, meta }: Relation): boolean {
	return !kept.has(`${collection}.${field}`) && (!meta?.system || related_collection === 'directus_files');
}

function linkField({ field, related_collection, meta }: Relation, special: readonly string[]): LinkField {
	const stampedOn = stampOf(special);
	return {
		field,
		to: related_collection === null ? (meta?.one_allowed_collections ?? []) : [related_collection],
		...(related_collection === null && meta?.one_collection_field ? { named: meta.one_collection_field } : {}),
		isPart: meta?.one_deselect_action === 'delete' && meta.one_field !== null,
		...(stampedOn ? { stampedOn } : {}),
	};
}

function stampOf(special: readonly string[]): 'create' | 'update' | undefined {
	if (special.includes('user-created') || special.includes('role-created')) return 'create';
	return special.includes('user-updated') || special.includes('role-updated') ? 'update' : undefined;
}
