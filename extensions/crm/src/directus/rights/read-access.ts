import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { definitionsOf, rolesOf } from '../../../../../schema/apply/rooms.ts';
import { shapesIn } from '../../../../../schema/apply/whose.ts';
import { rooms } from '../../../../../schema/index.ts';
import { settingsFrom } from '../../../../../seeds/index.ts';
import type { Known } from '../../domain/rights/access-table.ts';
import type { AccessRow, Instance, PermissionRow, PolicyRow, RoleRow } from '../../domain/rights/instance.ts';
import { parsed, readLabels, titleOf } from '../shared/labels.ts';

/** What stands in the database about who may do what, and what this version brings. */
export async function readAccess(database: Knex, { schema, env }: { schema: SchemaOverview; env: { readonly [name: string]: unknown } }): Promise<Known> {
	const definitions = definitionsOf(rooms, settingsFrom(env).rooms);
	return { instance: await readInstance(database), shapes: shapesIn(schema, definitions), roles: rolesOf(rooms), definitions };
}

export async function readInstance(database: Knex): Promise<Instance> {
	const [roles, policies, access, permissions] = await Promise.all([
		database('directus_roles').select<RoleRow[]>('id', 'name', 'icon', 'description', 'parent').orderBy('name'),
		database('directus_policies').select<PolicyRow[]>('id', 'name', 'admin_access'),
		database('directus_access').select<AccessRow[]>('role', 'user', 'policy').orderBy('sort'),
		database('directus_permissions').select<(PermissionRow & { fields: string | null })[]>('id', 'policy', 'collection', 'action', 'permissions', 'validation', 'presets', 'fields').orderBy('id'),
	]);
	return {
		roles, policies, access,
		permissions: permissions.map((row) => ({ ...row, permissions: ruleIn(row.permissions), validation: ruleIn(row.validation), presets: ruleIn(row.presets), fields: row.fields === null ? null : row.fields.split(',') })),
	};
}

function ruleIn(value: unknown): PermissionRow['permissions'] {
	return (parsed(value) ?? null) as PermissionRow['permissions'];
}

/** The collections whose rights are set on rows: all but Directus' own, as people call them. */
export async function readCollections(database: Knex, { collections }: SchemaOverview): Promise<ReadonlyMap<string, string>> {
	const labels = await readLabels(database);
	return new Map(Object.keys(collections).filter((name) => !name.startsWith('directus_')).map((name) => [name, labels.get(name) ?? titleOf(name)]));
}

/** How many people have a role; and how many hold policies of their own besides. */
export async function countPeople(database: Knex): Promise<{ byRole: ReadonlyMap<string, number>; besides: number }> {
	const rows: { role?: string | null; people?: string | number }[] = await database('directus_users').select('role').count('* as people').whereNot('status', 'archived').groupBy('role');
	const [besides] = await database('directus_access').countDistinct<{ people: string }[]>('user as people').whereNotNull('user');
	return { byRole: new Map(rows.flatMap(({ role, people }): [string, number][] => (role ? [[role, Number(people)]] : []))), besides: Number(besides?.people ?? 0) };
}
