import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { type Person, personWith } from './people.ts';

let world: World;
/** Reads and changes their own accounts, contacts and deals. */
let rep: Person;
/** Reads all deals, but amounts, next steps and ranks of their own alone: two policies. */
let partner: Person;

const mine = { owner: { _eq: '$CURRENT_USER' } };
const secret = 'Zebra Holding';

beforeAll(async () => {
	world = await startWorld({ env: { WEBSOCKETS_ENABLED: 'true' } });
	const own = ['crm_accounts', 'crm_contacts', 'crm_opportunities'].flatMap((collection) => (['read', 'update', 'delete'] as const).map((action) => ({ collection, action, permissions: mine })));
	const shared = ['crm_stages', 'crm_pipelines', 'crm_account_contacts', 'directus_files'].map((collection) => ({ collection }));
	rep = await personWith(world, 'Rep', [...own, ...shared]);
	partner = await personWith(world, 'Partner',
		[{ collection: 'crm_opportunities', permissions: mine }, ...shared],
		[{ collection: 'crm_opportunities', fields: ['id', 'name', 'account', 'stage', 'owner', 'currency'] }, { collection: 'crm_accounts' }]);
	const other = await personWith(world, 'Other', []);

	const create = async (collection: string, row: object) => {
		const { status, body } = await world.api(`/items/${collection}`, { body: row });
		if (status !== 200) throw new Error(JSON.stringify(body));
		return body.data.id as string;
	};
	const file = new FormData();
	file.set('title', 'Plan');
	file.set('file', new Blob(['plan'], { type: 'text/plain' }), 'plan.txt');
	expect((await world.api('/files', { body: file })).status).toBe(200);
	const hidden = await create('crm_accounts', { name: secret, owner: other.id });
	const seen = await create('crm_accounts', { name: 'Acme', owner: rep.id });
	await create('crm_contacts', { last_name: 'Hidden', email: 'hidden@example.com', account: seen, owner: other.id });
	await create('crm_contacts', { last_name: 'Seen', email: 'seen@example.com', account: seen, owner: rep.id });
	for (const [owner, whose] of [[rep, 'rep'], [partner, 'partner'], [other, 'other']] as const) {
		await create('crm_opportunities', { name: `${whose}: hidden account`, account: hidden, amount: '100', currency: 'EUR', owner: owner.id, next_step: `step of ${whose}`, external_id: `number of ${whose}` });
		await create('crm_opportunities', { name: `${whose}: seen account`, account: seen, amount: '7', currency: 'EUR', owner: owner.id });
		await create('crm_opportunities', { name: `${whose}: no account`, amount: '1', currency: 'USD', owner: owner.id });
	}
});
afterAll(() => world?.stop());

const query = (parameters: object) => Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`).join('&');
const list = (who: Person, collection: string, parameters: object) => world.api(`/items/${collection}?${query({ fields: 'name', sort: 'id', limit: '-1', ...parameters })}`, { token: who.token });

async function names(who: Person, parameters: object, collection = 'crm_opportunities'): Promise<string[]> {
	const { status, body } = await list(who, collection, parameters);
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body.data.map(({ name }: { name: string }) => name.split(': ').at(-1)).sort();
}

describe('what a row links to and its reader can’t read', () => {
	test.each<[string, object]>([
		['a filter', { filter: { account: { name: { _starts_with: 'Zeb' } } } }],
		['a filter that it does not meet', { filter: { account: { name: { _neq: 'Acme' } } } }],
		['the key of whoever owns it', { filter: { account: { owner: { first_name: { _eq: 'Other' } } } } }],
		['a filter beside others', { filter: { _and: [{ _or: [{ account: { name: { _contains: 'ebra' } } }, { name: { _eq: 'nothing' } }] }] } }],
		['a filter below a relation', { filter: { account: { _or: [{ name: { _eq: secret } }, { name: { _eq: 'x' } }] } } }],
		['a function', { filter: { account: { 'year(date_created)': { _gt: 2000 } }, name: { _contains: 'hidden account' } } }],
	])('takes no part in %s', async (_, parameters) => {
		expect(await names(rep, parameters)).toEqual([]);
		expect(Number((await list(rep, 'crm_opportunities', { ...parameters, fields: '', aggregate: { count: '*' } })).body.data[0].count)).toBe(0);
		const { body } = await list(rep, 'crm_opportunities', { ...parameters, meta: 'filter_count' });
		expect(body.meta).toEqual({ filter_count: 0 });
	});

	test('does not keep its reader from asking about what they can read', async () => {
		expect(await names(rep, { filter: { account: { name: { _starts_with: 'Ac' } } } })).toEqual(['seen account']);
		expect(await names(rep, { filter: { account: { name: { _null: true } } } })).toEqual(['no account']);
		expect(await names(rep, { filter: { account: { _null: true } } })).toEqual(['no account']);
		expect(await names(rep, { filter: { stage: { name: { _nnull: true } } }, sort: 'stage.sort' })).toHaveLength(3);
		const { body } = await list(rep, 'crm_opportunities', { fields: 'account' });
		const keys = body.data.map(({ account }: { account: string | null }) => account).filter(Boolean);
		expect(await names(rep, { filter: { account: { id: { _in: keys } } } })).toEqual(['hidden account', 'seen account']);
	});

	test('takes no part in the filters and sorts of nested rows', async () => {
		const nested = (deep: object) => list(rep, 'crm_accounts', { fields: 'name,opportunities.name', filter: { name: { _eq: 'Acme' } }, deep });
		expect((await nested({ opportunities: { _filter: { account: { name: { _eq: 'Acme' } } } } })).body.data[0].opportunities).toHaveLength(1);
		expect((await nested({ opportunities: { _filter: { owner: { email: { _starts_with: 'x' } } } } })).body.data[0].opportunities).toEqual([]);
		expect(await nested({ opportunities: { _sort: ['account.name'] } })).toMatchObject({ status: 403 });
		expect((await nested({ opportunities: { _sort: ['stage.name'] } })).status).toBe(200);
	});

	test('takes no part in _some and _none, in lists and in their counts', async () => {
		const contacts = async (filter: object) => (await list(rep, 'crm_accounts', { filter })).body;
		expect((await contacts({ opportunities: { _some: { account: { name: { _eq: secret } } } } })).data).toEqual([]);
		expect((await contacts({ opportunities: { name: { _contains: 'other' } } })).data).toEqual([]);
		expect((await contacts({ opportunities: { _some: { name: { _contains: 'rep' } } } })).data).toEqual([{ name: 'Acme' }]);
		expect((await contacts({ opportunities: { name: { _contains: 'rep' } } })).data).toEqual([{ name: 'Acme' }]);
		expect(await contacts({ 'count(opportunities)': { _gt: 1 } })).toMatchObject({ errors: [{ message: '“opportunities” can’t be counted in a filter, a sort or a group, since you may not see all of them. Ask for the count as a field instead.', extensions: { code: 'FORBIDDEN' } }] });
		expect((await list(rep, 'crm_accounts', { sort: 'count(opportunities)' })).status).toBe(403);
		expect((await list(rep, 'crm_accounts', { fields: 'count(opportunities)' })).body.data).toEqual([{ opportunities_count: '1' }]);
	});

	test('sorts no list that it stands in, and says so', async () => {
		const answer = await list(rep, 'crm_opportunities', { sort: 'account.name' });
		expect(answer).toMatchObject({ status: 403, body: { errors: [{ message: expect.stringContaining('The list can’t be sorted by Account › Name'), extensions: { code: 'FORBIDDEN' } }] } });
		expect(await names(rep, { sort: '-account.name', filter: { account: { name: { _nnull: true } } } })).toEqual(['seen account']);
		expect((await list(rep, 'crm_opportunities', { sort: 'account.id,owner.first_name' })).status).toBe(200);
		expect((await list({ id: '', token: world.token }, 'crm_opportunities', { sort: 'account.name' })).status).toBe(200);
	});

	test('takes no part over GraphQL', async () => {
		const ask = async (text: string) => (await world.graphql(text, {}, { token: rep.token })).body;
		expect((await ask('{ crm_opportunities(filter: { account: { name: { _starts_with: "Zeb" } } }) { name } }')).data).toEqual({ crm_opportunities: [] });
		expect((await ask('{ crm_opportunities_aggregated(filter: { account: { name: { _starts_with: "Zeb" } } }) { count { id } } }')).data).toEqual({ crm_opportunities_aggregated: [{ count: { id: 0 } }] });
		expect((await ask('{ crm_accounts { mine: opportunities(filter: { owner: { email: { _starts_with: "x" } } }) { name } } }')).data).toEqual({ crm_accounts: [{ mine: [] }] });
		expect((await ask('{ crm_accounts(filter: { opportunities_func: { count: { _gt: 1 } } }) { name } }')).errors?.[0]).toMatchObject({ message: expect.stringContaining('can’t be counted'), extensions: { code: 'FORBIDDEN' } });
		expect((await ask('{ crm_opportunities(sort: ["account.name"]) { name } }')).errors?.[0].message).toContain('can’t be sorted by Account › Name');
		expect((await ask('{ crm_opportunities(filter: { account: { name: { _eq: "Acme" } } }) { name } }')).data.crm_opportunities).toHaveLength(1);
	});

	test('takes no part in a SEARCH, in system collections, and in what is sent by websocket', async () => {
		const search = await world.api('/items/crm_opportunities', { method: 'SEARCH', body: { query: { filter: { account: { name: { _eq: secret } } }, meta: '*' } }, token: rep.token });
		expect(search.body.data).toEqual([]);
		const files = (filter: object) => world.api(`/files?${query({ filter, meta: 'filter_count' })}`, { token: rep.token });
		expect((await files({ title: { _eq: 'Plan' } })).body).toMatchObject({ data: [{ title: 'Plan' }], meta: { filter_count: 1 } });
		expect((await files({ uploaded_by: { email: { _starts_with: 'a' } } })).body).toEqual({ data: [], meta: { filter_count: 0 } });
		const asked = { filter: { account: { name: { _eq: secret } } }, meta: ['filter_count'] };
		expect(await overWebsocket(rep, { type: 'items', action: 'read', collection: 'crm_opportunities', query: asked })).toMatchObject({ data: [], meta: { filter_count: 0 } });
		expect(await overWebsocket(rep, { type: 'subscribe', collection: 'crm_opportunities', query: asked })).toMatchObject({ event: 'init', data: [], meta: { filter_count: 0 } });
		// Directus counts before it asks whether the field may be read at all.
		const count = await overWebsocket(partner, { type: 'items', action: 'update', collection: 'crm_opportunities', ids: [], data: {}, query: { filter: { owner: { token: { _nnull: true } } }, meta: ['filter_count'] } });
		expect(count).toMatchObject({ status: 'error' });
	});

	test('can’t be followed by Directus’ own way back', async () => {
		expect((await list(rep, 'crm_accounts', { filter: { '$FOLLOW(crm_contacts,account)': { email: { _eq: 'hidden@example.com' } } } })).status).toBe(403);
	});
});

async function overWebsocket(who: Person, message: object): Promise<unknown> {
	const socket = new WebSocket(`${world.url.replace('http', 'ws')}/websocket`);
	try {
		return await new Promise((resolve, reject) => {
			socket.onopen = () => socket.send(JSON.stringify({ type: 'auth', access_token: who.token }));
			socket.onerror = () => reject(new Error('The websocket failed.'));
			socket.onmessage = ({ data }) => {
				const heard = JSON.parse(String(data));
				if (heard.type === 'auth') socket.send(JSON.stringify(message));
				else if (heard.type !== 'ping') resolve(heard);
			};
		});
	} finally {
		socket.close();
	}
}

describe('rows that are changed by a query', () => {
	const change = (method: 'PATCH' | 'DELETE', filter: object) => world.api('/items/crm_opportunities', { method, body: { query: { filter, limit: -1 }, ...(method === 'PATCH' && { data: { next_step: 'Changed' } }) }, token: rep.token });
	const changed = async () => Number((await world.sql.query("SELECT count(*) FROM crm_opportunities WHERE next_step = 'Changed'")).rows[0].count);
	const all = async () => Number((await world.sql.query('SELECT count(*) FROM crm_opportunities')).rows[0].count);

	test.each(['PATCH', 'DELETE'] as const)('by %s are one’s own: what is hidden answers like what is not there', async (method) => {
		const before = await all();
		const none = await change(method, { name: { _eq: 'nobody has this' } });
		for (const filter of [{ name: { _starts_with: 'other' } }, { account: { name: { _eq: secret } } }, { owner: { email: { _contains: 'other' } } }]) {
			expect(await change(method, filter)).toMatchObject({ status: none.status, body: none.body });
		}
		expect([await changed(), await all()]).toEqual([0, before]);
	});

	test('are found as before where they can be read', async () => {
		expect(await change('PATCH', { account: { name: { _eq: 'Acme' } } })).toMatchObject({ status: 200, body: { data: [{ name: 'rep: seen account' }] } });
		expect(await changed()).toBe(1);
		await world.sql.query("UPDATE crm_opportunities SET next_step = NULL WHERE next_step = 'Changed'");
	});

	test('by websocket as well', async () => {
		const update = (filter: object) => overWebsocket(rep, { type: 'items', action: 'update', collection: 'crm_opportunities', query: { filter }, data: { next_step: 'Changed' } });
		expect(await update({ name: { _starts_with: 'other' } })).toMatchObject({ type: 'items', data: [] });
		expect(await changed()).toBe(0);
	});
});

describe('values that can be read in some rows and not in others', () => {
	const aggregate = async (parameters: object) => (await list(partner, 'crm_opportunities', { fields: '', sort: '', ...parameters })).body.data;

	test('are not compared where they can’t be read', async () => {
		expect(await names(partner, {})).toHaveLength(9);
		expect(await names(partner, { filter: { amount: { _gt: 5 } } })).toEqual(['hidden account', 'seen account']);
		expect(await names(partner, { filter: { next_step: { _contains: 'step' } } })).toEqual(['hidden account']);
		expect((await list(partner, 'crm_opportunities', { filter: { amount: { _gt: 5 } }, meta: 'filter_count' })).body.meta).toEqual({ filter_count: 2 });
		expect(await names(partner, { filter: { opportunities: { _some: { amount: { _gt: 5 } } } } }, 'crm_accounts')).toEqual(['Acme', secret]);
		expect(await names(partner, { filter: { opportunities: { _some: { amount: { _eq: 7 }, name: { _contains: 'rep' } } } } }, 'crm_accounts')).toEqual([]);
		expect(await names(partner, { filter: { opportunities: { amount: { _eq: 7 }, name: { _contains: 'rep' } } } }, 'crm_accounts')).toEqual([]);
	});

	test('are not searched', async () => {
		expect(await names(partner, { search: 'number of' })).toEqual(['hidden account']);
		expect((await list(partner, 'crm_opportunities', { search: 'number of', meta: 'filter_count' })).body.meta).toEqual({ filter_count: 1 });
		expect(await names(partner, { search: 'no account' })).toHaveLength(3);
	});

	test('are not added up, counted and grouped', async () => {
		expect(await aggregate({ aggregate: { sum: 'amount', max: 'amount', count: 'amount' } })).toEqual([{ sum: { amount: '108.0000' }, max: { amount: '100.0000' }, count: { amount: '3' } }]);
		expect(await aggregate({ aggregate: { count: '*' } })).toEqual([{ count: '9' }]);
		expect((await aggregate({ aggregate: { count: '*' }, groupBy: 'amount' })).map(({ count }: { count: string }) => count)).toEqual(['1', '1', '1']);
		const graphql = await world.graphql('{ crm_opportunities_aggregated { sum { amount } } }', {}, { token: partner.token });
		expect(graphql.body.data.crm_opportunities_aggregated[0].sum.amount).toBe(108);
	});

	test('put no list in order', async () => {
		expect((await list(partner, 'crm_opportunities', { sort: 'amount' })).status).toBe(403);
		expect(await names(partner, { sort: 'amount', filter: mine })).toHaveLength(3);
	});
});

test('an export asks by the same rights', async () => {
	const exported = await list(rep, 'crm_opportunities', { export: 'csv', filter: { account: { name: { _eq: secret } } } });
	expect(exported.status).toBe(200);
	expect(String(exported.body)).not.toContain('hidden account');
	expect((await list(rep, 'crm_opportunities', { export: 'csv' })).body).toContain('hidden account');
});
