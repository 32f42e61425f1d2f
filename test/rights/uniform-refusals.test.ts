import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startWorld, type World } from '../support/index.ts';
import type { Person } from './people.ts';
import { make, nobody, stateOf, twoReps } from './two-reps.ts';

let world: World;
let rep: Person;
const mine: { [name: string]: string } = {};
const theirs: { [name: string]: string } = {};

beforeAll(async () => {
	world = await startWorld();
	const people = await twoReps(world);
	rep = people.rep;
	for (const [who, things] of [[people.rep, mine], [people.other, theirs]] as const) {
		const of = who === people.rep ? 'mine' : 'secret';
		things['account'] = await make(world, '/items/crm_accounts', { name: of }, who);
		// In use, so that it can't be deleted by who may.
		things['deal'] = await make(world, '/items/crm_opportunities', { name: of, account: things['account'] }, who);
		things['line'] = await make(world, '/items/crm_opportunity_lines', { opportunity: things['deal'], unit_price: 5 }, who);
		things['lead'] = await make(world, '/items/crm_leads', { last_name: of, owner: who.id }, who);
		things['contact'] = await make(world, '/items/crm_contacts', { last_name: of }, who);
		things['activity'] = await make(world, '/items/crm_activities', { subject: of, account: things['account'] }, who);
		const form = new FormData();
		form.set('file', new Blob([of], { type: 'text/plain' }), 'notes.txt');
		things['file'] = (await world.api('/files', { method: 'POST', body: form, token: who.token })).body.data.id;
		const csv = new FormData();
		csv.set('mapping', JSON.stringify({ collection: 'crm_activities', columns: { subject: 'Subject' } }));
		csv.set('file', new Blob(['Subject\nx\n'], { type: 'text/csv' }), `${of}.csv`);
		things['import'] = (await world.api('/crm/import', { method: 'POST', body: csv, token: who.token })).body.data.id;
	}
	// Theirs, within mine: what my lists hold and I may not see.
	theirs['within'] = await make(world, '/items/crm_activities', { subject: 'secret', account: mine['account'], owner: people.other.id });
});
afterAll(() => world?.stop());

const as = (path: string, method = 'GET', body?: unknown) => world.api(path, { method, ...(body === undefined ? {} : { body }), token: rep.token });
const graphql = (query: string, variables: Record<string, unknown>, isSystem = false) => world.graphql(query, variables, { token: rep.token, isSystem });

/** A path, the name of the foreign rows that it is tried with, and how it is asked. */
const paths: [string, string, (key: string) => Promise<Answer>][] = [
	['read one', 'account', (key) => as(`/items/crm_accounts/${key}`)],
	['read one, a field of it', 'account', (key) => as(`/items/crm_accounts/${key}?fields=name`)],
	['search by the key', 'account', (key) => as(`/items/crm_accounts?filter[id][_eq]=${key}&meta=*`)],
	['filter by a link', 'account', (key) => as(`/items/crm_contacts?filter[account][_eq]=${key}`)],
	['count', 'account', (key) => as(`/items/crm_accounts?aggregate[count]=*&filter[id][_eq]=${key}`)],
	['change one', 'account', (key) => as(`/items/crm_accounts/${key}`, 'PATCH', { name: 'X' })],
	['change nothing of one', 'account', (key) => as(`/items/crm_accounts/${key}`, 'PATCH', {})],
	['change one to what is refused', 'deal', (key) => as(`/items/crm_opportunities/${key}`, 'PATCH', { close_date: '1999-01-01', amount: '-1' })],
	['change one to what can’t be read', 'deal', (key) => as(`/items/crm_opportunities/${key}`, 'PATCH', { amount: 'abc' })],
	['claim one', 'lead', (key) => as(`/items/crm_leads/${key}`, 'PATCH', { owner: rep.id })],
	['change the lists of one', 'account', (key) => as(`/items/crm_accounts/${key}`, 'PATCH', { activities: [] })],
	['change several', 'account', (key) => as('/items/crm_accounts', 'PATCH', { keys: [mine['account'], key], data: { name: 'X' } })],
	['a batch of changes', 'account', (key) => as('/items/crm_accounts', 'PATCH', [{ id: mine['account'], name: 'X' }, { id: key, name: 'X' }])],
	['change what a query finds', 'account', (key) => as('/items/crm_accounts', 'PATCH', { query: { filter: { id: { _eq: key } } }, data: { name: 'X' } })],
	['delete one', 'account', (key) => as(`/items/crm_accounts/${key}`, 'DELETE')],
	['delete several', 'account', (key) => as('/items/crm_accounts', 'DELETE', [mine['account'], key])],
	['delete what a query finds', 'account', (key) => as('/items/crm_accounts', 'DELETE', { query: { filter: { id: { _eq: key } } } })],
	['link to one', 'account', (key) => as('/items/crm_contacts', 'POST', { last_name: 'X', account: key })],
	['link to one that refuses it', 'deal', (key) => as('/items/crm_opportunity_lines', 'POST', { opportunity: key, quantity: -1 })],
	['change one in a list', 'line', (key) => as(`/items/crm_opportunities/${mine['deal']}`, 'PATCH', { lines: { update: [{ id: key, quantity: 2 }] } })],
	['change one of those in a list', 'within', (key) => as(`/items/crm_accounts/${mine['account']}`, 'PATCH', { activities: { update: [{ id: key, subject: 'X' }] } })],
	['pull one into a list', 'contact', (key) => as('/items/crm_accounts', 'POST', { name: 'X', opportunities: [key] })],
	['name one of those in a list', 'within', (key) => as(`/items/crm_accounts/${mine['account']}`, 'PATCH', { activities: [mine['activity'], key] })],
	['GraphQL, read one', 'account', (key) => graphql('query ($key: ID!) { crm_accounts_by_id(id: $key) { name } }', { key })],
	['GraphQL, change one', 'account', (key) => graphql('mutation ($key: ID!) { update_crm_accounts_item(id: $key, data: { name: "X" }) { id } }', { key })],
	['GraphQL, change several', 'account', (key) => graphql('mutation ($keys: [ID]!) { update_crm_accounts_items(ids: $keys, data: { name: "X" }) { id } }', { keys: [mine['account'], key] })],
	['GraphQL, delete one', 'account', (key) => graphql('mutation ($key: ID!) { delete_crm_accounts_item(id: $key) { id } }', { key })],
	['GraphQL, delete several', 'account', (key) => graphql('mutation ($keys: [ID]!) { delete_crm_accounts_items(ids: $keys) { ids } }', { keys: [key] })],
	['GraphQL, comment', 'account', (key) => graphql('mutation ($key: String!) { create_comment(collection: "crm_accounts", item: $key, comment: "X") { id } }', { key }, true)],
	['change what a query on its content finds', 'account', (key) => as('/items/crm_accounts', 'PATCH', { query: { filter: { _and: [{ id: { _eq: key } }, { name: { _starts_with: 's' } }] } }, data: { name: 'X' } })],
	['export', 'account', (key) => as(`/items/crm_accounts?export=csv&filter[id][_eq]=${key}`)],
	['a file of rows to import', 'account', (key) => {
		const form = new FormData();
		form.set('file', new Blob([JSON.stringify([{ last_name: 'X', account: key }])], { type: 'application/json' }), 'x.json');
		return as('/utils/import/crm_contacts', 'POST', form);
	}],
	['comment', 'account', (key) => as('/comments', 'POST', { collection: 'crm_accounts', item: key, comment: 'X' })],
	['read comments', 'account', (key) => as(`/comments?filter[item][_eq]=${key}`)],
	['share', 'account', (key) => as('/shares', 'POST', { collection: 'crm_accounts', item: key, name: 'X' })],
	['read a file', 'file', (key) => as(`/files/${key}`)],
	['download a file', 'file', (key) => as(`/assets/${key}`)],
	['change a file', 'file', (key) => as(`/files/${key}`, 'PATCH', { title: 'X' })],
	['delete a file', 'file', (key) => as(`/files/${key}`, 'DELETE')],
	['read an import', 'import', (key) => as(`/crm/imports/${key}`)],
	['the rejected rows of an import', 'import', (key) => as(`/crm/imports/${key}/errors.csv`)],
	['an import as a row', 'import', (key) => as(`/items/crm_imports/${key}`)],
	['move one', 'line', (key) => as('/utils/sort/crm_opportunity_lines', 'POST', { item: key, to: mine['line'] })],
	['a version of one', 'account', (key) => as('/versions', 'POST', { collection: 'crm_accounts', item: key, key: 'draft', name: 'Draft' })],
];

describe('the answer does not tell a row of somebody else from one that isn’t there', () => {
	test.each(paths)('%s', async (_, name, ask) => {
		const key = String(theirs[name]);
		const before = await stateOf(world);
		const foreign = await ask(key);
		const none = nobody();
		const missing = await ask(none);
		const told = (answer: Answer, sent: string) => JSON.stringify([answer.status, answer.body]).replaceAll(sent, '…');
		expect(told(foreign, key)).toBe(told(missing, none));
		expect(told(foreign, key)).not.toMatch(/secret|insert into|select |delete from|update "|violates|CR4\d\d/i);
		expect(await stateOf(world)).toEqual(before);
	});

	test('taken out of a list', async () => {
		const take = (key: string | undefined) => as(`/items/crm_accounts/${mine['account']}?fields=id`, 'PATCH', { activities: { create: [], update: [], delete: [key] } });
		const [foreign, missing] = [await take(theirs['within']), await take(nobody())];
		expect([foreign.status, foreign.body]).toEqual([missing.status, missing.body]);
		expect((await world.api(`/items/crm_activities/${theirs['within']}`)).body.data.account).toBe(mine['account']);
	});

	test('a revision of it, and bringing that back', async () => {
		const { rows: [revision] } = await world.sql.query('SELECT max(id) AS id FROM directus_revisions WHERE item = $1', [theirs['account']]);
		const gone = await make(world, '/items/crm_accounts', { name: 'gone' });
		const { rows: [ofGone] } = await world.sql.query('SELECT max(id) AS id FROM directus_revisions WHERE item = $1', [gone]);
		await world.api(`/items/crm_accounts/${gone}`, { method: 'DELETE' });
		const [foreign, missing] = [await as(`/utils/revert/${revision.id}`, 'POST'), await as(`/utils/revert/${ofGone.id}`, 'POST')];
		expect([foreign.status, foreign.body]).toEqual([missing.status, missing.body]);
		expect(foreign.status).toBe(403);
	});
});

describe('a sentence of the database reaches only who may write the row', () => {
	test('what would be refused to its owner is forbidden to others', async () => {
		const change = (token: string) => world.api(`/items/crm_opportunities/${theirs['deal']}`, { method: 'PATCH', token, body: { close_date: '1999-01-01' } });
		const [own, foreign] = [await change('token-of-ben'), await change(rep.token)];
		expect(own.body.errors[0].message).toBe('The close date is before the day the deal was opened: choose a later close date.');
		expect([foreign.status, foreign.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
		const deletion = (token: string) => world.api(`/items/crm_accounts/${theirs['account']}`, { method: 'DELETE', token });
		expect((await deletion('token-of-ben')).body.errors[0].message).toContain('It is still in use');
		expect((await deletion(rep.token)).status).toBe(403);
	});
});
