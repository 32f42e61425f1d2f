import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { type Person, personWith } from './people.ts';

let world: World;
/** Reads their own deals. */
let rep: Person;
/** Reads all deals, but amounts and close dates of their own alone: two policies whose fields differ. */
let partner: Person;

const mine = { owner: { _eq: '$CURRENT_USER' } };

beforeAll(async () => {
	world = await startWorld();
	rep = await personWith(world, 'Rep', [
		{ collection: 'crm_opportunities', permissions: mine },
		{ collection: 'crm_opportunity_lines', permissions: { opportunity: mine } },
		{ collection: 'crm_accounts', permissions: mine },
		{ collection: 'crm_leads', fields: ['id', 'last_name', 'status'] },
	]);
	partner = await personWith(world, 'Partner',
		[{ collection: 'crm_opportunities', permissions: mine }],
		[{ collection: 'crm_opportunities', fields: ['id', 'name', 'owner', 'currency', 'stage_kind'] }]);
	const other = await personWith(world, 'Other', []);

	const create = async (collection: string, row: object) => {
		const { status, body } = await world.api(`/items/${collection}`, { body: row });
		if (status !== 200) throw new Error(JSON.stringify(body));
		return body.data.id as string;
	};
	const hidden = await create('crm_accounts', { name: 'Zebra Holding', owner: other.id });
	await create('crm_leads', { last_name: 'Lead', estimated_value: '5', currency: 'EUR' });
	for (const { id } of [rep, partner, other]) {
		await create('crm_opportunities', { name: 'A', amount: '0.1', currency: 'EUR', owner: id, close_date: '2090-01-31', account: hidden });
		await create('crm_opportunities', { name: 'A', amount: '0.2', currency: 'EUR', owner: id, close_date: '2090-02-01' });
		await create('crm_opportunities', { name: 'B', amount: '900000000000000.0001', currency: 'USD', owner: id, close_date: '2090-02-28' });
		await create('crm_opportunities', { name: 'B', currency: 'USD', owner: id, lines: { create: [{ name: 'One', quantity: '3', unit_price: '2.5' }], update: [], delete: [] } });
	}
});
afterAll(() => world?.stop());

const query = (parameters: object) => Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`).join('&');
const ask = (who: Person | undefined, parameters: object, collection = 'crm_opportunities') => world.api(`/crm/figures/${collection}?${query(parameters)}`, { token: who ? who.token : world.token });

async function figures(who: Person | undefined, parameters: object, collection?: string) {
	const { status, body } = await ask(who, parameters, collection);
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body.data;
}

describe('figures', () => {
	test('are exact, and never add amounts of different currencies', async () => {
		expect(await figures(rep, { sum: 'amount', min: 'amount,close_date', max: 'amount' })).toEqual([
			{ by: { currency: 'EUR' }, count: 2, sum: { amount: '0.3000' }, min: { amount: '0.1000', close_date: '2090-01-31' }, max: { amount: '0.2000' } },
			{ by: { currency: 'USD' }, count: 2, sum: { amount: '900000000000007.5001' }, min: { amount: '7.5000', close_date: '2090-02-28' }, max: { amount: '900000000000000.0001' } },
		]);
		expect(await figures(undefined, { sum: 'amount', by: 'currency', filter: { name: { _eq: 'A' } } })).toEqual([{ by: { currency: 'EUR' }, count: 6, sum: { amount: '0.9000' } }]);
	});

	test('take the currency of a part from the whole', async () => {
		expect(await figures(rep, { sum: 'amount,quantity' }, 'crm_opportunity_lines')).toEqual([{ by: { currency: 'USD' }, count: 1, sum: { amount: '7.5000', quantity: '3.0000' } }]);
	});

	test('count by values and by periods', async () => {
		expect(await figures(rep, { by: 'close_date:month' })).toEqual([
			{ by: { 'close_date:month': '2090-01-01' }, count: 1 },
			{ by: { 'close_date:month': '2090-02-01' }, count: 2 },
			{ by: { 'close_date:month': null }, count: 1 },
		]);
		expect(await figures(rep, { by: 'name,close_date:year', sort: '-count,name', limit: '2' })).toEqual([
			{ by: { name: 'A', 'close_date:year': '2090-01-01' }, count: 2 },
			{ by: { name: 'B', 'close_date:year': '2090-01-01' }, count: 1 },
		]);
		expect(await figures(rep, { by: 'date_created:day' })).toEqual([{ by: { 'date_created:day': expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }, count: 4 }]);
		expect(await figures(rep, { filter: { lines: { _some: { quantity: { _gt: 1 } } } } })).toEqual([{ by: {}, count: 1 }]);
		expect(await figures(rep, { filter: { lines: { quantity: { _gt: 1 } } }, sum: 'amount' })).toEqual([{ by: { currency: 'USD' }, count: 1, sum: { amount: '7.5000' } }]);
		expect(await figures(rep, { filter: { owner: { _eq: '$CURRENT_USER' } }, search: 'A' })).toEqual([{ by: {}, count: 2 }]);
		expect(await figures(rep, { filter: { name: { _eq: 'nothing' } }, max: 'rank' }).catch((error: Error) => error.message)).toContain('max: “rank” holds neither numbers nor dates');
		expect(await figures(rep, { filter: { name: { _eq: 'nothing' } }, sum: 'probability', avg: 'probability' })).toEqual([{ by: {}, count: 0, sum: { probability: '0' }, avg: { probability: null } }]);
	});

	test('understand filters as Directus writes them in an address', async () => {
		const { body } = await world.api('/crm/figures/crm_opportunities?filter[_and][0][name][_eq]=A&sum[]=amount', { token: rep.token });
		expect(body.data).toEqual([{ by: { currency: 'EUR' }, count: 2, sum: { amount: '0.3000' } }]);
	});

	test.each<[object, string]>([
		[{ sum: 'name' }, 'sum: “name” holds no numbers. Take another field.'],
		[{ by: 'name:month' }, 'by: “name” holds no dates, so it has no month.'],
		[{ by: 'activities' }, 'by: “activities” holds many values in one row, and can’t be grouped by.'],
		[{ by: 'stage', sort: 'sum.amount' }, 'sort: “sum.amount” is not in the answer. It can be sorted by stage, count.'],
		[{ summe: 'amount' }, 'There is no parameter “summe”. There are by, sum, avg, min, max, filter, search, sort, limit.'],
		[{ filter: { _and: 5 } }, 'Invalid query. Invalid filter object.'],
	])('name what is wrong in a question: %j', async (parameters, message) => {
		expect(await ask(rep, parameters)).toMatchObject({ status: 400, body: { errors: [{ message }] } });
	});

	test('do not say whether there is what may not be read', async () => {
		const outcome = async (parameters: object, collection?: string) => {
			const { status, body } = await ask(rep, parameters, collection);
			return [status, body.errors[0].message.replaceAll(/estimated_value|never_was|crm_contacts|crm_never/g, '…')];
		};
		expect(await outcome({ sum: 'estimated_value' }, 'crm_leads')).toEqual(await outcome({ sum: 'never_was' }, 'crm_leads'));
		expect((await outcome({ sum: 'estimated_value' }, 'crm_leads'))[0]).toBe(403);
		expect(await outcome({ filter: { estimated_value: { _gt: 1 } } }, 'crm_leads')).toEqual(await outcome({ filter: { never_was: { _gt: 1 } } }, 'crm_leads'));
		expect(await outcome({}, 'crm_contacts')).toEqual(await outcome({}, 'crm_never'));
		expect((await world.api('/crm/figures/crm_opportunities', { token: null })).status).toBe(403);
		expect((await ask(undefined, { by: 'password' }, 'directus_users')).status).toBe(403);
		expect(await figures(rep, {}, 'crm_leads')).toEqual([{ by: {}, count: 1 }]);
	});

	test('ask nothing of what rows link to and their reader can’t read', async () => {
		expect(await figures(rep, { filter: { account: { name: { _starts_with: 'Z' } } } })).toEqual([{ by: {}, count: 0 }]);
		expect(await figures(undefined, { filter: { account: { name: { _starts_with: 'Z' } } } })).toEqual([{ by: {}, count: 3 }]);
		expect((await ask(rep, { filter: { 'count(activities)': { _gt: 1 } } })).status).toBe(403);
	});
});

describe('values that may be read in some rows and not in others', () => {
	const own = [{ by: { currency: 'EUR' }, count: 2, sum: { amount: '0.3000' } }, { by: { currency: 'USD' }, count: 2, sum: { amount: '900000000000007.5001' } }];

	test('are not added up, and their rows not counted beside', async () => {
		expect(await figures(partner, {})).toEqual([{ by: {}, count: 12 }]);
		expect(await figures(partner, { by: 'currency' })).toEqual([{ by: { currency: 'EUR' }, count: 6 }, { by: { currency: 'USD' }, count: 6 }]);
		expect(await figures(partner, { sum: 'amount' })).toEqual(own);
		expect(await figures(partner, { sum: 'amount', by: 'currency' })).toEqual(own);
		expect((await figures(partner, { max: 'close_date' }))[0]).toMatchObject({ count: 4, max: { close_date: '2090-02-28' } });
	});

	test('are not filtered, searched and grouped by', async () => {
		expect(await figures(partner, { filter: { amount: { _gt: 1 } } })).toEqual([{ by: {}, count: 2 }]);
		expect(await figures(partner, { filter: { _or: [{ amount: { _gt: 1 } }, { name: { _eq: 'A' } }] } })).toEqual([{ by: {}, count: 8 }]);
		expect((await figures(partner, { by: 'close_date:month' })).map(({ count }: { count: number }) => count)).toEqual([1, 2, 1]);
		expect((await figures(partner, { by: 'amount' })).map(({ count }: { count: number }) => count)).toEqual([1, 1, 1, 1]);
		expect((await figures(partner, { by: 'stage_kind', sum: 'amount', sort: '-sum.amount' })).map(({ count }: { count: number }) => count)).toEqual([2, 2]);
	});
});
