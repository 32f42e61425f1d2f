import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { sharedWorld, type Answer, type World } from '../support/index.ts';
import { changed, type Colleague, found, hire, made } from './hire.ts';

/** Who may give a record to whom, one at a time: giving what is one's own is free within the team, taking is not. */
let world: World;
let north: string;
let south: string;
let east: string;
let rep: Colleague;
let mate: Colleague;
let stranger: Colleague;
let manager: Colleague;
let marketer: Colleague;
let supporter: Colleague;
let admin: Colleague;

beforeAll(async () => {
	world = await sharedWorld();
	[north, south] = [await found(world), await found(world)];
	[rep, mate, stranger] = [await hire(world, { role: 'sales_rep', team: north }), await hire(world, { role: 'sales_rep', team: north }), await hire(world, { role: 'sales_rep', team: south })];
	manager = await hire(world, { role: 'sales_manager', team: north });
	east = await found(world, { manager: manager.id });
	[marketer, supporter, admin] = [await hire(world, { role: 'marketing' }), await hire(world, { role: 'support' }), await hire(world, { role: 'administrator' })];
});
afterAll(() => world?.stop());

const collections = ['crm_leads', 'crm_accounts', 'crm_contacts', 'crm_opportunities', 'crm_activities'] as const;
const names: Record<string, object> = {
	crm_leads: { company: 'Handed' }, crm_accounts: { name: 'Handed' }, crm_contacts: { last_name: 'Handed' }, crm_opportunities: { name: 'Handed' }, crm_activities: { subject: 'Handed' },
};
const make = async (collection: string, item: object) => (await made(world, `/items/${collection}`, { ...names[collection], ...item })).id as string;
const whose = async (collection: string, key: string) => (await world.sql.query(`SELECT owner, team FROM ${collection} WHERE id = $1`, [key])).rows[0];
const saying = (status: number, message: string) => ({ status, body: { errors: [{ message }] } });
const done = ({ status }: Answer) => status < 300;

describe.each(collections)('a rep’s own row of %s', (collection) => {
	test('goes to a teammate, out of sight, and to nobody of another team', async () => {
		const key = await make(collection, { owner: rep.id });
		expect(await rep.update(collection, key, { owner: stranger.id })).toMatchObject(saying(403, 'You can give records to people of your own team only: choose one of them.'));
		expect(done(await rep.update(collection, key, { owner: mate.id }))).toBe(true);
		expect(await whose(collection, key)).toEqual({ owner: mate.id, team: north });
		expect([await rep.sees(collection, key), await mate.sees(collection, key)]).toEqual([false, true]);
	});

	test('is nothing at all to a teammate, who can’t take it', async () => {
		const key = await make(collection, { owner: rep.id });
		const [taken, nonexistent] = await Promise.all([key, '7d9f3c2a-64a4-4d0e-8f0e-6b7c1d2e3f40'].map((one) => mate.update(collection, one, { owner: mate.id })));
		expect(taken).toMatchObject({ status: 403, body: nonexistent!.body });
		expect(await whose(collection, key)).toEqual({ owner: rep.id, team: north });
	});

	test('can’t be hidden: its team follows from its owner', async () => {
		const key = await make(collection, { owner: rep.id });
		expect(await rep.update(collection, key, { team: south })).toMatchObject({ status: 200, body: { data: { team: north } } });
		expect((await rep.update(collection, key, { team: null })).body.data.team).toBe(north);
		expect((await rep.update(collection, key, { owner: null, team: null })).status).toBe(403);
		if (collection !== 'crm_leads') expect(await rep.update(collection, key, { owner: null })).toMatchObject(saying(403, 'Somebody has to look after it: choose a teammate as the owner.'));
		expect(await whose(collection, key)).toEqual({ owner: rep.id, team: north });
	});

	test('is made for a teammate, and for nobody else; who made it can’t be forged', async () => {
		const answer = await rep.create(collection, { ...names[collection], id: crypto.randomUUID(), owner: mate.id, user_created: stranger.id, team: south });
		expect(done(answer)).toBe(true);
		const { rows: [row] } = await world.sql.query(`SELECT owner, team, user_created FROM ${collection} WHERE user_created = $1 AND owner = $2 ORDER BY date_created DESC LIMIT 1`, [rep.id, mate.id]);
		expect(row).toEqual({ owner: mate.id, team: north, user_created: rep.id });
		expect((await rep.create(collection, { ...names[collection], owner: stranger.id })).status).toBe(403);
		expect((await rep.create(collection, { ...names[collection], owner: stranger.id, user_created: stranger.id })).status).toBe(403);
	});

	test('goes to nobody who does not work here any more, whoever gives it', async () => {
		const gone = await hire(world, { role: 'sales_rep', team: north, status: 'suspended' });
		const key = await make(collection, { owner: rep.id });
		const sentence = 'This person does not work here any more, or not yet: choose somebody else as the owner.';
		for (const who of [rep, manager, admin]) expect(await who.update(collection, key, { owner: gone.id })).toMatchObject(saying(400, sentence));
		expect(await admin.create(collection, { ...names[collection], owner: gone.id })).toMatchObject(saying(400, sentence));
	});

	test('is reassigned by a manager within the teams that they belong to or manage, and not beyond', async () => {
		const key = await make(collection, { owner: rep.id });
		const far = await hire(world, { role: 'sales_rep', team: east });
		for (const to of [mate, far, manager]) {
			expect(done(await manager.update(collection, key, { owner: to.id }))).toBe(true);
			expect((await whose(collection, key)).owner).toBe(to.id);
		}
		expect(await manager.update(collection, key, { owner: stranger.id })).toMatchObject(saying(403, 'You can give records to people of the teams that you belong to or manage only: choose one of them.'));
		const foreign = await make(collection, { owner: stranger.id });
		expect((await manager.update(collection, foreign, { owner: rep.id })).status).toBe(403);
		const many = [await make(collection, { owner: rep.id }), await make(collection, { owner: mate.id })];
		expect((await world.api(`/items/${collection}`, { method: 'PATCH', body: { keys: many, data: { owner: far.id } }, token: manager.token })).status).toBe(200);
		expect((await Promise.all(many.map((one) => whose(collection, one)))).map(({ owner }) => owner)).toEqual([far.id, far.id]);
	});

	test('goes anywhere when an administrator says so', async () => {
		const key = await make(collection, { owner: rep.id });
		expect((await admin.update(collection, key, { owner: stranger.id })).status).toBe(200);
		expect(await whose(collection, key)).toEqual({ owner: stranger.id, team: south });
		expect((await admin.update(collection, key, { owner: null })).status).toBe(200);
	});
});

test('marketing assigns leads and contacts to anybody, and accounts to nobody', async () => {
	for (const collection of ['crm_leads', 'crm_contacts']) {
		const key = await make(collection, { owner: rep.id });
		expect((await marketer.update(collection, key, { owner: stranger.id })).status).toBe(200);
		expect(await whose(collection, key)).toEqual({ owner: stranger.id, team: south });
	}
	expect((await marketer.update('crm_accounts', await make('crm_accounts', { owner: rep.id }), { owner: stranger.id })).status).toBe(403);
});

test('support changes every account and contact, and gives none away', async () => {
	const only = 'Only its owner, a manager of its team or an administrator can give this to somebody else. Ask one of them.';
	for (const collection of ['crm_accounts', 'crm_contacts']) {
		const key = await make(collection, { owner: rep.id });
		expect((await supporter.update(collection, key, { description: 'Called twice' })).status).toBe(200);
		for (const owner of [supporter.id, mate.id, null]) expect(await supporter.update(collection, key, { owner })).toMatchObject(saying(403, only));
		await world.sql.query(`UPDATE ${collection} SET owner = NULL WHERE id = $1`, [key]);
		expect(await supporter.update(collection, key, { owner: supporter.id })).toMatchObject(saying(403, only));
	}
});

test('what is shared is worked on, not taken', async () => {
	const deal = await make('crm_opportunities', { owner: stranger.id, collaborators: { create: [{ person: rep.id }, { person: manager.id }], update: [], delete: [] } });
	expect((await rep.update('crm_opportunities', deal, { next_step: 'Call' })).status).toBe(200);
	const only = 'Only its owner, a manager of its team or an administrator can give this to somebody else. Ask one of them.';
	for (const who of [rep, manager]) for (const owner of [who.id, mate.id]) expect(await who.update('crm_opportunities', deal, { owner })).toMatchObject(saying(403, only));
});

test('two changes at the same moment hide nobody behind the other’s stamp', async () => {
	const deal = await make('crm_opportunities', { owner: stranger.id });
	const stamped = 'UPDATE crm_opportunities SET owner = $2, user_updated = $3, date_updated = \'2026-01-01T00:00:00Z\' WHERE id = $1';
	await world.sql.query(stamped, [deal, stranger.id, rep.id]);
	await expect(world.sql.query(stamped, [deal, rep.id, rep.id])).rejects.toMatchObject({ code: 'CR403' });
});

test('a row is not given away by taking back what was', async () => {
	const account = await make('crm_accounts', { owner: rep.id });
	expect(done(await rep.update('crm_accounts', account, { name: 'Renamed' }))).toBe(true);
	const { rows: [revision] } = await world.sql.query('SELECT id FROM directus_revisions WHERE collection = $1 AND item = $2 ORDER BY id DESC LIMIT 1', ['crm_accounts', account]);
	expect(done(await manager.update('crm_accounts', account, { owner: mate.id }))).toBe(true);
	expect((await world.api(`/utils/revert/${revision.id}`, { method: 'POST', token: rep.token })).status).toBe(403);
	expect(await whose('crm_accounts', account)).toEqual({ owner: mate.id, team: north });
});

describe('sight follows at once', () => {
	const onAccount = async (account: string, owner: string): Promise<[string, string][]> => {
		const deal = await make('crm_opportunities', { owner, account });
		const { rows: [change] } = await world.sql.query('SELECT id FROM crm_stage_changes WHERE opportunity = $1', [deal]);
		const file = new FormData();
		file.set('file', new Blob(['secret']), 'secret.txt');
		const { body } = await world.api('/files', { body: file });
		await made(world, '/items/crm_attachments', { file: body.data.id, opportunity: deal });
		return [
			['crm_opportunities', deal], ['crm_stage_changes', change.id], ['directus_files', body.data.id],
			['crm_opportunity_lines', (await made(world, '/items/crm_opportunity_lines', { opportunity: deal, description: 'Line', quantity: '1', unit_price: '1' })).id],
			['crm_activities', await make('crm_activities', { owner, opportunity: deal })],
		];
	};
	const sees = (who: Colleague, rows: [string, string][]) => Promise.all(rows.map(async ([collection, key]) => [collection, await who.sees(collection, key)]));
	const all = (rows: [string, string][], can: boolean) => rows.map(([collection]) => [collection, can]);

	test('of whoever becomes and ceases to be a collaborator of a deal, with all that hangs on it', async () => {
		const rows = await onAccount(await make('crm_accounts', { owner: stranger.id }), stranger.id);
		expect(await sees(rep, rows)).toEqual(all(rows, false));
		const { id } = await made(world, '/items/crm_opportunity_collaborators', { opportunity: rows[0]![1], person: rep.id });
		expect(await sees(rep, rows)).toEqual(all(rows, true));
		expect((await world.api(`/items/crm_opportunity_collaborators/${id}`, { method: 'DELETE' })).status).toBe(204);
		expect(await sees(rep, rows)).toEqual(all(rows, false));
	});

	test('of whoever becomes and ceases to be a collaborator of an account: its contacts and activities, not its deals', async () => {
		const account = await make('crm_accounts', { owner: stranger.id });
		const own: [string, string][] = [['crm_accounts', account], ['crm_contacts', await make('crm_contacts', { owner: stranger.id, account })], ['crm_activities', await make('crm_activities', { owner: stranger.id, account })]];
		const deal = await make('crm_opportunities', { owner: stranger.id, account });
		const { id } = await made(world, '/items/crm_account_collaborators', { account, person: rep.id });
		expect(await sees(rep, own)).toEqual(all(own, true));
		expect(await rep.sees('crm_opportunities', deal)).toBe(false);
		expect((await world.api(`/items/crm_account_collaborators/${id}`, { method: 'DELETE' })).status).toBe(204);
		expect(await sees(rep, own)).toEqual(all(own, false));
	});

	test('of a team that somebody leaves: what is open goes along, what is closed stays', async () => {
		const west = await found(world);
		const mover = await hire(world, { role: 'sales_rep', team: north });
		const made: [string, string][] = await Promise.all(collections.map(async (collection): Promise<[string, string]> => [collection, await make(collection, { owner: mover.id })]));
		const closed: [string, string][] = [
			['crm_opportunities', await make('crm_opportunities', { owner: mover.id, stage: referenceId('crm_stages', 'sales/won'), amount: '1', close_date: '2099-01-01' })],
			['crm_activities', await make('crm_activities', { owner: mover.id, status: 'done' })],
		];
		expect(await sees(manager, [...made, ...closed])).toEqual(all([...made, ...closed], true));
		await changed(world, `/users/${mover.id}`, { team: west });
		expect(await sees(manager, made)).toEqual(all(made, false));
		expect(await sees(manager, closed)).toEqual(all(closed, true));
		const chief = await hire(world, { role: 'sales_manager' });
		await changed(world, `/items/crm_teams/${west}`, { manager: chief.id });
		expect(await sees(chief, made)).toEqual(all(made, true));
		// What stays with the old team is neither taken out of its sight by its owner …
		expect((await mover.update('crm_opportunities', closed[0]![1], { team: west })).body.data.team).toBe(north);
		// … nor lost to it: its manager gives it to somebody who is there.
		expect((await manager.update('crm_opportunities', closed[0]![1], { owner: rep.id })).status).toBe(200);
	});

	test('of a manager who gets or loses a team', async () => {
		const team = await found(world);
		const member = await hire(world, { role: 'sales_rep', team });
		const chief = await hire(world, { role: 'sales_manager' });
		const rows: [string, string][] = [['crm_leads', await make('crm_leads', { team })], ['crm_opportunities', await make('crm_opportunities', { owner: member.id })]];
		expect(await sees(chief, rows)).toEqual(all(rows, false));
		await changed(world, `/items/crm_teams/${team}`, { manager: chief.id });
		expect(await sees(chief, rows)).toEqual(all(rows, true));
		await changed(world, `/items/crm_teams/${team}`, { manager: null });
		expect(await sees(chief, rows)).toEqual(all(rows, false));
	});
});
