import type { Role } from '../define/access.ts';
import type { Dashboard } from '../define/dashboards.ts';
import type { Collection, Extension, Fields, Folder } from '../shape.ts';
import { accessRows } from './access.ts';
import { dashboardRows } from './dashboards.ts';
import { ApplyError } from './error.ts';
import type { RowResource } from './resource.ts';

/** What a room's file exports. */
export type Definition = Collection | Extension | Folder;
export type Rooms = { readonly [room: string]: { readonly [name: string]: unknown } };
export type Enabled = readonly string[] | 'all';

/** What every other room stands on: folders to stand in, a currency to count in, teams to belong to, roles to have. */
const foundations = ['navigation', 'settings', 'currencies', 'teams', 'access'];

/** The definitions of all rooms, or of the named ones, in flow order. Links into rooms that are left out are left out. */
export function definitionsOf(rooms: Rooms, enabled: Enabled = 'all'): Definition[] {
	const definitions = membersOf(rooms, enabled).filter(isDefinition);
	const names = new Set(definitions.map(({ name }) => name));
	return definitions.map((definition) => (definition.kind === 'folder' ? definition : { ...definition, fields: withoutLinksElsewhere(definition.fields, names) }));
}

/** Rows of Directus' own tables that rooms bring, such as the module bar, the roles with what they may do, the dashboards with their panels. */
export function rowsOf(rooms: Rooms, enabled: Enabled = 'all'): RowResource[] {
	const members = membersOf(rooms, enabled);
	const rows = members.filter((member): member is RowResource => kindOf(member) === 'row');
	const dashboards = members.filter((member): member is Dashboard => kindOf(member) === 'dashboard');
	return [...rows, ...accessRows(rolesOf(rooms), definitionsOf(rooms, enabled)), ...dashboardRows(dashboards)];
}

/** The roles, in the order in which access.ts has them. */
export function rolesOf(rooms: Rooms): Role[] {
	return Object.values(rooms['access'] ?? {}).filter((member): member is Role => kindOf(member) === 'role').sort((one, other) => positionOf(one) - positionOf(other));
}

/** A module's exports come in the order of their names; those of a room are read in the order in which they were defined. */
function membersOf(rooms: Rooms, enabled: Enabled): unknown[] {
	const unknown = enabled === 'all' ? undefined : enabled.find((room) => !(room in rooms));
	if (unknown !== undefined) throw new ApplyError(`There is no room “${unknown}”. Choose from ${Object.keys(rooms).join(', ')}, or “all”.`);
	return Object.entries(rooms)
		.filter(([room]) => enabled === 'all' || enabled.includes(room) || foundations.includes(room))
		.flatMap(([, members]) => Object.values(members).sort((one, other) => positionOf(one) - positionOf(other)));
}

function withoutLinksElsewhere(fields: Fields, names: ReadonlySet<string>): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([, { relation }]) => {
		const target = relation?.kind === 'many' ? relation.of : relation?.to;
		return target === undefined || target.startsWith('directus_') || names.has(target);
	}));
}

function isDefinition(member: unknown): member is Definition {
	return ['collection', 'extension', 'folder'].includes(kindOf(member));
}

function kindOf(member: unknown): string {
	return typeof member === 'object' && member !== null && 'kind' in member ? String(member.kind) : '';
}

function positionOf(member: unknown): number {
	return typeof member === 'object' && member !== null && 'position' in member ? Number(member.position) : 0;
}
