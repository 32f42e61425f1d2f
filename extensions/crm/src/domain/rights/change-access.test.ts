import { describe, expect, it } from 'vitest';
import { idOf, permissionsIn } from '../../../../../schema/apply/access.ts';
import { definitionsOf, rolesOf } from '../../../../../schema/apply/rooms.ts';
import { shapesOf } from '../../../../../schema/apply/whose.ts';
import { rooms } from '../../../../../schema/index.ts';
import { accessTable, type Known } from './access-table.ts';
import { decideChange } from './change-access.ts';
import type { Instance, PermissionRow } from './instance.ts';

const definitions = definitionsOf(rooms);
const roles = rolesOf(rooms);
const rep = idOf('directus_roles', 'sales_rep');
const repPolicy = idOf('directus_policies', 'sales_rep');
const labels = new Map([['crm_leads', 'Leads'], ['crm_accounts', 'Accounts'], ['crm_products', 'Products']]);
const me = { _eq: '$CURRENT_USER' };

/** A fresh instance, and what somebody made of it besides. */
function instanceWith({ roles: more = [], policies = [], access = [], permissions = [] }: Partial<Instance> = {}): Known {
	const brought = roles.flatMap((role) => permissionsIn(role, definitions).map(({ collection, action, rule, fields, presets }): Omit<PermissionRow, 'id'> => ({
		policy: idOf('directus_policies', role.key), collection, action, permissions: rule, fields, presets: presets ?? null, validation: null,
	})));
	return {
		roles, definitions, shapes: shapesOf(definitions),
		instance: {
			roles: [...roles.map(({ key, name, icon, about }) => ({ id: idOf('directus_roles', key), name, icon, description: about, parent: null })), ...more],
			policies: [...roles.map(({ key, name }) => ({ id: idOf('directus_policies', key), name, admin_access: false })), ...policies],
			access: [...roles.map(({ key }) => ({ role: idOf('directus_roles', key), user: null, policy: idOf('directus_policies', key) })), ...access],
			permissions: [...brought, ...permissions].map((row, index) => ({ ...row, id: index + 1 })),
		},
	};
}

const role = (id: string, parent: string | null = null) => ({ id, name: id, icon: 'person', description: null, parent });
const policy = (id: string, isAdmin = false) => ({ id, name: id, admin_access: isAdmin });
const tie = (to: string, held: string) => ({ role: to, user: null, policy: held });
const right = (of: string, collection: string, rest: Partial<PermissionRow> = {}): PermissionRow => ({ id: 0, policy: of, collection, action: 'read', permissions: {}, validation: null, presets: null, fields: ['*'], ...rest });

const decide = (known: Known, to: string, rest: { role?: string; collection?: string; action?: 'create' | 'read' | 'update' | 'delete' | 'share' } = {}) =>
	decideChange({ role: rep, collection: 'crm_leads', action: 'read', ...rest, to: { sentence: to } }, known, labels);

describe('the table', () => {
	const rightOf = (known: Known, of: string, collection: string, action: 'read' | 'delete' = 'read') => accessTable(known, [...labels.keys()]).rights[of]?.[collection]?.[action];

	it('of a fresh instance is as this version says', () => {
		const table = accessTable(instanceWith(), [...labels.keys()]);
		expect(Object.values(table.rights).flatMap((of) => Object.values(of).flatMap((cells) => Object.values(cells))).filter(({ isChanged }) => isChanged)).toEqual([]);
		expect(rightOf(instanceWith(), rep, 'crm_leads')).toMatchObject({ sentence: 'own or queue', own: 'own or queue', default: 'own or queue', fields: null });
		expect(rightOf(instanceWith(), rep, 'crm_products', 'delete')).toBeUndefined();
	});

	it('joins what several policies say, also those of a role above', () => {
		const known = instanceWith({ roles: [role('Junior', rep)], policies: [policy('Teamwork')], access: [tie('Junior', 'Teamwork')], permissions: [right('Teamwork', 'crm_leads', { permissions: { team: { _in: ['$CURRENT_USER.crm_teams'] } } })] });
		const junior = accessTable(known, [...labels.keys()]).roles.find(({ id }) => id === 'Junior');
		expect(junior).toMatchObject({ ownPolicy: 'Teamwork', policies: [{ name: 'Teamwork', from: null }, { name: 'Sales Rep', from: 'Sales Rep' }] });
		expect(rightOf(known, 'Junior', 'crm_accounts')).toMatchObject({ sentence: 'own', own: 'none', default: null, isChanged: false, from: [{ policy: repPolicy, sentence: 'own' }] });
		expect(rightOf(known, 'Junior', 'crm_leads')?.from).toEqual([{ policy: 'Teamwork', sentence: 'team' }, { policy: repPolicy, sentence: 'own or queue' }]);
	});

	it('says what differs, and what it was', () => {
		const known = instanceWith();
		const without = { ...known, instance: { ...known.instance, permissions: known.instance.permissions.filter(({ policy: id, collection, action }) => id !== repPolicy || collection !== 'crm_leads' || action !== 'read') } };
		expect(rightOf(without, rep, 'crm_leads')).toMatchObject({ sentence: 'none', default: 'own or queue', isChanged: true });
		const fewer = { ...known, instance: { ...known.instance, permissions: known.instance.permissions.map((row) => (row.policy === repPolicy && row.collection === 'crm_leads' ? { ...row, fields: ['id', 'company'] } : row)) } };
		expect(rightOf(fewer, rep, 'crm_leads')).toMatchObject({ sentence: 'own or queue', fields: 2, isChanged: true });
	});

	it('survives roles that stand above each other in a circle', () => {
		const known = instanceWith({ roles: [role('Hen', 'Egg'), role('Egg', 'Hen')], policies: [policy('P')], access: [tie('Egg', 'P')], permissions: [right('P', 'crm_leads')] });
		expect(rightOf(known, 'Hen', 'crm_leads')).toMatchObject({ sentence: 'all' });
	});
});

describe('a change', () => {
	it('writes the rule alone, and knows the way back', () => {
		const change = decide(instanceWith(), 'own');
		expect(change).toMatchObject({ policy: repPolicy, rows: [expect.any(Number)], write: { permissions: { owner: me }, fields: ['*'] }, before: { permissions: { _or: expect.any(Array) } } });
	});

	it('keeps what new rows start with', () => {
		const known = instanceWith();
		expect(decide(known, 'all', { action: 'create' })).toMatchObject({ write: { presets: { owner: '$CURRENT_USER' } } });
		expect(decide(known, 'none', { action: 'create' })).toMatchObject({ write: null, before: { presets: { owner: '$CURRENT_USER' } } });
	});

	it('gives somebody who sees only some rows those that they make', () => {
		const own = { roles: [role('Own')], policies: [policy('P')], access: [tie('Own', 'P')], permissions: [right('P', 'crm_leads', { permissions: { owner: me } })] };
		expect(decide(instanceWith(own), 'all', { role: 'Own', action: 'create' })).toMatchObject({ rows: [], write: { permissions: {}, presets: { owner: '$CURRENT_USER' } } });
		const everything = { ...own, permissions: [right('P', 'crm_leads')] };
		expect(decide(instanceWith(everything), 'all', { role: 'Own', action: 'create' })).toMatchObject({ write: { presets: null } });
	});

	it('goes back to the default, also where that is nothing', () => {
		expect(decide(instanceWith({ permissions: [right(repPolicy, 'crm_leads', { action: 'delete' })] }), 'default', { action: 'delete' })).toMatchObject({ rows: [expect.any(Number)], write: null });
		expect(decide(instanceWith(), 'default')).toMatchObject({ write: { permissions: { _or: expect.any(Array) }, fields: ['*'] } });
	});

	it.each<[string, Known, Parameters<typeof decide>[2] & { to?: string }, string]>([
		['an unknown role', instanceWith(), { role: 'nobody' }, 'There is no such role any more. Reload the page.'],
		['an unknown collection', instanceWith(), { collection: 'crm_ghosts' }, 'There is no collection “crm_ghosts” whose rights are set here.'],
		['a collection of Directus’ own', instanceWith(), { collection: 'directus_users' }, 'There is no collection “directus_users” whose rights are set here.'],
		['a sentence that means nothing there', instanceWith(), { collection: 'crm_products', to: 'own' }, '“own” means nothing for Products here. Choose “none”, “mine” or “all”.'],
		['creating by a rule', instanceWith(), { action: 'create', to: 'own' }, '“own” means nothing for Leads here. Choose “none” or “all”.'],
		['an administrator', instanceWith({ roles: [role('Boss')], policies: [policy('Admin', true)], access: [tie('Boss', 'Admin')] }), { role: 'Boss' }, 'Boss may do everything. Give people another role instead.'],
		['a role without a policy', instanceWith({ roles: [role('New')] }), { role: 'New' }, 'New has no policy yet, and so no rights. Give it one in the settings of roles first.'],
		['a role that only inherits', instanceWith({ roles: [role('Junior', rep)] }), { role: 'Junior' }, 'Junior has no policy of its own: its rights come from “Sales Rep”. Change them there, or give it a policy in the settings of roles.'],
		['a role that shares its policy', instanceWith({ roles: [role('Temp')], access: [tie('Temp', repPolicy)] }), { role: 'Temp' }, 'Temp has no policy of its own: its rights come from “Sales Rep”. Change them there, or give it a policy in the settings of roles.'],
		['a role of several policies', instanceWith({ roles: [role('Two')], policies: [policy('A'), policy('B')], access: [tie('Two', 'A'), tie('Two', 'B')] }), { role: 'Two' }, 'Two has several policies: “A”, “B”. Change the right in the one that you mean.'],
		['a default of a role that an admin made', instanceWith({ roles: [role('Own')], policies: [policy('P')], access: [tie('Own', 'P')] }), { role: 'Own', to: 'default' }, 'Own is a role of your own: there is no default to go back to.'],
		['deleting what is not seen', instanceWith({ roles: [role('Own')], policies: [policy('P')], access: [tie('Own', 'P')] }), { role: 'Own', action: 'delete' }, 'Own can’t see Leads. Let them read before they delete.'],
		['no longer seeing what is changed', instanceWith(), { to: 'none' }, 'Sales Rep may still create, update Leads. Take that away first, and then the reading.'],
	])('is refused: %s', (_story, known, { to = 'all', ...rest }, sentence) => {
		expect(decide(known, to, rest)).toMatchObject({ refused: sentence });
	});
});
