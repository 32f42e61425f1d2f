import { type Action, actions, all, along, eitherOf, type Grant, type Role, type Rows, type Rule, type Sentence } from '../define/access.ts';
import { stableId, stableRoleId } from '../stable-id.ts';
import type { Collection, Extension, Json } from '../shape.ts';
import type { RowResource } from './resource.ts';
import type { Definition } from './rooms.ts';
import { type Shapes, shapesOf, whoseOf } from './whose.ts';

/** The roles as rows of Directus: a role, its one policy, the access that ties them, and a permission a cell of the table. */
export function accessRows(roles: readonly Role[], definitions: readonly Definition[]): RowResource[] {
	return [
		...roles.map(({ key, name, icon, about }) => row('directus_roles', key, { name, icon, description: about })),
		...roles.map(({ key, name, icon, about }) => row('directus_policies', key, { name, icon, description: about, app_access: true, admin_access: false, enforce_tfa: false })),
		...roles.map(({ key }) => row('directus_access', key, { role: idOf('directus_roles', key), policy: idOf('directus_policies', key), user: null })),
		...roles.flatMap((role) => permissionsOf(role, definitions)),
	];
}

/** One permission of a role, as Directus keeps it. */
export interface Permission {
	readonly collection: string;
	readonly action: Action;
	/** How the table calls it, for people. */
	readonly sentence: string;
	readonly rule: { readonly [key: string]: Json };
	readonly fields: readonly string[];
	readonly presets: Grant['presets'] | null;
}

/** All permissions of a role, those that follow from others included: its files, history and comments. */
export function permissionsIn(role: Role, definitions: readonly Definition[]): Permission[] {
	const known = new Map(definitions.filter((definition) => definition.kind !== 'folder').map((definition) => [definition.name, definition]));
	const granted = Object.entries(role.may).filter(([collection]) => known.has(collection) || collection.startsWith('directus_'));
	const shapes = shapesOf(definitions);
	const grants = { ...Object.fromEntries(granted), ...followingRecords(role, known, shapes) };
	return Object.entries(grants).flatMap(([collection, grant]) => actions.flatMap((action): Permission[] => {
		const sentence = grant[action];
		const rule = sentence?.rows(whoseOf(collection, shapes));
		if (!sentence || !rule) return [];
		return [{ collection, action, sentence: sentence.name, rule, fields: grant.fields?.[action] ?? ['*'], presets: action === 'create' ? (grant.presets ?? null) : null }];
	}));
}

function permissionsOf(role: Role, definitions: readonly Definition[]): RowResource[] {
	return permissionsIn(role, definitions).map(({ collection, action, rule, fields, presets }): RowResource => ({
		kind: 'row',
		table: 'directus_permissions',
		key: `directus_permissions:${role.key}/${collection}/${action}`,
		natural: ['policy', 'collection', 'action'],
		doc: { policy: idOf('directus_policies', role.key), collection, action, permissions: { ...rule }, validation: null, presets: presets ? { ...presets } : null, fields: [...fields] },
	}));
}

function row(table: string, key: string, doc: RowResource['doc']): RowResource {
	return { kind: 'row', table, key: `${table}:${key}`, id: idOf(table, key), doc };
}

/** The key of a role's row, the same on every instance. */
export function idOf(table: string, role: string): string {
	const name = `${table}/${role}`;
	return table === 'directus_roles' ? stableRoleId(name) : stableId(name);
}

type Known = ReadonlyMap<string, Collection | Extension>;

/**
 * Files, revisions and comments have no rights of their own: a role sees those of the records that it sees. A file that
 * hangs nowhere yet is its uploader's.
 */
function followingRecords(role: Role, known: Known, shapes: Shapes): Record<string, Grant> {
	const reads = (collection: string) => role.may[collection]?.read?.rows(whoseOf(collection, shapes));
	const linksOf = (collection: string) => Object.entries(known.get(collection)?.fields ?? {});
	const records = (collection: string) => eitherOf(linksOf(collection).flatMap(([field, { relation }]) => (relation?.kind === 'one' ? [along(field, reads(relation.to))] : [])));
	const holders = linksOf('directus_files').flatMap(([field, { relation }]) => (relation?.kind === 'many' ? [{ field, of: relation.of }] : []));
	const hangs = holders.map(({ field, of }) => within(field, reads(of)));
	const loose = { _and: [{ uploaded_by: { _eq: '$CURRENT_USER' } }, { crm_is_held: { _neq: true } }] };
	const sentence = (name: string, rows: Rows): Sentence => ({ name, reach: 'most', rows: () => rows });

	const uploads = holders.some(({ of }) => role.may[of]?.create);
	const files = sentence('of records seen', eitherOf([loose, { crm_is_picture: { _eq: true } }, ...hangs]));
	const ownFiles = sentence('loose and mine', loose);
	const revisions = records('directus_revisions');
	return {
		...(known.has('directus_files') ? { directus_files: { create: all, read: files, update: uploads ? sentence('of records worked on', eitherOf([loose, ...holders.map(({ field, of }) => within(field, role.may[of]?.update?.rows(whoseOf(of, shapes))))])) : ownFiles, delete: ownFiles } } : {}),
		...(revisions ? { directus_revisions: { read: sentence('of records seen', revisions) }, directus_activity: { read: sentence('of records seen', along('revisions', revisions)) } } : {}),
		...(records('directus_comments') ? { directus_comments: { read: sentence('of records seen', records('directus_comments')) } } : {}),
	};
}

/**
 * A rule over the rows that link here. Directus reads it only where it begins with a field, and drops what it can't read:
 * so what is one or the other is said of each, and what has to hold together stands side by side.
 */
function within(field: string, rule: Rows): Rows {
	if (rule === undefined) return undefined;
	if (Array.isArray(rule['_or'])) return eitherOf((rule['_or'] as Rule[]).map((part) => within(field, part)));
	const parts = Array.isArray(rule['_and']) ? (rule['_and'] as Rule[]) : [rule];
	const together = Object.assign({}, ...parts) as Rule;
	const isReadable = Object.keys(together).length === parts.flatMap(Object.keys).length && Object.keys(together).every((key) => !key.startsWith('_'));
	if (!isReadable) throw new Error(`A rule over ${field} is more than Directus can read: ${JSON.stringify(rule)}`);
	return { [field]: { _some: Object.keys(together).length === 0 ? { id: { _nnull: true } } : together } };
}
