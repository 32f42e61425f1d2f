import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { sharedWorld, type Answer, type World } from '../support/index.ts';
import { changed, type Colleague, convertedElsewhere, found, hire, made } from './hire.ts';

/** All rows of somebody at once: POST /crm/handovers. */
let world: World;
let north: string;
let south: string;
let manager: Colleague;
let mate: Colleague;
let stranger: Colleague;
let admin: Colleague;
let marketer: Colleague;
/** Somebody of North who is about to leave, anew for every test. */
let leaver: Colleague;
let rows: Record<string, string>;

beforeAll(async () => {
	world = await sharedWorld();
	[north, south] = [await found(world), await found(world)];
	[manager, mate, stranger] = [await hire(world, { role: 'sales_manager', team: north }), await hire(world, { role: 'sales_rep', team: north }), await hire(world, { role: 'sales_rep', team: south })];
	[admin, marketer] = [await hire(world, { role: 'administrator' }), await hire(world, { role: 'marketing' })];
});
afterAll(() => world?.stop());

beforeEach(async () => {
	leaver = await hire(world, { role: 'sales_rep', name: 'Lea', team: north });
	const make = async (collection: string, item: object) => (await made(world, `/items/${collection}`, { owner: leaver.id, ...item })).id as string;
	rows = {
		lead: await make('crm_leads', { company: 'Open' }), converted: await make('crm_leads', { company: 'Converted' }),
		account: await make('crm_accounts', { name: 'Account' }), contact: await make('crm_contacts', { last_name: 'Contact' }),
		deal: await make('crm_opportunities', { name: 'Open' }), won: await make('crm_opportunities', { name: 'Won', stage: referenceId('crm_stages', 'sales/won'), amount: '1', close_date: '2099-01-01' }),
		task: await make('crm_activities', { subject: 'Planned' }), done: await make('crm_activities', { subject: 'Done', status: 'done' }),
	};
	await convertedElsewhere(world, rows['converted'] ?? '');
});

const openOnes = { crm_leads: 1, crm_accounts: 1, crm_contacts: 1, crm_activities: 1, crm_opportunities: 1 };
const post = (who: Colleague, body: object, headers: Record<string, string> = {}) => world.api('/crm/handovers', { body, token: who.token, headers });
const get = (who: Colleague, path: string) => world.api(`/crm/handovers/${path}`, { token: who.token });
const saying = (status: number, message: string) => ({ status, body: { errors: [{ message }] } });

/** Who owns which of the rows, by their names. */
async function owned(by: Colleague): Promise<string[]> {
	const { rows: found } = await world.sql.query<{ id: string }>(
		['leads', 'accounts', 'contacts', 'opportunities', 'activities'].map((table) => `SELECT id FROM crm_${table} WHERE owner = $1`).join(' UNION '), [by.id],
	);
	const ids = new Set(found.map(({ id }) => id));
	return Object.keys(rows).filter((name) => ids.has(rows[name] ?? ''));
}

describe('a handover by a manager', () => {
	test('gives what is open to a teammate, and writes down what it did', async () => {
		const { status, body: { data } } = await post(manager, { from: leaver.id, to: mate.id, reason: 'Moves to Lisbon' });
		expect([status, data]).toEqual([200, { id: expect.any(String), dryRun: false, records: 5, perCollection: openOnes }]);
		expect([await owned(mate), await owned(leaver)]).toEqual([['lead', 'account', 'contact', 'deal', 'task'], ['converted', 'won', 'done']]);
		expect((await manager.read('crm_handovers', { filter: { id: { _eq: data.id } } })).body.data).toMatchObject([{
			from_person: leaver.id, to_person: mate.id, include_closed: false, records: 5, per_collection: openOnes, reason: 'Moves to Lisbon', user_created: manager.id,
		}]);
		const { rows: [revision] } = await world.sql.query('SELECT a.user, r.delta FROM directus_revisions r JOIN directus_activity a ON a.id = r.activity WHERE r.item = $1 ORDER BY r.id DESC LIMIT 1', [rows['deal']]);
		expect(revision).toMatchObject({ user: manager.id, delta: { owner: mate.id } });
		expect(await post(manager, { from: leaver.id, to: mate.id })).toMatchObject(saying(409, `There is nothing to hand over: ${leaver.name} has no open records of these that you may reassign.`));
	});

	test('is written down by the page alone', async () => {
		const byHand = saying(403, 'Handovers are written by the page “Hand over”: hand the records over there.');
		for (const who of [admin, manager]) expect(await world.api('/items/crm_handovers', { token: who.token, body: { from_person: leaver.id, to_person: mate.id } })).toMatchObject(byHand);
		const { body: { data } } = await post(manager, { from: leaver.id, to: mate.id });
		expect(await world.api(`/items/crm_handovers/${data.id}`, { token: admin.token, method: 'DELETE' })).toMatchObject({ ...byHand, status: 409 });
	});

	test('gives closed ones too, or some collections only, as asked', async () => {
		expect((await post(manager, { from: leaver.id, to: mate.id, collections: ['crm_opportunities'], includeClosed: true })).body.data).toMatchObject({ records: 2, perCollection: { crm_opportunities: 2 } });
		expect(await owned(mate)).toEqual(['deal', 'won']);
		expect((await post(manager, { from: leaver.id, to: mate.id, includeClosed: true })).body.data.records).toBe(6);
		expect(await owned(leaver)).toEqual([]);
	});

	test('may be from somebody who was suspended', async () => {
		await changed(world, `/users/${leaver.id}`, { status: 'suspended' });
		expect((await post(manager, { from: leaver.id, to: manager.id })).body.data.records).toBe(5);
	});

	test('can be tried out, which changes nothing', async () => {
		expect((await post(manager, { from: leaver.id, to: mate.id, dryRun: true })).body.data).toEqual({ id: null, dryRun: true, records: 5, perCollection: openOnes });
		expect([await owned(mate), (await manager.read('crm_handovers', { filter: { from_person: { _eq: leaver.id } } })).body.data]).toEqual([[], []]);
	});

	test('leaves alone what is not of their teams', async () => {
		await changed(world, `/users/${leaver.id}`, { team: south });
		// What was closed stayed with North; the rest is South's by now.
		expect((await post(manager, { from: leaver.id, to: mate.id, includeClosed: true })).body.data.perCollection).toEqual({ crm_leads: 1, crm_activities: 1, crm_opportunities: 1 });
		expect(await owned(mate)).toEqual(['converted', 'won', 'done']);
	});

	test('happens whole or not at all', async () => {
		await world.sql.query(`CREATE FUNCTION refuse_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id = '${rows['deal']}' THEN PERFORM cardinal.refuse('Not this one.', 'owner', 'CR409'); END IF; RETURN NEW; END $$`);
		await world.sql.query('CREATE TRIGGER zz_refuse_test BEFORE UPDATE ON crm_opportunities FOR EACH ROW EXECUTE FUNCTION refuse_test()');
		try {
			expect(await post(manager, { from: leaver.id, to: mate.id })).toMatchObject(saying(409, 'Not this one.'));
			expect([await owned(mate), (await manager.read('crm_handovers', { filter: { from_person: { _eq: leaver.id } } })).body.data]).toEqual([[], []]);
			const { body } = await post(manager, { from: leaver.id, to: mate.id }, { accept: 'application/x-ndjson' });
			expect(JSON.parse(body.trim().split('\n').at(-1))).toEqual({ errors: [{ message: 'Not this one.', extensions: { code: 'CONFLICT' } }] });
		} finally {
			await world.sql.query('DROP FUNCTION refuse_test CASCADE');
		}
	});

	test('tells how far it is', async () => {
		await world.sql.query('INSERT INTO crm_activities (id, subject, status, owner, team) SELECT gen_random_uuid(), \'Planned\', \'planned\', $1, $2 FROM generate_series(1, 500)', [leaver.id, north]);
		const { body } = await post(manager, { from: leaver.id, to: mate.id, collections: ['crm_activities'] }, { accept: 'application/x-ndjson' });
		const lines = body.trim().split('\n').map((line: string) => JSON.parse(line));
		expect(lines.slice(0, -1)).toEqual([0, 200, 400, 501].map((done) => ({ progress: { done, of: 501 } })));
		expect(lines.at(-1)).toMatchObject({ report: { records: 501, perCollection: { crm_activities: 501 } } });
	});

	test('and another at the same time end well, one after the other', async () => {
		const answers = await Promise.all([post(manager, { from: leaver.id, to: mate.id }), post(admin, { from: leaver.id, to: stranger.id }), leaver.update('crm_opportunities', rows['deal'] ?? '', { next_step: 'Call' })]);
		expect(answers.slice(0, 2).map(({ status }) => status).sort()).toEqual([200, 409]);
		expect(new Set([(await owned(mate)).length, (await owned(stranger)).length])).toEqual(new Set([0, 5]));
	});
});

describe('is refused with a sentence', () => {
	const cases: [string, () => Promise<Answer>, number, () => string][] = [
		['to the same person', () => post(manager, { from: leaver.id, to: leaver.id }), 400, () => `${leaver.name} has these records already: choose somebody else to take over.`],
		['out of the manager’s reach', () => post(manager, { from: leaver.id, to: stranger.id }), 403, () => 'You can give leads, accounts, contacts, activities and opportunities to people of the teams that you belong to or manage only: choose one of them.'],
		['by a rep', () => post(mate, { from: leaver.id, to: mate.id }), 403, () => 'Records of others are handed over by their manager or an administrator: ask one of them. You can give away what is your own in its form.'],
		['to nobody', () => post(manager, { from: leaver.id, to: 'cfa1ffb5-3b49-4a3f-a2a8-1d5e5c1e0b11' }), 400, () => 'There is no such person to take over: choose somebody else.'],
		['from nobody in particular', () => post(manager, { to: mate.id }), 400, () => 'Say whose records are handed over: “from” is the id of a person.'],
		['with a word that means nothing', () => post(manager, { from: leaver.id, to: mate.id, colections: [] }), 400, () => 'A handover knows nothing of “colections”.'],
		['of something else', () => post(manager, { from: leaver.id, to: mate.id, collections: ['directus_users'] }), 403, () => 'There is nothing called “directus_users” that you may hand over.'],
	];

	test.each(cases)('%s', async (_name, ask, status, sentence) => {
		expect(await ask()).toMatchObject(saying(status, sentence()));
		expect(await owned(leaver)).toEqual(Object.keys(rows));
	});

	test('to somebody who is away for good', async () => {
		const gone = await hire(world, { role: 'sales_rep', name: 'Gone', team: north, status: 'archived' });
		expect(await post(manager, { from: leaver.id, to: gone.id })).toMatchObject(saying(400, `${gone.name} does not work here any more, or not yet: choose somebody else to take over.`));
	});

	test('to whoever is not signed in', async () => {
		expect((await world.api('/crm/handovers', { body: { from: leaver.id, to: mate.id }, token: null })).status).toBe(401);
		expect((await world.api('/crm/handovers/people', { token: mate.token })).status).toBe(403);
	});
});

test('an administrator hands over to anybody, marketing leads and contacts', async () => {
	expect((await post(marketer, { from: leaver.id, to: stranger.id })).body.data.perCollection).toEqual({ crm_leads: 1, crm_contacts: 1 });
	expect((await post(admin, { from: leaver.id, to: stranger.id, includeClosed: true })).body.data.records).toBe(6);
	expect(await owned(stranger)).toHaveLength(8);
});

test.each([['Mona', () => manager, 'crm_leads', 'teams'], ['Ada', () => admin, 'crm_leads', 'all'], ['Max', () => marketer, 'crm_leads', 'all'], ['Max', () => marketer, 'crm_activities', 'teams'], ['Mats', () => mate, 'crm_leads', 'own']] as const)('%s reads how far they may move what', async (_name, who, collection, reach) => {
	expect((await get(who(), `reach?collection=${collection}`)).body).toEqual({ data: { reach } });
});

test('before it, people and their records are counted as far as they can be handed over', async () => {
	const find = async (who: Colleague, person: Colleague) => (await get(who, 'people')).body.data.find(({ id }: { id: string }) => id === person.id);
	expect(await find(manager, leaver)).toMatchObject({ first_name: 'Lea', status: 'active', team: { id: north }, open: 5, closed: 3, canTakeOver: true });
	expect(await find(manager, stranger)).toMatchObject({ open: 0, closed: 0, canTakeOver: false });
	expect(await find(marketer, leaver)).toMatchObject({ open: 2, closed: 1, canTakeOver: true });
	expect((await find(admin, stranger)).canTakeOver).toBe(true);
});

test('before it, one reads what there is, and what stays to be done by hand', async () => {
	const team = await made(world, '/items/crm_teams', { name: `Harbour ${leaver.id.slice(0, 4)}`, manager: leaver.id });
	await made(world, '/items/crm_opportunity_collaborators', { person: leaver.id, opportunity: (await made(world, '/items/crm_opportunities', { name: 'Shared', owner: mate.id })).id });
	const { body: { data } } = await get(manager, `preview?from=${leaver.id}`);
	expect(data.from).toMatchObject({ id: leaver.id, first_name: 'Lea' });
	expect(Object.fromEntries(data.collections.map(({ collection, open, closed }: { collection: string; open: number; closed: number }) => [collection, [open, closed]]))).toEqual({
		crm_leads: [1, 1], crm_accounts: [1, 0], crm_contacts: [1, 0], crm_activities: [1, 1], crm_opportunities: [1, 1],
	});
	expect(data.remaining).toEqual([
		{ sentence: `${leaver.name} manages the team ${team.name}: choose another manager.`, collection: 'crm_teams', key: team.id },
		{ sentence: `${leaver.name} works along on 1 deal of others: share them with somebody else where they are still needed.`, collection: 'crm_opportunities', key: null },
	]);
	expect(await get(manager, 'preview?from=x')).toMatchObject(saying(400, 'Say whose records are handed over: “from” is the id of a person.'));
});
