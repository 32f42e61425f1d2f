import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../../schema/apply/access.ts';
import type { Host } from '../../schema/apply/directus.ts';
import { applySchema } from '../../schema/apply/index.ts';
import { definitionsOf, rolesOf, rowsOf } from '../../schema/apply/rooms.ts';
import { actions } from '../../schema/define/access.ts';
import { rooms } from '../../schema/index.ts';
import { applyInstance, planInstance, settingsFrom } from '../../seeds/index.ts';
import { referenceRows } from '../../seeds/reference.ts';
import type { AccessTable, Right, TableRole } from '../../extensions/crm/src/domain/rights/access-table.ts';
import { hostOn } from '../support/host.ts';
import { startWorld, type Answer, type World } from '../support/index.ts';
import { type Cast, castOf, created } from './cast.ts';

/** The page of rights, as its API: read by an administrator, changed there, and followed at once. */
let world: World;
let host: Host;
let cast: Cast;

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	host = await hostOn(world);
}, 120_000);
afterAll(async () => {
	await host?.database.destroy();
	await world?.stop();
});

type Table = Omit<AccessTable, 'roles'> & { readonly roles: readonly (TableRole & { readonly people: number })[]; readonly collections: readonly { readonly collection: string; readonly label: string }[]; readonly warnings: readonly string[]; readonly before?: unknown };

const settings = settingsFrom({});
const rep = idOf('directus_roles', 'sales_rep');
const support = idOf('directus_roles', 'support');
const viewer = idOf('directus_roles', 'viewer');

const table = async (): Promise<Table> => (await world.api('/crm/access')).body.data;
const rightOf = (of: Table, role: string, collection: string, action: (typeof actions)[number] = 'read'): Right | undefined => of.rights[role]?.[collection]?.[action];
const patch = (change: object, token?: string | null): Promise<Answer> => world.api('/crm/access', { method: 'PATCH', body: change, ...(token === undefined ? {} : { token }) });
const seen = async (collection: string, token: string) => {
	const { status, body } = await world.api(`/items/${collection}?fields=*&limit=-1`, { token });
	return status === 200 ? body.data.length : status;
};

/** Changes a cell, looks, and takes the change back. */
async function changed(change: { role: string; collection: string; action?: string; sentence: string }, look: (answer: Table) => Promise<void>): Promise<void> {
	const { role, collection, action = 'read', sentence } = change;
	const { status, body } = await patch({ role, collection, action, sentence });
	expect([status, body.errors]).toEqual([200, undefined]);
	await look(body.data);
	expect((await patch({ role, collection, action, restore: body.data.before })).status).toBe(200);
}

describe('the table', () => {
	it('is for administrators', async () => {
		const { status, body } = await world.api('/crm/access', { token: cast.people['Sales Manager'].token });
		expect([status, body.errors[0].message]).toEqual([403, 'Only administrators see and change who may do what.']);
		expect((await patch({ role: rep, collection: 'crm_leads', action: 'read', sentence: 'all' }, cast.people['Sales Rep'].token)).status).toBe(403);
		expect((await world.api('/crm/access', { token: null })).status).toBe(401);
		expect((await patch({ role: rep, collection: 'crm_leads', action: 'read', sentence: 'all' }, null)).status).toBe(401);
	});

	it('is what schema/access.ts says, on an instance that nobody changed', async () => {
		const now = await table();
		expect(Object.values(now.rights).flatMap((of) => Object.values(of)).flatMap((cells) => Object.values(cells)).filter(({ isChanged, sentence }) => isChanged || sentence === 'custom')).toEqual([]);
		for (const role of rolesOf(rooms)) {
			const said = Object.entries(role.may).filter(([collection]) => collection.startsWith('crm_')).flatMap(([collection, grant]) => actions.flatMap((action) => (grant[action] ? [[collection, action, grant[action].name]] : [])));
			expect(said.map(([collection, action]) => [collection, action, rightOf(now, idOf('directus_roles', role.key), collection!, action as 'read')?.sentence])).toEqual(said);
		}
	});

	it('says who there is, and that administrators may do everything', async () => {
		const { roles, collections } = await table();
		expect(roles.map(({ name, people, isAdmin }) => [name, people, isAdmin])).toEqual(expect.arrayContaining([['Sales Rep', 3, false], ['Viewer', 1, false], ['Administrator', 2, true]]));
		expect(collections).toContainEqual({ collection: 'crm_opportunities', label: 'Opportunities' });
		expect(collections.filter(({ collection }) => collection.startsWith('directus_'))).toEqual([]);
	});
});

describe('a change', () => {
	it('is followed at once, kept in the history, and taken back exactly', async () => {
		await created(world, 'crm_accounts', { name: 'Somebody else’s' });
		const { token } = cast.people['Sales Rep'];
		const all = await seen('crm_accounts', world.token);
		const before = await seen('crm_accounts', token);
		expect(before).toBeLessThan(all);
		await changed({ role: rep, collection: 'crm_accounts', sentence: 'all' }, async (answer) => {
			expect(await seen('crm_accounts', token)).toBe(all);
			expect(rightOf(answer, rep, 'crm_accounts')).toMatchObject({ sentence: 'all', default: 'own', isChanged: true, fields: null });
			const { rows } = await world.sql.query("SELECT u.token FROM directus_activity a JOIN directus_users u ON u.id = a.user WHERE a.collection = 'directus_permissions' ORDER BY a.id DESC LIMIT 1");
			expect(rows).toEqual([{ token: world.token }]);
		});
		expect(await seen('crm_accounts', token)).toBe(before);
		expect(rightOf(await table(), rep, 'crm_accounts')).toMatchObject({ sentence: 'own', isChanged: false });
	});

	it('gives what was not there, and takes away what was', async () => {
		const { token } = cast.people.Support;
		await created(world, 'crm_leads', { company: 'Unseen' });
		expect(await seen('crm_leads', token)).toBe(403);
		await changed({ role: support, collection: 'crm_leads', sentence: 'all' }, async () => expect(await seen('crm_leads', token)).toBeGreaterThan(0));
		expect(await seen('crm_leads', token)).toBe(403);
		await changed({ role: viewer, collection: 'crm_leads', sentence: 'none' }, async () => expect(await seen('crm_leads', cast.people.Viewer.token)).toBe(403));
		expect(await seen('crm_leads', cast.people.Viewer.token)).toBeGreaterThan(0);
	});

	it('keeps what new rows start with, and goes back to the default', async () => {
		const cell = { role: rep, collection: 'crm_leads', action: 'create' };
		await patch({ ...cell, sentence: 'none' });
		expect((await world.api('/items/crm_leads', { body: { company: 'Refused' }, token: cast.people['Sales Rep'].token })).status).toBe(403);
		expect((await patch({ ...cell, sentence: 'default' })).body.data.rights[rep].crm_leads.create).toMatchObject({ sentence: 'all', isChanged: false });
		const { body } = await world.api('/items/crm_leads', { body: { company: 'Mine again' }, token: cast.people['Sales Rep'].token });
		expect(body.data.owner).toBe(cast.people['Sales Rep'].id);
	});

	it('takes back even a rule that somebody wrote by hand', async () => {
		const { body } = await world.api(`/permissions?filter[policy][_eq]=${idOf('directus_policies', 'viewer')}&filter[collection][_eq]=crm_products&filter[action][_eq]=read`);
		const permissions = { is_active: { _eq: true } };
		await world.api(`/permissions/${body.data[0].id}`, { method: 'PATCH', body: { permissions, fields: ['id', 'name'] } });
		expect(rightOf(await table(), viewer, 'crm_products')).toMatchObject({ sentence: 'custom', default: 'all', isChanged: true, fields: 2 });
		await changed({ role: viewer, collection: 'crm_products', sentence: 'default' }, async (answer) => expect(rightOf(answer, viewer, 'crm_products')).toMatchObject({ sentence: 'all', isChanged: false, fields: null }));
		expect((await world.api(`/permissions?filter[policy][_eq]=${idOf('directus_policies', 'viewer')}&filter[collection][_eq]=crm_products`)).body.data).toMatchObject([{ permissions, fields: ['id', 'name'] }]);
		await patch({ role: viewer, collection: 'crm_products', action: 'read', sentence: 'default' });
	});

	it.each([
		[{ role: '00000000-0000-4000-8000-000000000000', collection: 'crm_leads', action: 'read', sentence: 'all' }, 404, 'There is no such role any more. Reload the page.'],
		[{ role: rep, collection: 'directus_users', action: 'read', sentence: 'all' }, 404, 'There is no collection “directus_users” whose rights are set here.'],
		[{ role: rep, collection: 'crm_products', action: 'read', sentence: 'team' }, 400, '“team” means nothing for Products here. Choose “none”, “mine” or “all”.'],
		[{ role: support, collection: 'crm_leads', action: 'delete', sentence: 'all' }, 400, 'Support can’t see Leads. Let them read before they delete.'],
		[{ role: rep, collection: 'crm_leads', action: 'dance', sentence: 'all' }, 400, 'Say for which role, collection and action (create, read, update, delete or share) what sentence shall hold, such as “own”, “all”, “none” or “default”.'],
		[{ role: rep, collection: 'crm_leads', action: 'read' }, 400, 'Say for which role, collection and action (create, read, update, delete or share) what sentence shall hold, such as “own”, “all”, “none” or “default”.'],
	])('is refused with a sentence: %j', async (change, status, sentence) => {
		const answer = await patch(change);
		expect([answer.status, answer.body.errors?.[0].message]).toEqual([status, sentence]);
	});

	it('is not for administrators: they may do everything', async () => {
		const boss = (await table()).roles.find(({ isAdmin }) => isAdmin);
		expect((await patch({ role: boss?.id, collection: 'crm_leads', action: 'read', sentence: 'own' })).body.errors[0].message).toBe('Administrator may do everything. Give people another role instead.');
	});
});

describe('a collection and a role that an admin made', () => {
	it('speak the same language', async () => {
		const link = (field: string, to: string) => world.api('/relations', { body: { collection: 'machines', field, related_collection: to, meta: {}, schema: { on_delete: 'SET NULL' } } });
		await world.api('/collections', { body: { collection: 'machines', meta: { icon: 'precision_manufacturing' }, schema: {}, fields: [
			{ field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true }, meta: { hidden: true } },
			{ field: 'owner', type: 'uuid', meta: { interface: 'select-dropdown-m2o', special: ['m2o'] }, schema: {} },
			{ field: 'team', type: 'uuid', meta: { interface: 'select-dropdown-m2o', special: ['m2o'] }, schema: {} },
		] } });
		await Promise.all([link('owner', 'directus_users'), link('team', 'crm_teams')]);
		const person = cast.people['Sales Rep'];
		await created(world, 'machines', { owner: person.id });
		await created(world, 'machines', { team: person.team });
		await created(world, 'machines', {});

		const { sentences } = await table();
		expect(sentences['machines']?.choices).toMatchObject({ read: ['none', 'own', 'own or queue', 'team', 'own or team', 'all'], create: ['none', 'all'] });
		expect(await seen('machines', person.token)).toBe(403);
		for (const [sentence, rows] of [['own', 1], ['own or team', 2], ['all', 3]] as const) {
			await changed({ role: rep, collection: 'machines', sentence }, async (answer) => {
				expect(rightOf(answer, rep, 'machines')).toMatchObject({ sentence, default: 'none', isChanged: true });
				expect(await seen('machines', person.token)).toBe(rows);
			});
		}
	});

	it('a role with a policy of its own is changed there, one that inherits is not', async () => {
		const made = async (path: string, body: object): Promise<string> => (await world.api(path, { body })).body.data.id;
		const lead = await made('/roles', { name: 'Team lead', parent: rep });
		expect((await patch({ role: lead, collection: 'crm_leads', action: 'delete', sentence: 'own' })).body.errors[0].message).toContain('its rights come from “Sales Rep”');
		const policy = await made('/policies', { name: 'Team leads', app_access: true });
		await made('/access', { role: lead, policy });

		const { status, body } = await patch({ role: lead, collection: 'crm_leads', action: 'delete', sentence: 'own' });
		expect([status, rightOf(body.data, lead, 'crm_leads', 'delete')]).toMatchObject([200, { sentence: 'own', default: null, isChanged: false, from: [{ policy, sentence: 'own' }] }]);
		expect(rightOf(body.data, lead, 'crm_leads')).toMatchObject({ sentence: 'own or queue', own: 'none' });
		expect(rightOf(body.data, rep, 'crm_leads', 'delete')).toBeUndefined();
	});
});

it('warns of what opens more than may be meant', async () => {
	const { body } = await world.api('/policies', { body: { name: 'Public prices', app_access: false } });
	await world.api('/permissions', { body: { policy: body.data.id, collection: 'crm_products', action: 'read', fields: ['*'], permissions: {} } });
	const { body: tied } = await world.api('/access', { body: { policy: body.data.id } });
	expect((await table()).warnings).toEqual([expect.stringContaining('everybody may read Products')]);
	await world.api(`/access/${tied.data.id}`, { method: 'DELETE' });
	expect((await table()).warnings).toEqual([]);
});

describe('an upgrade', () => {
	const change = (collection: string, sentence: string) => patch({ role: viewer, collection, action: 'read', sentence });
	const says = async (collection: string) => rightOf(await table(), viewer, collection)?.sentence;

	it('leaves what was changed, given and taken away', async () => {
		for (const [collection, sentence] of [['crm_accounts', 'own or team'], ['crm_contacts', 'none'], ['crm_imports', 'none']] as const) expect((await change(collection, sentence)).status).toBe(200);
		await change('crm_imports', 'mine');
		await patch({ role: viewer, collection: 'crm_leads', action: 'share', sentence: 'all' });

		expect(await planInstance({ ...host, settings })).toMatchObject({ isUnchanged: true, conflicts: [] });
		await applyInstance({ ...host, settings });
		expect(await Promise.all(['crm_accounts', 'crm_contacts', 'crm_imports'].map(says))).toEqual(['own or team', 'none', 'mine']);
		expect(rightOf(await table(), viewer, 'crm_leads', 'share')).toMatchObject({ sentence: 'all', default: 'none', isChanged: true });
	});

	it('brings new defaults elsewhere, and reports where both changed', async () => {
		const cell = (collection: string) => `directus_permissions:viewer/${collection}/read`;
		const rule = { owner: { _eq: '$CURRENT_USER' } };
		const next = rowsOf(rooms).map((row) => ([cell('crm_accounts'), cell('crm_contacts'), cell('crm_leads')].includes(row.key) ? { ...row, doc: { ...row.doc, permissions: rule } } : row));
		const result = await applySchema({ ...host, definitions: definitionsOf(rooms), reference: [...next, ...referenceRows(settings)] });
		expect(result.conflicts).toEqual([expect.stringContaining(`${cell('crm_accounts')}:permissions`)]);
		expect(await Promise.all(['crm_accounts', 'crm_contacts', 'crm_leads'].map(says))).toEqual(['own or team', 'none', 'own']);
		await applyInstance({ ...host, settings });
	});

	it('finds the way back to the default where it is asked for', async () => {
		for (const collection of ['crm_accounts', 'crm_contacts', 'crm_imports', 'crm_leads']) expect((await change(collection, 'default')).status).toBe(200);
		await patch({ role: viewer, collection: 'crm_leads', action: 'share', sentence: 'default' });
		expect(Object.values((await table()).rights[viewer] ?? {}).flatMap((cells) => Object.values(cells)).filter(({ isChanged }) => isChanged)).toEqual([]);
		expect(await planInstance({ ...host, settings })).toMatchObject({ isUnchanged: true, conflicts: [] });
	});
});
