import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { makePerson, makeRole } from './logins.ts';
import { openSocket } from './socket.ts';

// It walks over all collections.
vi.setConfig({ testTimeout: 120_000 });

/** Who has not signed in learns nothing of what is in the house, and not who works here. */
let world: World;
const ask = (path: string, request: Parameters<World['api']>[1] = {}) => world.api(path, { token: null, ...request });
const secret = 'Grauwacke';

beforeAll(async () => {
	world = await startWorld();
	await world.api('/items/crm_accounts', { body: { name: secret } });
	await world.api('/items/crm_leads', { body: { last_name: secret } });
});
afterAll(() => world?.stop());

test('reads no row of any collection, in any way', async () => {
	const { body } = await world.api('/collections');
	const collections: string[] = body.data.filter(({ schema }: { schema: unknown }) => schema).map(({ collection }: { collection: string }) => collection);
	expect(collections.filter((name) => name.startsWith('crm_')).length).toBeGreaterThan(20);
	const paths = collections.flatMap((name) => {
		const path = name.startsWith('directus_') ? `/${name.slice('directus_'.length)}` : `/items/${name}`;
		return [path, `${path}?limit=1&meta=*`, `${path}?aggregate[count]=*`, `${path}?search=${secret}`, `${path}?export=json`, `${path}?groupBy[]=id`, `/items/${name}`];
	});
	// What the page to sign in shows: the project's name and colours.
	const open = new Set(['/settings', '/translations', '/collections', '/fields', '/relations']);
	for (const path of new Set(paths)) {
		const { status, body: answer } = await ask(path);
		const isOpen = open.has(path.split('?')[0] ?? '');
		if (isOpen) expect([path, JSON.stringify(answer)]).toEqual([path, expect.not.stringMatching(/crm_|Grauwacke/)]);
		else expect([path, status]).toEqual([path, expect.toBeOneOf([401, 403, 404])]);
	}
});

test('changes no row of any collection', async () => {
	const stand = async () => (await world.sql.query("SELECT (SELECT json_agg(l ORDER BY id) FROM crm_leads l) AS leads, (SELECT json_agg(a ORDER BY id) FROM crm_accounts a) AS accounts, (SELECT count(*) FROM crm_activities) AS activities")).rows;
	const before = await stand();
	for (const collection of ['crm_leads', 'crm_accounts', 'crm_activities', 'crm_imports', 'crm_attachments', 'crm_handovers']) {
		expect((await ask(`/items/${collection}`, { body: { last_name: 'X', name: 'X', subject: 'X' } })).status).toBe(403);
		expect((await ask(`/items/${collection}`, { method: 'PATCH', body: [{ id: '00000000-0000-4000-8000-000000000000', external_id: 'X' }] })).status).toBe(403);
		// Who sees no rows finds none to change.
		await ask(`/items/${collection}`, { method: 'PATCH', body: { query: {}, data: { external_id: 'X' } } });
		await ask(`/items/${collection}`, { method: 'DELETE', body: { query: {} } });
	}
	expect(await stand()).toEqual(before);
	const form = new FormData();
	form.append('file', new Blob(['text']), 'file.txt');
	expect((await ask('/files', { method: 'POST', body: form })).status).toBe(403);
	expect((await ask('/utils/import/crm_leads', { method: 'POST', body: form })).status).toBe(403);
});

test('opens no file, by its id or not', async () => {
	const form = new FormData();
	form.append('file', new Blob([secret], { type: 'text/plain' }), 'file.txt');
	const { body } = await world.api('/files', { method: 'POST', body: form });
	const [there, nowhere] = [await ask(`/assets/${body.data.id}`), await ask('/assets/0b7fcc92-bc3d-4b43-ba78-8807dc743043')];
	expect(there.status).toBe(403);
	expect(there.body).toEqual(nowhere.body);
	expect((await ask(`/files/${body.data.id}`)).status).toBe(403);
});

test('learns nothing of the shape of the house', async () => {
	for (const path of ['/collections/crm_leads', '/fields/crm_leads', '/fields/crm_leads/last_name', '/relations/crm_leads', '/schema/snapshot', '/utils/cache/clear', '/permissions/me', '/policies/me/globals']) {
		const { body } = await ask(path);
		expect([path, JSON.stringify(body)]).toEqual([path, expect.not.stringMatching(/last_name|company/)]);
	}
	for (const path of ['/server/specs/oas', '/server/specs/graphql', '/server/specs/graphql/system', '/server/info', '/server/health']) {
		expect([path, JSON.stringify((await ask(path)).body)]).toEqual([path, expect.not.stringContaining('crm_')]);
	}
	for (const isSystem of [false, true]) {
		const { body } = await world.graphql('{ __schema { types { name fields { name } } } }', {}, { token: null, isSystem });
		expect(JSON.stringify(body)).not.toMatch(/crm_|last_access/);
	}
	expect((await world.graphql('{ crm_leads { id } }', {}, { token: null })).body.errors).toHaveLength(1);
});

test('is heard by nothing below /crm, and by no socket', async () => {
	for (const [method, path] of [['GET', '/crm/import'], ['GET', '/crm/imports'], ['POST', '/crm/import'], ['POST', '/crm/handover'], ['GET', '/crm/forecast']]) {
		expect([path, (await ask(path ?? '', { method: method ?? '' })).status]).toEqual([path, expect.toBeOneOf([401, 403, 404])]);
	}
	await expect(openSocket({ url: world.url, token: 'none' })).rejects.toThrow('Signing in was refused');
});

describe('who works here', () => {
	test('shows by no answer to a login, a request for a new password, an invitation or a registration', async () => {
		const role = await makeRole(world, []);
		const person = await makePerson(world, { role });
		const invited = await makePerson(world, { role, status: 'invited', token: null, password: null });
		const other = 'nobody-of-this-name@example.com';
		for (const [path, body] of [['/auth/login', { password: 'wrong' }], ['/auth/password/request', {}], ['/users/invite', { role }], ['/users/register', { password: 'a password' }]] as const) {
			const answers = await Promise.all([person.email, invited.email, other].map(async (email) => {
				const { status, body: answer } = await ask(path, { body: { email, ...body } });
				return { status, answer };
			}));
			expect([path, ...answers]).toEqual([path, ...answers.map(() => answers[0])]);
		}
		const graphql = await Promise.all([person.email, other].map(async (email) => (await world.graphql(`mutation { users_invite(email: "${email}", role: "${role}") }`, {}, { token: null, isSystem: true })).body));
		expect(graphql[0]).toEqual(graphql[1]);
		expect((await world.sql.query('SELECT 1 FROM directus_users WHERE email = $1', [other])).rows).toEqual([]);
	});
});
