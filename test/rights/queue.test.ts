import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';
import { changed, type Colleague, found, hire, made } from './hire.ts';

/** Leads without an owner wait for a team, which sees and claims them. */
let world: World;
let north: string;
let south: string;
let rep: Colleague;
let mate: Colleague;
let stranger: Colleague;
let manager: Colleague;

beforeAll(async () => {
	world = await sharedWorld();
	[north, south] = [await found(world), await found(world)];
	[rep, mate, stranger, manager] = [
		await hire(world, { role: 'sales_rep', team: north }), await hire(world, { role: 'sales_rep', team: north }),
		await hire(world, { role: 'sales_rep', team: south }), await hire(world, { role: 'sales_manager', team: north }),
	];
});
afterAll(() => world?.stop());

const faster = 'Somebody was faster: this lead has an owner already.';
const waiting = async (team = north) => (await made(world, '/items/crm_leads', { company: 'Waiting', team })).id as string;
const ownerOf = async (lead: string) => (await world.sql.query('SELECT owner, team, claimed_at FROM crm_leads WHERE id = $1', [lead])).rows[0];

describe('a lead that waits', () => {
	test('is seen by its team, and by nobody of another', async () => {
		const lead = await waiting();
		expect([await rep.sees('crm_leads', lead), await mate.sees('crm_leads', lead), await manager.sees('crm_leads', lead), await stranger.sees('crm_leads', lead)]).toEqual([true, true, true, false]);
	});

	test('is claimed over REST', async () => {
		const lead = await waiting();
		expect(await rep.update('crm_leads', lead, { owner: rep.id })).toMatchObject({ status: 200, body: { data: { owner: rep.id, team: north } } });
		expect((await ownerOf(lead)).claimed_at).toBeInstanceOf(Date);
		expect(await mate.sees('crm_leads', lead)).toBe(false);
	});

	test('is claimed over GraphQL', async () => {
		const lead = await waiting();
		const claim = (who: Colleague) => world.graphql(`mutation { update_crm_leads_item(id: "${lead}", data: { owner: { id: "${who.id}" } }) { owner { id } } }`, {}, { token: who.token });
		expect((await claim(rep)).body).toEqual({ data: { update_crm_leads_item: { owner: { id: rep.id } } } });
		expect((await claim(mate)).body.errors[0]).toMatchObject({ message: faster, extensions: { code: 'CONFLICT' } });
		expect((await ownerOf(lead)).owner).toBe(rep.id);
	});

	test('is claimed with others at once, all or none', async () => {
		const leads = [await waiting(), await waiting(), await waiting()];
		const claim = (who: Colleague, keys: string[]) => world.api('/items/crm_leads', { method: 'PATCH', body: { keys, data: { owner: who.id } }, token: who.token });
		expect((await mate.update('crm_leads', leads[2]!, { owner: mate.id })).status).toBe(200);
		expect(await claim(rep, leads)).toMatchObject({ status: 409, body: { errors: [{ message: faster }] } });
		expect((await Promise.all(leads.map(ownerOf))).map(({ owner }) => owner)).toEqual([null, null, mate.id]);
		expect((await claim(rep, leads.slice(0, 2))).status).toBe(200);
		const each = await world.api('/items/crm_leads', { method: 'PATCH', body: [{ id: await waiting(), owner: rep.id }, { id: leads[2], owner: rep.id }], token: rep.token });
		expect(each).toMatchObject({ status: 409, body: { errors: [{ message: faster }] } });
	});

	test('of twenty who claim it at once goes to exactly one; the others read that somebody was faster', { timeout: 120_000 }, async () => {
		const reps = await Promise.all(Array.from({ length: 20 }, () => hire(world, { role: 'sales_rep', team: north })));
		for (let round = 0; round < 3; round++) {
			const lead = await waiting();
			const answers = await Promise.all(reps.map((one) => one.update('crm_leads', lead, { owner: one.id })));
			const winners = reps.filter((_, index) => answers[index]?.status === 200);
			expect(winners.map(({ id }) => id)).toEqual([(await ownerOf(lead)).owner]);
			const lost = answers.filter(({ status }) => status !== 200);
			expect(lost.map(({ status, body }) => [status, body.errors[0].message])).toEqual(Array.from({ length: 19 }, () => [409, faster]));
		}
	});

	test('is not claimed for somebody else, nor put before another team', async () => {
		const lead = await waiting();
		expect(await rep.update('crm_leads', lead, { owner: mate.id })).toMatchObject({ status: 403, body: { errors: [{ message: 'Claim it first (make yourself the owner), then hand it over.' }] } });
		expect(await rep.update('crm_leads', lead, { team: south })).toMatchObject({ status: 403, body: { errors: [{ message: 'Only a manager or an administrator can give what waits for a team to another team.' }] } });
		expect((await rep.update('crm_leads', lead, { team: null })).status).toBe(403);
		expect(await ownerOf(lead)).toMatchObject({ owner: null, team: north });
	});

	test('is nothing at all to another team: no claim tells whether it is there', async () => {
		const lead = await waiting();
		const nonexistent = 'cfa1ffb5-3b49-4a3f-a2a8-1d5e5c1e0b11';
		const answers = await Promise.all([lead, nonexistent].map((key) => stranger.update('crm_leads', key, { owner: stranger.id })));
		expect(answers.map(({ status }) => status)).toEqual([403, 403]);
		expect(answers[0]?.body).toEqual(answers[1]?.body);
		expect((await rep.update('crm_leads', lead, { owner: rep.id })).status).toBe(200);
		expect((await stranger.update('crm_leads', lead, { owner: stranger.id })).body).toEqual(answers[1]?.body);
	});

	test('that never waited is nothing to a teammate either', async () => {
		const { id } = (await rep.create('crm_leads', { company: 'Mine' })).body.data;
		const [taken, nonexistent] = await Promise.all([id, 'cfa1ffb5-3b49-4a3f-a2a8-1d5e5c1e0b11'].map((key) => mate.update('crm_leads', key, { owner: mate.id })));
		expect(taken).toMatchObject({ status: 403, body: nonexistent!.body });
	});
});

describe('the queue', () => {
	test('is filled by whoever gives a lead back, and not for another team', async () => {
		const { id } = (await rep.create('crm_leads', { company: 'Given back', status: 'working' })).body.data;
		expect((await rep.update('crm_leads', id, { owner: null, team: south })).status).toBe(403);
		expect((await rep.update('crm_leads', id, { owner: null })).status).toBe(200);
		expect(await ownerOf(id)).toEqual({ owner: null, team: north, claimed_at: null });
		expect(await mate.sees('crm_leads', id)).toBe(true);
		expect((await mate.update('crm_leads', id, { owner: mate.id })).status).toBe(200);
	});

	test('takes leads that a rep makes for it', async () => {
		const { id } = (await rep.create('crm_leads', { company: 'For all', owner: null })).body.data;
		expect(await ownerOf(id)).toMatchObject({ owner: null, team: north });
		expect((await rep.create('crm_leads', { company: 'For others', owner: null, team: south })).status).toBe(403);
	});

	test('is not for people without a team', async () => {
		const loner = await hire(world, { role: 'sales_rep' });
		const answer = await loner.create('crm_leads', { company: 'Nowhere', owner: null });
		expect(answer).toMatchObject({ status: 403, body: { errors: [{ message: 'Without an owner it can only wait for a team of your own: choose that team, or an owner.' }] } });
		const { id } = (await loner.create('crm_leads', { company: 'Mine' })).body.data;
		expect(await ownerOf(id)).toMatchObject({ owner: loner.id, team: null });
		expect((await loner.update('crm_leads', id, { owner: null })).status).toBe(403);
		const other = await hire(world, { role: 'sales_rep' });
		expect(await other.sees('crm_leads', id)).toBe(false);
		const { id: nobodys } = await made(world, '/items/crm_leads', { company: 'Nobody’s' });
		expect([await loner.sees('crm_leads', nobodys), await rep.sees('crm_leads', nobodys), await manager.sees('crm_leads', nobodys)]).toEqual([false, false, false]);
	});

	test('moves between the teams of a manager, and not beyond', async () => {
		const east = await found(world, { manager: manager.id });
		const lead = await waiting();
		expect((await manager.update('crm_leads', lead, { team: east })).status).toBe(200);
		expect(await rep.sees('crm_leads', lead)).toBe(false);
		expect(await manager.update('crm_leads', lead, { team: south })).toMatchObject({ status: 403 });
		expect((await manager.update('crm_leads', lead, { owner: rep.id })).status).toBe(200);
		expect(await ownerOf(lead)).toMatchObject({ owner: rep.id, team: north });
	});

	test('is filled by marketing for whatever team', async () => {
		const marketer = await hire(world, { role: 'marketing' });
		const { id } = (await marketer.create('crm_leads', { company: 'From the fair', team: south })).body.data;
		expect([await stranger.sees('crm_leads', id), await rep.sees('crm_leads', id)]).toEqual([true, false]);
	});

	test('takes the leads of somebody who is deleted; everything else stays in sight of the team’s manager', async () => {
		const leaver = await hire(world, { role: 'sales_rep', team: north });
		const lead = (await leaver.create('crm_leads', { company: 'Left behind' })).body.data.id;
		const account = (await leaver.create('crm_accounts', { name: 'Left behind' })).body.data.id;
		const deal = (await leaver.create('crm_opportunities', { name: 'Left behind', account })).body.data.id;
		expect((await world.api(`/users/${leaver.id}`, { method: 'DELETE' })).status).toBe(204);
		expect([await rep.sees('crm_leads', lead), await rep.sees('crm_accounts', account), await rep.sees('crm_opportunities', deal)]).toEqual([true, false, false]);
		expect([await manager.sees('crm_leads', lead), await manager.sees('crm_accounts', account), await manager.sees('crm_opportunities', deal)]).toEqual([true, true, true]);
		expect((await manager.update('crm_opportunities', deal, { owner: rep.id })).status).toBe(200);
		expect((await rep.update('crm_leads', lead, { owner: rep.id })).status).toBe(200);
	});

	test('keeps the leads of somebody who is suspended out: they are theirs until somebody hands them over', async () => {
		const away = await hire(world, { role: 'sales_rep', team: north });
		const lead = (await away.create('crm_leads', { company: 'On hold' })).body.data.id;
		await changed(world, `/users/${away.id}`, { status: 'suspended' });
		expect([await rep.sees('crm_leads', lead), await manager.sees('crm_leads', lead)]).toEqual([false, true]);
		expect((await manager.update('crm_leads', lead, { owner: rep.id })).status).toBe(200);
	});
});
