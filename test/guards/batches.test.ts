import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';

/** Many rows in one request or statement, and many requests at once. */
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
const several = (count: number) => Array.from({ length: count }, (_, index) => index);
const lastActivity = async (table: string, keys: readonly string[]) => (await world.sql.query<{ at: string | null }>(
	`SELECT to_char(last_activity_at, 'DD') AS at FROM ${table} WHERE id = ANY ($1) ORDER BY array_position($1, id)`, [keys])).rows.map(({ at }) => at);

describe('last activity, by statements of many rows', () => {
	test('follows what is done, moved, undone and deleted', async () => {
		const accounts = (await create('crm_accounts', [{ name: 'Many one' }, { name: 'Many other' }, { name: 'Many none' }])).map(({ id }: { id: string }) => id);
		const [one, other, none] = accounts;
		const insert = async (account: string, days: number[], status: string) => (await world.sql.query(
			`INSERT INTO crm_activities (id, type, subject, status, account, start_at, end_at, date_created)
			SELECT gen_random_uuid(), 'call', 'Many', $3, $1, at, at, now() FROM (SELECT make_timestamptz(2026, 1, day, 12, 0, 0, 'UTC') AS at FROM unnest($2::int[]) AS day) AS days RETURNING id`, [account, days, status])).rows.map(({ id }) => id);
		const done = await insert(one, [3, 9, 5], 'done');
		await insert(other, [2, 4], 'done');
		const planned = await insert(none, [20, 21], 'planned');
		expect(await lastActivity('crm_accounts', accounts)).toEqual(['09', '04', null]);

		await world.sql.query("UPDATE crm_activities SET status = 'done' WHERE id = ANY ($1)", [planned]);
		expect(await lastActivity('crm_accounts', accounts)).toEqual(['09', '04', '21']);
		await world.sql.query("UPDATE crm_activities SET status = 'cancelled' WHERE id = ANY ($1)", [planned]);
		expect(await lastActivity('crm_accounts', accounts)).toEqual(['09', '04', null]);
		await world.sql.query('UPDATE crm_activities SET account = $2 WHERE id = $1', [done[1], other]);
		expect(await lastActivity('crm_accounts', accounts)).toEqual(['05', '09', null]);
		await world.sql.query('DELETE FROM crm_activities WHERE account = ANY ($1) AND extract(day FROM completed_at) > 4', [accounts]);
		expect(await lastActivity('crm_accounts', accounts)).toEqual(['03', '04', null]);
	});

	test('is right whichever of a removal and an older addition comes first', async () => {
		for (let round = 0; round < 8; round++) {
			const account = await create('crm_accounts', { name: 'Crossed' });
			const at = (day: number) => ({ type: 'call', subject: 'Crossed', status: 'done', account: account.id, start_at: `2026-01-0${day}T12:00:00Z`, end_at: `2026-01-0${day}T12:00:00Z` });
			const latest = await create('crm_activities', at(9));
			await Promise.all([create('crm_activities', at(5)), world.api(`/items/crm_activities/${latest.id}`, { method: 'DELETE' })]);
			expect(await lastActivity('crm_accounts', [account.id])).toEqual(['05']);
		}
	});
});

describe('batches at once over the same rows, in opposite orders', () => {
	const orders = several(12).map((batch) => (batch % 2 ? several(12) : several(12).reverse()));

	test('of planned activities never wait for each other', async () => {
		const accounts: { id: string }[] = await create('crm_accounts', several(6).map((index) => ({ name: `Parallel ${index}` })));
		const answers = await Promise.all(orders.map((order) => world.api('/items/crm_activities', { body: order.map((index) => ({ type: 'call', subject: 'Parallel', account: accounts[index % 6]!.id })) })));
		expect(answers.map(({ status }) => status)).toEqual(orders.map(() => 200));
	});

	// Each line locks its deal until the batch is through, so that two batches may wait for each other: the database breaks
	// that after a second, and Directus tries again.
	test('of lines go in or are refused whole, and the sums are right', async () => {
		const deals: { id: string }[] = await create('crm_opportunities', several(3).map((index) => ({ name: `Parallel ${index}`, currency: 'EUR' })));
		const answers = await Promise.all(orders.slice(0, 4).map((order) => world.api('/items/crm_opportunity_lines', { body: order.map((index) => ({ opportunity: deals[index % 3]!.id, unit_price: '1' })) })));
		const gone = answers.filter(({ status }) => status === 200).length;
		expect(gone).toBeGreaterThan(0);
		const { rows } = await world.sql.query('SELECT DISTINCT amount FROM crm_opportunities WHERE id = ANY ($1)', [deals.map(({ id }) => id)]);
		expect(rows).toEqual([{ amount: (gone * 4).toFixed(4) }]);
	});

	test('that wait for each other both go in: Directus tries one of them again', async () => {
		const [one, other]: { id: string }[] = await create('crm_accounts', [{ name: 'Waits' }, { name: 'Waits too' }]);
		const done = (account: string | undefined) => several(12).map(() => ({ type: 'call', subject: 'Waits', status: 'done', account }));
		const answers = await Promise.all([[...done(one?.id), ...done(other?.id)], [...done(other?.id), ...done(one?.id)]].map((body) => world.api('/items/crm_activities', { body })));
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	});

	test('of one statement each lock in one order', async () => {
		const deals: { id: string }[] = await create('crm_opportunities', several(6).map((index) => ({ name: `Statement ${index}`, currency: 'EUR' })));
		const accounts: { id: string }[] = await create('crm_accounts', several(6).map((index) => ({ name: `Statement ${index}` })));
		await Promise.all(orders.flatMap((order) => [
			world.sql.query("INSERT INTO crm_opportunity_lines (id, opportunity, quantity, unit_price, date_created) SELECT gen_random_uuid(), deal, 1, 1, now() FROM unnest($1::uuid[]) AS deal", [order.map((index) => deals[index % 6]!.id)]),
			world.sql.query("INSERT INTO crm_activities (id, type, subject, status, account, date_created) SELECT gen_random_uuid(), 'call', 'Statement', 'done', account, now() FROM unnest($1::uuid[]) AS account", [order.map((index) => accounts[index % 6]!.id)]),
		]));
		const { rows } = await world.sql.query('SELECT DISTINCT amount FROM crm_opportunities WHERE id = ANY ($1)', [deals.map(({ id }) => id)]);
		expect(rows).toEqual([{ amount: '24.0000' }]);
	});
});

describe('a contact and its accounts, written at once from both sides', () => {
	test('agree in the end, and nobody is told of a row made for him', async () => {
		const accounts: { id: string }[] = await create('crm_accounts', several(6).map((index) => ({ name: `Sides ${index}` })));
		const contacts: { id: string }[] = await create('crm_contacts', several(4).map((index) => ({ last_name: `Sides ${index}` })));
		const answers = await Promise.all(several(24).map((index) => {
			const [contact, account] = [contacts[index % 4]!.id, accounts[index >> 2]!.id];
			return Promise.all([
				world.api(`/items/crm_contacts/${contact}`, { method: 'PATCH', body: { account } }),
				world.api('/items/crm_account_contacts', { body: { contact, account, role: 'user' } }),
			]);
		}));
		const codes = answers.flat().filter(({ status }) => status !== 200).map(({ body }) => body.errors[0].extensions.code);
		expect(codes).toEqual([]);
		const { rows } = await world.sql.query(`SELECT contact.id FROM crm_contacts contact WHERE id = ANY ($1) AND account IS DISTINCT FROM
			(SELECT account FROM crm_account_contacts main WHERE main.contact = contact.id AND is_primary)`, [contacts.map(({ id }) => id)]);
		expect(rows).toEqual([]);
	});
});
