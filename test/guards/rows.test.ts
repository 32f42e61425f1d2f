import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { convertedElsewhere } from '../rights/hire.ts';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const create = async (collection: string, body: object) => {
	const answer = await world.api(`/items/${collection}`, { body });
	if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
};
const update = (collection: string, key: string, body: object) => world.api(`/items/${collection}/${key}`, { method: 'PATCH', body });
const read = async (collection: string, key: string) => (await world.api(`/items/${collection}/${key}`)).body.data;
const refused = (message: string, field: string) => ({ status: 400, body: { errors: [{ message, extensions: { field } }] } });

describe('what is required', () => {
	test.each(['', '   ', '\t\n'])('is not filled by %j', async (blank) => {
		expect(await world.api('/items/crm_accounts', { body: { name: blank } })).toMatchObject(refused('Name must not be empty.', 'name'));
		expect(await world.api('/items/crm_contacts', { body: { last_name: blank } })).toMatchObject(refused('Last name must not be empty.', 'last_name'));
		expect(await world.api('/items/crm_activities', { body: { type: 'call', subject: blank } })).toMatchObject(refused('Subject must not be empty.', 'subject'));
	});
});

describe('a hierarchy', () => {
	test('of accounts has no circles, not even of one', async () => {
		const message = 'An account can’t be above itself: choose another parent account.';
		const top = await create('crm_accounts', { name: 'Top' });
		const middle = await create('crm_accounts', { name: 'Middle', parent: top.id });
		const below = await create('crm_accounts', { name: 'Below', parent: middle.id });
		for (const parent of [top, middle, below]) expect(await update('crm_accounts', top.id, { parent: parent.id })).toMatchObject(refused(message, 'parent'));
		const own = '6f1e4f1c-7d0a-4d0a-9a5e-3c9f0c0f5b01';
		expect(await world.api('/items/crm_accounts', { body: { id: own, name: 'Own', parent: own } })).toMatchObject(refused(message, 'parent'));
		expect((await update('crm_accounts', below.id, { parent: top.id })).status).toBe(200);
	});

	test('is not closed to a circle by two changes at once', async () => {
		for (let round = 0; round < 6; round++) {
			const [one, other] = await create('crm_accounts', [{ name: 'One' }, { name: 'Other' }] as unknown as object);
			const answers = await Promise.all([update('crm_accounts', one.id, { parent: other.id }), update('crm_accounts', other.id, { parent: one.id })]);
			expect(answers.filter(({ status }) => status === 200).length).toBeLessThan(2);
		}
	});

	test('of contacts has none either', async () => {
		const boss = await create('crm_contacts', { last_name: 'Boss' });
		const clerk = await create('crm_contacts', { last_name: 'Clerk', reports_to: boss.id });
		expect(await update('crm_contacts', boss.id, { reports_to: clerk.id })).toMatchObject(refused('Nobody reports to themselves: choose another contact.', 'reports_to'));
	});
});

describe('what is in use', () => {
	test('is found by an index, for keys of any type, and a key of no row is no matter', async () => {
		const { rows: [account] } = await world.sql.query('SELECT cardinal.delete_refusal($1, $2) AS sentence', ['crm_accounts', ['no key']]);
		expect(account).toEqual({ sentence: null });
		await create('crm_opportunities', { name: 'In euros', amount: '1', currency: 'EUR' });
		const { rows: [currency] } = await world.sql.query('SELECT cardinal.delete_refusal($1, $2) AS sentence', ['crm_currencies', ['EUR']]);
		expect(currency.sentence).toMatch(/^It is still in use: [a-z ]+\. Change or delete those first, or archive this instead\.$/);
		const { rows: [longer] } = await world.sql.query('SELECT cardinal.delete_refusal($1, $2) AS sentence', ['crm_currencies', ['EURO']]);
		expect(longer).toEqual({ sentence: null });
		expect((await world.api('/items/crm_accounts/nothing', { method: 'DELETE' })).status).toBeGreaterThanOrEqual(400);
	});
});

describe('a person who changes team', () => {
	test('takes along what is open; what is closed stays', async () => {
		const teams = await create('crm_teams', [{ name: `Old ${Date.now()}` }, { name: `New ${Date.now()}` }] as unknown as object);
		const [old, next] = teams.map(({ id }: { id: string }) => id);
		const { body: { data: { id: owner } } } = await world.api('/users', { body: { first_name: 'Mover', team: old } });
		const made: [string, object, string][] = [
			['crm_leads', { company: 'Open', owner }, next],
			['crm_leads', { company: 'Converted', owner }, old],
			['crm_accounts', { name: 'Mine', owner }, next],
			['crm_contacts', { last_name: 'Mine', owner }, next],
			['crm_opportunities', { name: 'Open', owner }, next],
			['crm_opportunities', { name: 'Won', owner, stage: referenceId('crm_stages', 'sales/won'), amount: '1', close_date: '2099-01-01' }, old],
			['crm_activities', { subject: 'Planned', owner }, next],
			['crm_activities', { subject: 'Done', owner, status: 'done' }, old],
		];
		const rows = await Promise.all(made.map(([collection, body]) => create(collection, body)));
		expect(rows.map(({ team }) => team)).toEqual(made.map(() => old));
		await convertedElsewhere(world, rows[1].id);

		expect((await world.api(`/users/${owner}`, { method: 'PATCH', body: { team: next } })).status).toBe(200);
		expect(await Promise.all(rows.map(async ({ id }, index) => (await read(made[index]![0], id)).team))).toEqual(made.map(([, , team]) => team));
	});

	test('takes along what is just being made, too', async () => {
		const [old, next] = (await create('crm_teams', [{ name: `Before ${Date.now()}` }, { name: `After ${Date.now()}` }] as unknown as object)).map(({ id }: { id: string }) => id);
		const { body: { data: { id: owner } } } = await world.api('/users', { body: { first_name: 'Busy', team: old } });
		const maker = await world.sql.connect();
		try {
			await maker.query('BEGIN');
			const { rows: [account] } = await maker.query("INSERT INTO crm_accounts (id, name, owner) VALUES (gen_random_uuid(), 'Being made', $1) RETURNING id, team", [owner]);
			expect(account.team).toBe(old);
			const change = world.api(`/users/${owner}`, { method: 'PATCH', body: { team: next } });
			await new Promise((resolve) => setTimeout(resolve, 300));
			await maker.query('COMMIT');
			expect((await change).status).toBe(200);
			expect((await read('crm_accounts', account.id)).team).toBe(next);
		} finally {
			maker.release();
		}
	});
});
