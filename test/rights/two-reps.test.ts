import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { type Cast, castOf, created, type Person } from './cast.ts';
import { openSocket, subscribe } from './socket.ts';

/**
 * B, a rep of South, has records full of a secret string and a telling amount. A, a rep of North, owns a few of her own,
 * one of which an admin linked to B's account and contact. Whatever A asks, by whatever path, nothing of B's comes back;
 * whatever A tries to change of B's stays as it was.
 */
const secret = 'Zaubertrank';
const amount = '918273.4500';

let world: World;
let cast: Cast;
let a: Person;
let b: Person;
let theirs: { lead: string; account: string; contact: string; deal: string; line: string; activity: string; attachment: string; file: string; change: string; revision: number; comment: string };
let mine: { lead: string; account: string; contact: string; deal: string; linked: string; activity: string };

beforeAll(async () => {
	world = await startWorld({ env: { WEBSOCKETS_ENABLED: 'true' } });
	cast = await castOf(world);
	[a, b] = [cast.people['Sales Rep'], cast.stranger];
	const make = async (person: Person, collection: string, item: Record<string, unknown>) => {
		const { body, status } = await world.api(`/items/${collection}`, { body: item, token: person.token });
		if (status !== 200) throw new Error(`${collection}: ${JSON.stringify(body)}`);
		return body.data.id as string;
	};
	const account = await make(b, 'crm_accounts', { name: `${secret} GmbH`, domain: 'zaubertrank.example', description: secret });
	const contact = await make(b, 'crm_contacts', { last_name: secret, email: 'zaubertrank@zaubertrank.example', account });
	const lead = await make(b, 'crm_leads', { last_name: secret, owner: b.id, company: secret, estimated_value: amount, currency: 'EUR' });
	const deal = await make(b, 'crm_opportunities', { name: secret, account, contact, amount, currency: 'EUR', amount_is_manual: true, description: secret });
	const line = await make(b, 'crm_opportunity_lines', { opportunity: deal, description: secret, quantity: '1', unit_price: amount });
	const activity = await make(b, 'crm_activities', { subject: secret, description: secret, opportunity: deal });
	const form = new FormData();
	form.append('title', secret);
	form.append('file', new Blob([secret], { type: 'text/plain' }), `${secret}.txt`);
	const file = (await world.api('/files', { method: 'POST', body: form, token: b.token })).body.data.id as string;
	const attachment = await make(b, 'crm_attachments', { file, opportunity: deal });
	await world.api(`/items/crm_opportunities/${deal}`, { method: 'PATCH', body: { next_step: secret }, token: b.token });
	const comment = (await world.api('/comments', { body: { collection: 'crm_opportunities', item: deal, comment: secret }, token: b.token })).body.data.id as string;
	const change = (await world.sql.query('SELECT id FROM crm_stage_changes WHERE opportunity = $1', [deal])).rows[0].id as string;
	const revision = (await world.sql.query('SELECT max(id) AS id FROM directus_revisions WHERE item = $1', [deal])).rows[0].id as number;
	theirs = { lead, account, contact, deal, line, activity, attachment, file, change, revision, comment };

	const own = { account: await make(a, 'crm_accounts', { name: 'Apfelmus' }), contact: await make(a, 'crm_contacts', { last_name: 'Apfel' }), lead: await make(a, 'crm_leads', { last_name: 'Apfel', owner: a.id }) };
	const dealOfMine = await make(a, 'crm_opportunities', { name: 'Apfel', account: own.account, contact: own.contact, amount: '10', currency: 'EUR', amount_is_manual: true });
	const linked = (await created(world, 'crm_opportunities', { name: 'Linked', owner: a.id, account, contact, amount: '20', currency: 'EUR', amount_is_manual: true }))['id'] as string;
	mine = { ...own, deal: dealOfMine, linked, activity: await make(a, 'crm_activities', { subject: 'Apfel', opportunity: dealOfMine }) };
}, 120_000);
afterAll(() => world.stop());

const q = (query: Record<string, unknown>) => `?${Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`).join('&')}`;
const get = (path: string) => world.api(path, { token: a.token });
const graphql = (query: string, isSystem = false) => world.graphql(query, {}, { token: a.token, isSystem });

/** Nothing of what was asked for may hold B's words or amounts, in whatever spelling. */
function telling(answer: unknown): string[] {
	const text = JSON.stringify(answer).toLowerCase();
	return [secret.toLowerCase(), '918273'].filter((word) => text.includes(word));
}

const reads: Record<string, () => Promise<unknown>> = {
	'an item': () => get(`/items/crm_opportunities/${theirs.deal}`),
	'an item of each other collection': async () => [
		await get(`/items/crm_leads/${theirs.lead}`), await get(`/items/crm_accounts/${theirs.account}`), await get(`/items/crm_contacts/${theirs.contact}`),
		await get(`/items/crm_activities/${theirs.activity}`), await get(`/items/crm_opportunity_lines/${theirs.line}`), await get(`/items/crm_stage_changes/${theirs.change}`), await get(`/items/crm_attachments/${theirs.attachment}`),
	],
	'lists of everything': async () => Promise.all(['crm_leads', 'crm_accounts', 'crm_contacts', 'crm_account_contacts', 'crm_opportunities', 'crm_opportunity_lines', 'crm_stage_changes', 'crm_activities', 'crm_attachments', 'crm_teams'].map((name) => get(`/items/${name}?limit=-1&fields=*.*`))),
	'a list by keys': () => world.api('/items/crm_opportunities', { method: 'SEARCH', body: { query: { filter: { id: { _in: [theirs.deal, mine.deal] } }, fields: ['*', 'account.*'] } }, token: a.token }),
	'fields of a linked row': () => get(`/items/crm_opportunities/${mine.linked}?fields=*,account.*,contact.*,contact.account.*`),
	'aliased fields of a linked row': () => get(`/items/crm_opportunities/${mine.linked}${q({ 'alias[x]': 'account', fields: 'x.name,x.description' })}`),
	'rows that link to a linked row': () => get(`/items/crm_opportunities/${mine.linked}?fields=account.opportunities.*,account.activities.*,account.contacts.contact.*,account.children.*`),
	'deep filters on a linked row': () => get(`/items/crm_opportunities${q({ fields: 'id,account.opportunities.name', deep: { account: { opportunities: { _filter: { name: { _contains: secret } } } } } })}`),
	'a search': async () => Promise.all(['crm_leads', 'crm_accounts', 'crm_contacts', 'crm_opportunities', 'crm_activities'].map((name) => get(`/items/${name}?search=${secret.slice(0, 6)}`))),
	'a group': () => get(`/items/crm_opportunities${q({ 'aggregate[sum]': 'amount', 'aggregate[max]': 'amount', groupBy: 'name' })}`),
	'a sum over all': () => get(`/items/crm_opportunities${q({ 'aggregate[sum]': 'amount', 'aggregate[avg]': 'amount', 'aggregate[min]': 'amount', 'aggregate[max]': 'amount' })}`),
	'sums of lines and of history': async () => [await get(`/items/crm_opportunity_lines${q({ 'aggregate[sum]': 'unit_price,amount' })}`), await get(`/items/crm_stage_changes${q({ 'aggregate[sum]': 'amount' })}`), await get(`/items/crm_leads${q({ 'aggregate[max]': 'estimated_value' })}`)],
	'figures of ours': () => get(`/crm/figures/crm_opportunities${q({ sum: 'amount', by: 'name' })}`),
	'figures of ours over history': () => get(`/crm/figures/crm_stage_changes${q({ sum: 'amount', by: 'opportunity' })}`),
	'an export as CSV': () => get('/items/crm_opportunities?export=csv&limit=-1'),
	'an export as JSON with linked rows': () => get('/items/crm_opportunities?export=json&limit=-1&fields=*,account.*'),
	'an export into Files': async () => {
		const { status } = await world.api('/utils/export/crm_opportunities', { body: { format: 'json', query: { limit: -1, fields: ['*', 'account.name'] }, file: { title: 'mine' } }, token: a.token });
		expect([200, 204]).toContain(status);
		for (;;) {
			const { body } = await get('/files?filter[title][_eq]=mine&fields=id');
			if (body.data.length > 0) return get(`/assets/${body.data[0].id}`);
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	},
	'a revision': () => get(`/revisions/${theirs.revision}`),
	'revisions of the record': () => get(`/revisions${q({ filter: { collection: { _eq: 'crm_opportunities' }, item: { _eq: theirs.deal } }, fields: '*,activity.*' })}`),
	'all revisions, with their activity': () => get('/revisions?limit=-1&fields=*,activity.*,parent.*'),
	'the activity log, with revisions': () => get('/activity?limit=-1&fields=*,revisions.*'),
	'comments': () => get('/comments?limit=-1&fields=*'),
	'a comment': () => get(`/comments/${theirs.comment}`),
	'a file': () => get(`/files/${theirs.file}`),
	'all files': () => get('/files?limit=-1&fields=*.*'),
	'the bytes of a file': () => get(`/assets/${theirs.file}?download`),
	'files in an archive': () => world.api('/files/download', { body: { ids: [theirs.file] }, token: a.token }),
	'GraphQL, with aliases': () => graphql(`{ all: crm_opportunities { id n: name amount acc: account { nn: name description } } one: crm_opportunities_by_id(id: "${theirs.deal}") { name amount } }`),
	'GraphQL aggregates': () => graphql('{ crm_opportunities_aggregated(groupBy: ["name"]) { group sum { amount } } }'),
	'GraphQL through functions and links': () => graphql(`{ crm_opportunities(filter: { id: { _eq: "${mine.linked}" } }) { account { opportunities { name amount } activities { subject } } contact { last_name email opportunities { name } } } }`),
	'GraphQL of the system': () => graphql('{ revisions(limit: -1) { data delta item } activity(limit: -1) { item revisions { data } } comments(limit: -1) { comment } files(limit: -1) { title filename_download } }', true),
	'people, and what stands on them': () => get('/users?limit=-1&fields=*'),
	'presets and notifications': async () => [await get('/presets?limit=-1'), await get('/notifications?limit=-1')],
	'dashboards': async () => [await get('/dashboards?fields=*.*'), await get('/panels')],
	'imports': async () => [await get('/crm/imports'), await get('/items/crm_imports')],
	'versions and shares': async () => [await get('/versions'), await get('/shares')],
	'a websocket subscription': async () => {
		const socket = await openSocket({ url: world.url, token: a.token });
		await subscribe(socket, 'crm_opportunities', ['*', 'account.*']);
		await world.api(`/items/crm_opportunities/${theirs.deal}`, { method: 'PATCH', body: { next_step: `${secret} 2` }, token: b.token });
		await world.api(`/items/crm_opportunities/${mine.deal}`, { method: 'PATCH', body: { next_step: 'Call' }, token: a.token });
		await socket.heard({ type: 'subscription', event: 'update' });
		await expect.poll(() => JSON.stringify(socket.messages), { timeout: 10_000 }).toContain('Call');
		socket.close();
		return socket.messages;
	},
	'a websocket query': async () => {
		const socket = await openSocket({ url: world.url, token: a.token });
		socket.send({ type: 'items', action: 'read', collection: 'crm_opportunities', query: { fields: ['*', 'account.*'], limit: -1 }, uid: 'ask' });
		const answer = await socket.heard({ uid: 'ask' });
		socket.close();
		return answer;
	},
};

describe('what A reads holds nothing of B', () => {
	it.each(Object.keys(reads))('%s', async (path) => {
		const answer = await reads[path]!();
		expect(telling(answer), JSON.stringify(answer).slice(0, 2000)).toEqual([]);
	});

	it('while A does see what is A’s, or this would prove nothing', async () => {
		expect((await get(`/items/crm_opportunities/${mine.deal}`)).body.data).toMatchObject({ name: 'Apfel', amount: '10.0000' });
		expect((await get('/items/crm_opportunities?search=Apf')).body.data).toHaveLength(1);
		expect((await get(`/revisions${q({ filter: { item: { _eq: mine.deal } } })}`)).body.data.length).toBeGreaterThan(0);
		expect((await get('/items/crm_opportunities?aggregate[sum]=amount')).body.data[0].sum.amount).toBe('30.0000');
	});

	it('by thirty paths at least', () => expect(Object.keys(reads).length).toBeGreaterThanOrEqual(30));
});

/** Asks that hide a question about B's values in a filter or a sort: the same answer whether the guess is right or wrong. */
const guesses: Record<string, (guess: string) => Promise<unknown>> = {
	'a filter on a linked row': (guess) => get(`/items/crm_opportunities${q({ fields: 'id', filter: { account: { name: { _starts_with: guess } } } })}`),
	'a filter on a linked row’s negation': (guess) => get(`/items/crm_opportunities${q({ fields: 'id', filter: { account: { name: { _nstarts_with: guess } } } })}`),
	'a filter along two links': (guess) => get(`/items/crm_opportunities${q({ fields: 'id', filter: { contact: { account: { name: { _starts_with: guess } } } } })}`),
	'a filter on rows that link there': (guess) => get(`/items/crm_opportunities${q({ fields: 'id', filter: { account: { opportunities: { name: { _starts_with: guess } } } } })}`),
	'a filter on some of them': (guess) => get(`/items/crm_accounts${q({ fields: 'id', filter: { opportunities: { _some: { account: { name: { _starts_with: guess } } } } } })}`),
	'a filter on none of them': (guess) => get(`/items/crm_accounts${q({ fields: 'id', filter: { opportunities: { _none: { contact: { last_name: { _starts_with: guess } } } } } })}`),
	'the count of a filter': (guess) => get(`/items/crm_opportunities${q({ fields: 'id', limit: '0', meta: 'filter_count', filter: { account: { name: { _starts_with: guess } } } })}`),
	'an aggregate under a filter': (guess) => get(`/items/crm_opportunities${q({ 'aggregate[count]': '*', filter: { account: { name: { _starts_with: guess } } } })}`),
	'a GraphQL filter': (guess) => graphql(`{ crm_opportunities(filter: { account: { name: { _starts_with: "${guess}" } } }) { id } }`),
	'a deep filter': (guess) => get(`/items/crm_accounts${q({ fields: 'id,opportunities.id', deep: { opportunities: { _filter: { contact: { last_name: { _starts_with: guess } } } } } })}`),
	'figures of ours under a filter': (guess) => get(`/crm/figures/crm_opportunities${q({ count: '*', filter: { account: { name: { _starts_with: guess } } } })}`),
	'an update by a query': async (guess) => {
		const answer = await world.api('/items/crm_opportunities', { method: 'PATCH', body: { query: { filter: { account: { name: { _starts_with: guess } } }, fields: ['id'] }, data: { next_step: 'Guess' } }, token: a.token });
		return [answer.status, answer.body?.data?.length ?? 0];
	},
};

describe('A guesses in vain', () => {
	it.each(Object.keys(guesses))('in %s', async (path) => {
		const answers = [await guesses[path]!(secret.slice(0, 4)), await guesses[path]!('Kein')].map((answer) => JSON.stringify(answer, (key, value) => (key === 'headers' ? undefined : value)));
		expect(answers[0]).toBe(answers[1]);
	});

	it('in the order of rows by a linked row’s name', async () => {
		const { status, body } = await get(`/items/crm_opportunities${q({ fields: 'id,name', sort: 'account.name' })}`);
		expect(status).toBe(403);
		expect(body.errors[0].message).not.toMatch(/select|crm_|account\.name/i);
	});
});

const patch = (path: string, body: unknown) => world.api(path, { method: 'PATCH', body, token: a.token });
const post = (path: string, body: unknown) => world.api(path, { method: 'POST', body, token: a.token });
const remove = (path: string, body?: unknown) => world.api(path, { method: 'DELETE', ...(body ? { body } : {}), token: a.token });

const writes: Record<string, () => Promise<{ status: number; body: { errors?: { message: string }[] } }>> = {
	'change an item': () => patch(`/items/crm_opportunities/${theirs.deal}`, { amount: '1' }),
	'change many by keys': () => patch('/items/crm_opportunities', { keys: [mine.deal, theirs.deal], data: { next_step: 'Mine' } }),
	'change a batch': () => patch('/items/crm_opportunities', [{ id: mine.deal, next_step: 'x' }, { id: theirs.deal, next_step: 'x' }]),
	'delete an item': () => remove(`/items/crm_activities/${theirs.activity}`),
	'delete many': () => remove('/items/crm_activities', [mine.activity, theirs.activity]),
	'take it': () => patch(`/items/crm_opportunities/${theirs.deal}`, { owner: a.id }),
	'become a collaborator of it': () => post('/items/crm_opportunity_collaborators', { opportunity: theirs.deal, person: a.id }),
	'put a line on it': () => post('/items/crm_opportunity_lines', { opportunity: theirs.deal, description: 'x', quantity: '1', unit_price: '1' }),
	'log an activity on it': () => post('/items/crm_activities', { subject: 'x', opportunity: theirs.deal }),
	'link to it by its key': () => patch(`/items/crm_opportunities/${mine.deal}`, { account: theirs.account }),
	'link to it by an object': () => patch(`/items/crm_opportunities/${mine.deal}`, { account: { id: theirs.account } }),
	'change it through a link': () => patch(`/items/crm_opportunities/${mine.linked}`, { account: { id: theirs.account, name: 'Taken' } }),
	'pull it into a list of mine': () => patch(`/items/crm_accounts/${mine.account}`, { opportunities: [theirs.deal] }),
	'pull it in by an incremental list': () => patch(`/items/crm_accounts/${mine.account}`, { opportunities: { create: [], update: [{ id: theirs.deal, account: mine.account }], delete: [] } }),
	'join it by a junction': () => post('/items/crm_account_contacts', { account: mine.account, contact: theirs.contact }),
	'attach its file to a record of mine': () => post('/items/crm_attachments', { file: theirs.file, opportunity: mine.deal }),
	'wear its file as a portrait': () => patch('/users/me', { avatar: theirs.file }),
	'change the file': () => patch(`/files/${theirs.file}`, { title: 'Mine' }),
	'delete the file': () => remove(`/files/${theirs.file}`),
	'comment on it': () => post('/comments', { collection: 'crm_opportunities', item: theirs.deal, comment: 'Hello' }),
	'revert it': () => post(`/utils/revert/${theirs.revision}`, {}),
	'share it with the world': () => post('/shares', { collection: 'crm_opportunities', item: theirs.deal, name: 'x' }),
	'upsert it by an import': async () => {
		const form = new FormData();
		form.append('file', new Blob([JSON.stringify([{ id: theirs.deal, name: 'Taken' }])], { type: 'application/json' }), 'deals.json');
		return world.api('/utils/import/crm_opportunities', { method: 'POST', body: form, token: a.token });
	},
	'change it by GraphQL': async () => {
		const { body } = await graphql(`mutation { update_crm_opportunities_item(id: "${theirs.deal}", data: { name: "Taken" }) { id } }`);
		return { status: body.errors ? 403 : 200, body };
	},
	'hide a lead of mine in another team': () => patch(`/items/crm_leads/${mine.lead}`, { owner: null, team: cast.south }),
	'give a deal of mine to another team': () => patch(`/items/crm_opportunities/${mine.deal}`, { owner: b.id }),
	'make a deal that somebody else is said to have made': async () => {
		const answer = await post('/items/crm_opportunities', { name: 'Forged', user_created: b.id, owner: b.id });
		return answer;
	},
};

describe('what A tries on B is refused, and changes nothing', () => {
	const state = async () => {
		const tables = ['crm_leads', 'crm_accounts', 'crm_contacts', 'crm_account_contacts', 'crm_opportunities', 'crm_opportunity_lines', 'crm_stage_changes', 'crm_activities', 'crm_attachments', 'crm_opportunity_collaborators', 'directus_files', 'directus_comments', 'directus_shares'];
		const rows = await Promise.all(tables.map(async (table) => (await world.sql.query(`SELECT md5(string_agg(row::text, ',' ORDER BY row::text)) AS hash FROM ${table} row`)).rows[0].hash));
		return { ...Object.fromEntries(tables.map((table, index) => [table, rows[index]])), avatar: (await world.sql.query('SELECT avatar FROM directus_users WHERE id = $1', [a.id])).rows[0].avatar };
	};

	it.each(Object.keys(writes))('%s', async (path) => {
		const before = await state();
		const { status, body } = await writes[path]!();
		expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
		expect(telling(body)).toEqual([]);
		expect(body.errors?.[0]?.message).not.toMatch(/select |insert |update "|violates|constraint/i);
		expect(await state()).toEqual(before);
	});
});
