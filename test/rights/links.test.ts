import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startWorld, type World } from '../support/index.ts';
import type { Person } from './people.ts';
import { make, nobody, stateOf, twoReps } from './two-reps.ts';

let world: World;
let rep: Person;
let other: Person;

/** What the rep has. */
const mine: { [name: string]: string } = {};
/** What the rep may not see. */
const theirs: { [name: string]: string } = {};

beforeAll(async () => {
	world = await startWorld();
	await make(world, '/collections', { collection: 'visits', schema: {}, meta: {}, fields: [
		{ field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true }, meta: {} },
		{ field: 'place', type: 'string', schema: {}, meta: {} },
		{ field: 'account', type: 'uuid', schema: {}, meta: { special: ['m2o'] } },
		{ field: 'photo', type: 'uuid', schema: {}, meta: { special: ['file'] } },
		{ field: 'before', type: 'integer', schema: {}, meta: { special: ['m2o'] } },
		{ field: 'item', type: 'string', schema: {}, meta: { special: ['m2a'] } },
		{ field: 'collection', type: 'string', schema: {}, meta: {} },
		{ field: 'made_by', type: 'uuid', schema: {}, meta: { special: ['user-created'] } },
	] });
	for (const [field, related] of [['account', 'crm_accounts'], ['photo', 'directus_files'], ['before', 'visits'], ['made_by', 'directus_users']]) {
		await world.api('/relations', { body: { collection: 'visits', field, related_collection: related, schema: { on_delete: 'SET NULL' } } });
	}
	await world.api('/relations', { body: { collection: 'visits', field: 'item', related_collection: null, meta: { one_allowed_collections: ['crm_leads', 'visits'], one_collection_field: 'collection' } } });
	const visible = { made_by: { _eq: '$CURRENT_USER' } };
	({ rep, other } = await twoReps(world, { visits: { read: visible, write: visible } }));

	for (const [who, things] of [[rep, mine], [other, theirs]] as const) {
		things['lead'] = await make(world, '/items/crm_leads', { last_name: 'Lead', owner: who.id }, who);
		things['account'] = await make(world, '/items/crm_accounts', { name: 'Account' }, who);
		things['contact'] = await make(world, '/items/crm_contacts', { last_name: 'Contact' }, who);
		things['deal'] = await make(world, '/items/crm_opportunities', { name: 'Deal' }, who);
		things['line'] = await make(world, '/items/crm_opportunity_lines', { opportunity: things['deal'], unit_price: 5 }, who);
		things['activity'] = await make(world, '/items/crm_activities', { subject: 'Call', account: things['account'] }, who);
		things['visit'] = await make(world, '/items/visits', { place: 'Berlin' }, who);
		const form = new FormData();
		form.set('file', new Blob(['secret'], { type: 'text/plain' }), 'notes.txt');
		const { body } = await world.api('/files', { method: 'POST', body: form, token: who.token });
		things['file'] = body.data.id;
	}
	theirs['shared'] = await make(world, '/items/crm_opportunities', { name: 'Shared', external_id: 'shared deal', owner: other.id });
	theirs['manager'] = await make(world, '/users', { first_name: 'Boss', title: 'Boss', email: 'boss@example.com', status: 'active' });
});
afterAll(() => world?.stop());

const as = (path: string, body: unknown, method = 'POST') => world.api(path, { method, body, token: rep.token });
const file = (content: string, type: string, name: string) => {
	const form = new FormData();
	form.set('file', new Blob([content], { type }), name);
	return form;
};

interface Path {
	readonly story: string;
	readonly field: string;
	/** What is refused, with the key of a row that somebody else has. */
	readonly write: (key: string) => Promise<Answer>;
	readonly foreign: () => string | undefined;
	/** A key of that kind that no row has. */
	readonly missing?: () => string;
	readonly message: string;
}

const noAccount = 'Account: there is no such account that you can use here. Choose another.';
const noContact = 'Contact: there is no such contact that you can use here. Choose another.';
const noDeal = 'Opportunity: there is no such opportunity that you can use here. Choose another.';
const account = { field: 'account', foreign: () => theirs['account'], message: noAccount };
const contact = { field: 'contact', foreign: () => theirs['contact'], message: noContact };
const deal = { field: 'opportunity', foreign: () => theirs['deal'], message: noDeal };

const paths: Path[] = [
	{ ...account, story: 'a new row', write: (key) => as('/items/crm_contacts', { last_name: 'X', account: key }) },
	{ ...account, story: 'a new row, with an object that holds the key', write: (key) => as('/items/crm_contacts', { last_name: 'X', account: { id: key } }) },
	{ ...account, story: 'a key in capital letters', write: (key) => as('/items/crm_contacts', { last_name: 'X', account: key.toUpperCase() }) },
	{ ...account, story: 'one of several new rows', write: (key) => as('/items/crm_contacts', [{ last_name: 'Good', account: mine['account'] }, { last_name: 'Bad', account: key }]) },
	{ ...account, story: 'a change', write: (key) => as(`/items/crm_contacts/${mine['contact']}`, { account: key }, 'PATCH') },
	{ ...account, story: 'a change of several', write: (key) => as('/items/crm_contacts', { keys: [mine['contact']], data: { account: key } }, 'PATCH') },
	{ ...account, story: 'a change of all that a query finds', write: (key) => as('/items/crm_contacts', { query: { filter: { id: { _eq: mine['contact'] } } }, data: { account: key } }, 'PATCH') },
	{ ...account, story: 'a batch of changes', write: (key) => as('/items/crm_contacts', [{ id: mine['contact'], title: 'Boss', account: key }], 'PATCH') },
	{ ...account, story: 'a row that comes along in a link', write: (key) => as('/items/crm_opportunities', { name: 'X', contact: { last_name: 'X', account: key } }) },
	{ ...contact, story: 'a row that comes along in a list', write: (key) => as(`/items/crm_accounts/${mine['account']}`, { name: 'Changed', opportunities: { create: [{ name: 'X', contact: key }], update: [], delete: [] } }, 'PATCH') },
	{ ...contact, story: 'a row that is changed in a list', write: (key) => as('/items/crm_accounts', { name: 'X', opportunities: [{ id: mine['deal'], contact: key }] }) },
	{ ...account, story: 'a row that is moved on in a list', write: (key) => as(`/items/crm_accounts/${mine['account']}`, { activities: { create: [], update: [{ id: mine['activity'], account: key }], delete: [] } }, 'PATCH') },
	{ ...account, story: 'a row of a list that is sent as a whole', write: (key) => as(`/items/crm_accounts/${mine['account']}`, { activities: [{ id: mine['activity'], account: key }] }, 'PATCH') },
	{ ...contact, story: 'a junction', write: (key) => as('/items/crm_account_contacts', { account: mine['account'], contact: key }) },
	{ ...contact, story: 'a junction in a list', write: (key) => as(`/items/crm_accounts/${mine['account']}`, { contacts: { create: [{ contact: { id: key }, role: 'user' }], update: [], delete: [] } }, 'PATCH') },
	{ ...deal, story: 'a part of another whole', write: (key) => as('/items/crm_opportunity_lines', { opportunity: key, unit_price: 1 }) },
	{ ...deal, story: 'a part of a whole that may be read and not changed', foreign: () => theirs['shared'], write: (key) => as('/items/crm_opportunity_lines', { opportunity: key, unit_price: 1 }) },
	{ ...deal, story: 'a part that moves to another whole', write: (key) => as(`/items/crm_opportunity_lines/${mine['line']}`, { opportunity: key }, 'PATCH') },
	{
		field: 'opportunities', foreign: () => theirs['deal'], message: 'Opportunities: there is no such opportunity that you can use here. Choose another.',
		story: 'a row that is pulled into a list by its key', write: (key) => as(`/items/crm_accounts/${mine['account']}`, { opportunities: [key] }, 'PATCH'),
	},
	{
		field: 'opportunities', foreign: () => theirs['deal'], message: 'Opportunities: there is no such opportunity that you can use here. Choose another.',
		story: 'a row that is pulled into a list by an object', write: (key) => as('/items/crm_accounts', { name: 'X', opportunities: [{ id: key }] }),
	},
	{
		field: 'lines', foreign: () => theirs['line'], message: 'Products: there is no such product line that you can use here. Choose another.',
		story: 'a row that is changed in a list it is not in', write: (key) => as(`/items/crm_opportunities/${mine['deal']}`, { lines: { create: [], update: [{ id: key, quantity: 2 }], delete: [] } }, 'PATCH'),
	},
	{
		field: 'owner', foreign: () => theirs['manager'], message: 'Owner: there is no such person that you can use here. Choose another.',
		story: 'a person', write: (key) => as('/items/crm_leads', { last_name: 'X', owner: key }),
	},
	{ field: 'avatar', foreign: () => theirs['file'], message: 'Avatar: there is no such record that you can use here. Choose another.', story: 'a picture', write: (key) => as('/users/me', { avatar: key }, 'PATCH') },
	{ field: 'photo', foreign: () => theirs['file'], message: 'Photo: there is no such record that you can use here. Choose another.', story: 'a file', write: (key) => as('/items/visits', { photo: key }) },
	{ field: 'before', foreign: () => theirs['visit'], missing: () => '987654', message: 'Before: there is no such record that you can use here. Choose another.', story: 'a row of an admin’s own collection', write: (key) => as('/items/visits', { before: Number(key) }) },
	{ field: 'item', foreign: () => theirs['lead'], message: 'Item: there is no such record that you can use here. Choose another.', story: 'a link to one of several collections', write: (key) => as('/items/visits', { item: key, collection: 'crm_leads' }) },
	{ field: 'item', foreign: () => theirs['visit'], missing: () => '987654', message: 'Item: there is no such record that you can use here. Choose another.', story: 'the key alone of such a link', write: async (key) => {
		const visit = await make(world, '/items/visits', { place: 'Rome', item: mine['visit'], collection: 'visits' }, rep);
		const answer = await as(`/items/visits/${visit}`, { item: key }, 'PATCH');
		await world.api(`/items/visits/${visit}`, { method: 'DELETE' });
		return answer;
	} },
	{
		field: 'lead', foreign: () => theirs['lead'], message: 'Lead: there is no such lead that you can use here. Choose another.',
		story: 'GraphQL, a new row', write: (key) => graphql('mutation ($key: ID!) { create_crm_activities_item(data: { subject: "X", lead: { id: $key } }) { id } }', { key }),
	},
	{ ...account, story: 'GraphQL, a change', write: (key) => graphql('mutation ($row: ID!, $key: ID!) { update_crm_contacts_item(id: $row, data: { account: { id: $key } }) { id } }', { row: mine['contact'], key }) },
	{ ...account, story: 'a JSON file', write: (key) => as('/utils/import/crm_contacts', file(JSON.stringify([{ last_name: 'Good' }, { last_name: 'Bad', account: key }]), 'application/json', 'contacts.json')) },
	{ ...account, story: 'a CSV file', write: (key) => as('/utils/import/crm_contacts', file(`last_name,account\nGood,\nBad,${key}\n`, 'text/csv', 'contacts.csv')) },
];

/** GraphQL answers 200 whatever happens; what it says of errors is what counts. */
async function graphql(query: string, variables: Record<string, unknown>): Promise<Answer> {
	const answer = await world.graphql(query, variables, { token: rep.token });
	const errors = answer.body.errors?.map(({ message, extensions }: { message: string; extensions: object }) => ({ message, extensions }));
	return { ...answer, status: errors ? 400 : answer.status, body: { errors } };
}

/** Stories whose preparation leaves a trace of its own. */
const leavesTraces = new Set(['the key alone of such a link']);

describe('a link to a row that the writer can’t use is refused, as one to no row is, and changes nothing', () => {
	test.each(paths)('$story', async ({ story, field, write, foreign, missing = nobody, message }) => {
		const before = await stateOf(world);
		const refused = await write(String(foreign()));
		const none = await write(missing());
		expect(refused).toMatchObject({ status: 400, body: { errors: [{ message, extensions: { field, code: 'FAILED_VALIDATION' } }] } });
		expect([none.status, none.body]).toEqual([refused.status, refused.body]);
		if (!leavesTraces.has(story)) expect(await stateOf(world)).toEqual(before);
	});

	test('a part of two wholes takes the right to change one of them', async () => {
		const [readable, hers] = [
			await make(world, '/items/crm_accounts', { name: 'Shared', external_id: 'shared account', owner: other.id }),
			await make(world, '/items/crm_contacts', { last_name: 'Shared', external_id: 'shared contact', owner: other.id }),
		];
		expect((await as('/items/crm_account_contacts', { account: readable, contact: hers })).body.errors[0].message).toBe(noAccount);
		const { status, body } = await as(`/items/crm_contacts/${mine['contact']}?fields=accounts.account`, { accounts: { create: [{ account: readable, role: 'user' }], update: [], delete: [] } }, 'PATCH');
		expect([status, body.data]).toEqual([200, { accounts: [] }]); // whose account it is decides who sees it
		const place = await make(world, '/items/crm_account_contacts', { account: mine['account'], contact: mine['contact'] }, rep);
		expect((await as(`/items/crm_account_contacts/${place}`, { contact: hers }, 'PATCH')).status).toBe(200);
		expect((await as(`/items/crm_account_contacts/${place}`, { account: readable }, 'PATCH')).body.errors[0].message).toBe(noAccount);
	});

	test('who may write nothing there is told just that', async () => {
		for (const key of [theirs['account'], nobody()]) {
			expect(await as(`/items/crm_activities/${theirs['activity']}`, { account: key }, 'PATCH')).toMatchObject({ status: 403 });
			expect(await as('/items/crm_stages', { name: 'X', pipeline: key })).toMatchObject({ status: 403 });
		}
	});

	test('what an admin links to no row is refused in the same words', async () => {
		const [refused, none] = [await as('/items/crm_contacts', { last_name: 'X', account: theirs['account'] }), await world.api('/items/crm_contacts', { body: { last_name: 'X', account: nobody() } })];
		expect([none.status, none.body]).toEqual([refused.status, refused.body]);
		expect((await world.api('/items/visits', { body: { before: 987654 } })).body.errors[0].message).toBe('Before: there is no such record that you can use here. Choose another.');
	});

	test('a list that is sent as a whole loses nothing that the writer can’t see, and nothing is told of it', async () => {
		const hidden = await make(world, '/items/crm_activities', { subject: 'Hidden', account: mine['account'], owner: other.id });
		for (const activities of [[mine['activity']], [], null]) {
			expect(await as(`/items/crm_accounts/${mine['account']}?fields=id`, { activities }, 'PATCH')).toMatchObject({ status: 200, body: { data: { id: mine['account'] } } });
		}
		const { rows } = await world.sql.query('SELECT id FROM crm_activities WHERE account = $1', [mine['account']]);
		expect(rows).toEqual([{ id: hidden }]);
		await world.api(`/items/crm_activities/${hidden}`, { method: 'DELETE' });
		await world.api(`/items/crm_activities/${mine['activity']}`, { method: 'PATCH', body: { account: mine['account'] } });
	});

	test('nor what the writer sees and may not change', async () => {
		await world.api(`/items/crm_opportunities/${theirs['shared']}`, { method: 'PATCH', body: { account: mine['account'] } });
		const before = await stateOf(world);
		for (const opportunities of [[], { create: [], update: [], delete: [theirs['shared']] }]) expect((await as(`/items/crm_accounts/${mine['account']}`, { opportunities }, 'PATCH')).status).toBe(403);
		expect(await stateOf(world)).toEqual(before);
	});

	test('what the writer can’t see is not taken out of a list, and nothing is told of it', async () => {
		const hidden = await make(world, '/items/crm_activities', { subject: 'Hidden', account: mine['account'], owner: other.id });
		const own = await make(world, '/items/crm_activities', { subject: 'Own', account: mine['account'] }, rep);
		const answers = [];
		for (const one of [hidden, theirs['activity'], nobody(), own]) answers.push(await as(`/items/crm_accounts/${mine['account']}?fields=id`, { activities: { create: [], update: [], delete: [one] } }, 'PATCH'));
		expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [200, { data: { id: mine['account'] } }]));
		const { rows } = await world.sql.query('SELECT id, account FROM crm_activities WHERE id = ANY ($1) ORDER BY account', [[hidden, theirs['activity'], own]]);
		expect(rows.find(({ id }) => id === hidden)?.account).toBe(mine['account']);
		expect(rows.find(({ id }) => id === theirs['activity'])?.account).toBe(theirs['account']);
		expect(rows.find(({ id }) => id === own)?.account).toBeNull();
		await world.api('/items/crm_activities', { method: 'DELETE', body: [hidden, own] });
	});
});

describe('a change or a deletion of what a query finds', () => {
	test('finds what the writer can see, and refuses what may not be changed', async () => {
		const finds = async (query: object) => {
			const { status, body } = await as('/items/crm_opportunities?fields=id', { query, data: { next_step: 'Call' } }, 'PATCH');
			return status === 200 ? body.data.map(({ id }: { id: string }) => id) : status;
		};
		expect(await finds({ filter: { id: { _in: [mine['deal'], theirs['deal']] } } })).toEqual([mine['deal']]);
		expect(await finds({ filter: { owner: { id: { _eq: other.id } }, external_id: { _null: true } } })).toEqual([]);
		expect(await finds({ filter: { id: { _in: [mine['deal'], theirs['shared']] } } })).toBe(403);
		expect((await as('/items/crm_opportunities', { query: { filter: { id: { _in: [theirs['deal'], nobody()] } } } }, 'DELETE')).status).toBe(204);
		expect((await world.api(`/items/crm_opportunities/${theirs['deal']}`)).body.data.next_step).toBeNull();
	});

	test('who may write and read nothing finds nothing, and can fill a list', async () => {
		const policy = await make(world, '/policies', { name: 'Drop box', app_access: false, admin_access: false });
		for (const [collection, action] of [['crm_leads', 'create'], ['crm_leads', 'update'], ['crm_activities', 'create'], ['crm_activities', 'update'], ['directus_users', 'read']]) await make(world, '/permissions', { policy, collection, action, fields: ['*'], permissions: null });
		const role = await make(world, '/roles', { name: 'Drop box', policies: { create: [{ policy }], update: [], delete: [] } });
		const owner = await make(world, '/users', { first_name: 'form', email: 'form@example.com', role, token: 'token-of-form', status: 'active' });
		const form = (path: string, body: unknown, method: string) => world.api(path, { method, body, token: 'token-of-form' });
		const before = await stateOf(world);
		expect((await form('/items/crm_leads', { query: { filter: { last_name: { _eq: 'Lead' } } }, data: { last_name: 'X' } }, 'PATCH')).status).toBeLessThan(300);
		expect(await stateOf(world)).toEqual(before);
		expect((await form('/items/crm_leads', { last_name: 'From the form', owner, activities: [{ subject: 'Answer it', owner }] }, 'POST')).status).toBe(204);
		const { rows } = await world.sql.query(`SELECT subject FROM crm_activities JOIN crm_leads ON crm_leads.id = lead WHERE last_name = 'From the form'`);
		expect(rows).toEqual([{ subject: 'Answer it' }]);
	});
});

describe('what is there already may stay', () => {
	test('a link that somebody else made, sent back with a change or with the whole row', async () => {
		const row = await make(world, '/items/crm_contacts', { last_name: 'Kept', account: theirs['account'], owner: rep.id });
		expect((await as(`/items/crm_contacts/${row}`, { title: 'Boss', account: theirs['account'] }, 'PATCH')).status).toBe(200);
		const { body: { data } } = await world.api(`/items/crm_contacts/${row}`, { token: rep.token });
		expect(data.account).toBe(theirs['account']);
		expect((await as(`/items/crm_contacts/${row}`, { ...data, accounts: undefined, opportunities: undefined, activities: undefined }, 'PATCH')).status).toBe(200);
		// Not where one of several rows has another one.
		expect((await as('/items/crm_contacts', { keys: [row, mine['contact']], data: { account: theirs['account'] } }, 'PATCH')).body.errors[0].message).toBe(noAccount);
		// And not of rows that the writer can't see: the answer would tell what they link to.
		const same = await as(`/items/crm_activities/${theirs['activity']}`, { account: theirs['account'] }, 'PATCH');
		const another = await as(`/items/crm_activities/${theirs['activity']}`, { account: nobody() }, 'PATCH');
		expect([same.status, same.body]).toEqual([another.status, another.body]);
	});

	test('a revision brings back what can be linked, and nothing else', async () => {
		const row = await make(world, '/items/crm_contacts', { last_name: 'Before', account: theirs['account'], owner: rep.id });
		await world.api(`/items/crm_contacts/${row}`, { method: 'PATCH', body: { last_name: 'After' } });
		const [{ id: revision }] = (await world.api(`/revisions?filter[item][_eq]=${row}&sort=-id&limit=1&fields=id`)).body.data;
		// Directus leaves links out of its revisions; older ones and those of other tools have them.
		await world.sql.query('UPDATE directus_revisions SET data = (data::jsonb || jsonb_build_object(\'account\', $2::text))::json WHERE id = $1', [revision, theirs['account']]);
		await world.api(`/items/crm_contacts/${row}`, { method: 'PATCH', body: { last_name: 'Later' } });
		const revert = () => world.api(`/utils/revert/${revision}`, { method: 'POST', token: rep.token });
		expect((await revert()).status).toBe(204);
		expect((await world.api(`/items/crm_contacts/${row}`)).body.data).toMatchObject({ last_name: 'After', account: theirs['account'] });

		await as(`/items/crm_contacts/${row}`, { account: mine['account'] }, 'PATCH');
		const before = await stateOf(world);
		expect(await revert()).toMatchObject({ status: 400, body: { errors: [{ message: noAccount, extensions: { field: 'account' } }] } });
		expect(await stateOf(world)).toEqual(before);
	});

	test('who made a row is for Directus to say', async () => {
		expect((await as('/items/visits', { place: 'Oslo', made_by: theirs['manager'] })).body.data.made_by).toBe(rep.id);
		expect((await as('/items/crm_accounts', { name: 'Copy', user_created: theirs['manager'], user_updated: theirs['manager'] })).body.data).toMatchObject({ user_created: rep.id, user_updated: null });
	});
});

describe('rows that a write makes itself', () => {
	const tree = (owner?: string) => {
		const [account, contact] = [nobody(), nobody()];
		const whose = owner ? { owner } : {};
		return { account, contact, deal: { name: 'Tree', contact, account: { id: account, name: 'Tree', ...whose, contacts: { create: [{ contact: { id: contact, last_name: 'Tree', ...whose }, role: 'user' }], update: [], delete: [] } } } };
	};

	test('may be linked to wherever it comes after them', async () => {
		const { account, contact, deal } = tree();
		const { status, body } = await as('/items/crm_opportunities', deal);
		expect([status, body.data]).toMatchObject([200, { account, contact }]);
	});

	test('also when they are made for somebody else, with all that is in their lists', async () => {
		const { account, contact, deal } = tree(other.id);
		const { status, body } = await as('/items/crm_opportunities', deal);
		expect([status, body.data]).toMatchObject([200, { account, contact }]);
		const given = await as('/items/crm_opportunities?fields=id', { name: 'Given', owner: other.id, lines: { create: [{ unit_price: 7 }], update: [], delete: [] } });
		expect(given.status).not.toBe(400);
		const { rows } = await world.sql.query(`SELECT amount FROM crm_opportunities WHERE name = 'Given'`);
		expect(rows).toEqual([{ amount: '7.0000' }]);
	});

	test('a deal may be handed over and get a line at once', async () => {
		const deal = await make(world, '/items/crm_opportunities', { name: 'Handed over' }, rep);
		await as(`/items/crm_opportunities/${deal}`, { owner: other.id, lines: { create: [{ unit_price: 9 }], update: [], delete: [] } }, 'PATCH');
		const { rows } = await world.sql.query('SELECT owner, amount FROM crm_opportunities WHERE id = $1', [deal]);
		expect(rows).toEqual([{ owner: other.id, amount: '9.0000' }]);
	});

	test('in an update, too', async () => {
		const { account, contact, deal: { name: _, ...links } } = tree();
		const deal = await make(world, '/items/crm_opportunities', { name: 'Grown' }, rep);
		const { status, body } = await as(`/items/crm_opportunities/${deal}`, links, 'PATCH');
		expect([status, body.data]).toMatchObject([200, { account, contact }]);
	});

	test('a row may link to itself', async () => {
		const id = nobody();
		expect((await as('/items/crm_accounts', { id, name: 'Self-made', opportunities: [{ name: 'X', account: id }] })).status).toBe(200);
	});

	test('a claim to make what somebody else has is refused, and changes nothing', async () => {
		const before = await stateOf(world);
		const claims = [
			['/items/crm_opportunities', 'POST', { name: 'X', contact: theirs['contact'], account: { name: 'X', contacts: { create: [{ contact: { id: theirs['contact'], title: 'X' } }], update: [], delete: [] } } }],
			['/items/crm_opportunities', 'POST', { name: 'X', account: { id: theirs['account'], name: 'Taken' } }],
			['/items/crm_opportunities', 'POST', { id: theirs['deal'], name: 'Taken', lines: { create: [{ unit_price: 1 }], update: [], delete: [] } }],
			[`/items/crm_leads/${mine['lead']}`, 'PATCH', { converted_account: theirs['account'], converted_opportunity: { name: 'X', account: { id: theirs['account'], name: 'Taken' } } }],
			[`/items/crm_accounts/${mine['account']}`, 'PATCH', { id: theirs['account'], parent: theirs['account'] }],
		] as const;
		for (const [path, method, body] of claims) expect((await as(path, body, method)).status).toBeGreaterThanOrEqual(400);
		expect(await stateOf(world)).toEqual(before);
	});
});

describe('the order of all rows', () => {
	test.each(['crm_opportunity_lines', 'crm_stages'])('of %s is for an administrator to change', async (collection) => {
		const lines = collection === 'crm_stages' ? (await world.api('/items/crm_stages?limit=2&fields=id')).body.data.map(({ id }: { id: string }) => id) : [mine['line'], theirs['line']];
		const before = await stateOf(world);
		expect(await as(`/utils/sort/${collection}`, { item: lines[0], to: lines[1] })).toMatchObject({ status: 403, body: { errors: [{ message: 'Moving a record here would number those of others anew, so only an administrator can. Change the sort number of your own records instead.' }] } });
		const { body } = await world.graphql(`mutation { utils_sort(collection: "${collection}", item: "${lines[0]}", to: "${lines[1]}") }`, {}, { token: rep.token, isSystem: true });
		expect(JSON.stringify(body)).toContain('only an administrator can');
		expect(await stateOf(world)).toEqual(before);
		expect((await world.api(`/utils/sort/${collection}`, { body: { item: lines[0], to: lines[1] } })).status).toBe(200);
	});
});
