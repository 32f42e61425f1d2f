import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasRedis, startNode, startRedis, startWorld, type Node, type Redis, type World } from '../support/index.ts';
import { change, cookieOf, makePerson, makePolicy, makeRole, tokensOf, type Person } from './logins.ts';

// Each of these asks two nodes, on a machine that has other tests to run.
vi.setConfig({ testTimeout: 120_000 });

/** Whatever somebody holds, it is worth what they may do now: on the node of the change and on the others. */
describe.each([{ store: 'no Redis' }, ...(hasRedis ? [{ store: 'Redis' }] : [])])('on two nodes with $store', ({ store }) => {
	let redis: Redis | undefined;
	let world: World;
	let second: Node;
	let reader: string;
	let role: string;
	let lesserRole: string;

	beforeAll(async () => {
		redis = store === 'Redis' ? await startRedis() : undefined;
		const env = redis ? { REDIS: redis.url, SYNCHRONIZATION_STORE: 'redis', CACHE_STORE: 'redis' } : undefined;
		world = await startWorld(env ? { env } : {});
		second = await startNode({ database: world.database, ...(env ? { env } : {}) });
		reader = await makePolicy(world, { rules: [{ collection: 'crm_leads', action: 'read' }] });
		role = await makeRole(world, [reader]);
		lesserRole = await makeRole(world, []);
	});

	afterAll(async () => {
		await second?.stop();
		await world?.stop();
		await redis?.stop();
	});

	/** The status of a request for leads: how the person came in, on both nodes. */
	const statuses = async (headers: Record<string, string>) => Promise.all([world.url, second.url].map(async (url) => (await fetch(`${url}/items/crm_leads?limit=1`, { headers })).status));
	const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
	const allWays = async (person: Person) => ({
		'access token': bearer((await tokensOf(world, person)).access),
		'session cookie': { cookie: await cookieOf(world, person) },
		'static token': bearer(person.staticToken),
	});

	describe.each([
		['suspended', (person: Person) => change(world, 'users', person.id, { status: 'suspended' })],
		['archived in the database itself', async (person: Person) => void (await world.sql.query("UPDATE directus_users SET status = 'archived' WHERE id = $1", [person.id]))],
		['deleted', async (person: Person) => void (await world.api(`/users/${person.id}`, { method: 'DELETE' }))],
	])('somebody who is %s', (_name, leave) => {
		test('is let in by nothing that they hold', async () => {
			const person = await makePerson(world, { role });
			const { refresh } = await tokensOf(world, person);
			const ways = Object.entries(await allWays(person));
			for (const [way, headers] of ways) expect([way, ...await statuses(headers)]).toEqual([way, 200, 200]);
			await leave(person);
			for (const [way, headers] of ways) expect([way, ...await statuses(headers)]).toEqual([way, 401, 401]);
			expect((await world.api('/auth/refresh', { body: { refresh_token: refresh, mode: 'json' }, token: null })).status).toBe(401);
		});

		test('can leave their browser to somebody else', async () => {
			const person = await makePerson(world, { role });
			const colleague = await makePerson(world, { role });
			const cookie = await cookieOf(world, person);
			await leave(person);
			const refused = await world.api('/users/me', { headers: { cookie }, token: null });
			expect([refused.status, refused.headers.getSetCookie()]).toEqual([401, [expect.stringMatching(/^directus_session_token=;/)]]);
			expect(await cookieOf(world, colleague)).toContain('directus_session_token=');
		});

		test('takes what they shared along', async () => {
			const sharing = await makeRole(world, [await makePolicy(world, { rules: [
				{ collection: 'crm_leads', action: 'read' },
				{ collection: 'crm_leads', action: 'share' },
				{ collection: 'directus_shares', action: 'create' },
				{ collection: 'directus_shares', action: 'read' },
			] })]);
			const person = await makePerson(world, { role: sharing });
			const lead = (await world.api('/items/crm_leads', { body: { last_name: 'Shared' } })).body.data.id;
			const share = await world.api('/shares', { body: { collection: 'crm_leads', item: lead, role }, token: person.staticToken });
			const { body } = await world.api('/shares/auth', { body: { share: share.body.data.id }, token: null });
			const guest = bearer(body.data.access_token);
			const read = async () => Promise.all([world.url, second.url].map(async (url) => (await fetch(`${url}/items/crm_leads/${lead}`, { headers: guest })).status));
			expect(await read()).toEqual([200, 200]);
			await leave(person);
			expect(await read()).toEqual([401, 401]);
		});
	});

	test('whoever gets another role has its rights with the token of before, and stays logged in', async () => {
		const person = await makePerson(world, { role });
		const { refresh } = await tokensOf(world, person);
		const ways = Object.entries(await allWays(person));
		await change(world, 'users', person.id, { role: lesserRole });
		for (const [way, headers] of ways) {
			expect([way, ...await statuses(headers)]).toEqual([way, 403, 403]);
			expect([way, (await fetch(`${second.url}/users/me`, { headers })).status]).toEqual([way, 200]);
		}
		const renewed = await world.api('/auth/refresh', { body: { refresh_token: refresh, mode: 'json' }, token: null });
		expect(await statuses(bearer(renewed.body.data.access_token))).toEqual([403, 403]);
		await change(world, 'users', person.id, { role });
		for (const [way, headers] of ways) expect([way, ...await statuses(headers)]).toEqual([way, 200, 200]);
	});

	test('an administrator who is none any more reads no policies any more', async () => {
		const admins = await makeRole(world, [await makePolicy(world, { admin: true, app: true })]);
		const person = await makePerson(world, { role: admins });
		const ways = Object.entries(await allWays(person));
		const policies = async (headers: Record<string, string>) => Promise.all([world.url, second.url].map(async (url) => (await fetch(`${url}/policies?limit=1`, { headers })).status));
		for (const [way, headers] of ways) expect([way, ...await policies(headers)]).toEqual([way, 200, 200]);
		await world.sql.query('UPDATE directus_users SET role = $1 WHERE id = $2', [role, person.id]);
		for (const [way, headers] of ways) expect([way, ...await policies(headers)]).toEqual([way, 403, 403]);
	});

	test('a rule that is taken from a role is gone on both nodes, whoever took it', async () => {
		for (const take of [
			(id: string) => world.api(`/permissions/${id}`, { method: 'DELETE' }),
			(id: string) => world.sql.query('DELETE FROM directus_permissions WHERE id = $1', [id]),
			(id: string) => world.sql.query("UPDATE directus_permissions SET permissions = '{\"id\":{\"_null\":true}}', action = 'delete' WHERE id = $1", [id]),
		]) {
			const policy = await makePolicy(world, { rules: [{ collection: 'crm_leads', action: 'read' }] });
			const person = await makePerson(world, { role: await makeRole(world, [policy]) });
			const ways = Object.entries(await allWays(person));
			for (const [way, headers] of ways) expect([way, ...await statuses(headers)]).toEqual([way, 200, 200]);
			const { rows } = await world.sql.query('SELECT id FROM directus_permissions WHERE policy = $1', [policy]);
			await take(rows[0].id);
			for (const [, headers] of ways) await expect.poll(() => statuses(headers), { timeout: 10_000 }).toEqual([403, 403]);
		}
	});

	test('a policy that is taken from somebody, or that they get, counts on both nodes', async () => {
		const person = await makePerson(world, { role: lesserRole });
		const { access } = await tokensOf(world, person);
		expect(await statuses(bearer(access))).toEqual([403, 403]);
		const given = await world.api('/access', { body: { user: person.id, policy: reader } });
		await expect.poll(() => statuses(bearer(access)), { timeout: 10_000 }).toEqual([200, 200]);
		await world.sql.query('DELETE FROM directus_access WHERE id = $1', [given.body.data.id]);
		await expect.poll(() => statuses(bearer(access)), { timeout: 10_000 }).toEqual([403, 403]);
	});

	test('an administrator’s policy that is one no longer counts on both nodes, also in GraphQL', async () => {
		const policy = await makePolicy(world, { admin: true });
		const person = await makePerson(world, { role: await makeRole(world, [policy]) });
		const { access } = await tokensOf(world, person);
		const ask = () => Promise.all([world.url, second.url].map(async (url) => {
			const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...bearer(access) }, body: JSON.stringify({ query: '{ crm_leads(limit: 1) { id } }' }) });
			return 'errors' in ((await answer.json()) as object);
		}));
		expect(await ask()).toEqual([false, false]);
		await world.sql.query('UPDATE directus_policies SET admin_access = false WHERE id = $1', [policy]);
		await expect.poll(ask, { timeout: 10_000 }).toEqual([true, true]);
	});

	test('a forged token says nothing of the person that it names', async () => {
		const active = await makePerson(world, { role });
		const gone = await makePerson(world, { role, status: 'suspended' });
		const answers = await Promise.all([active.id, gone.id, 'nobody'].map((id) => world.api('/items/crm_leads', { token: sign({ id, role, app_access: false, admin_access: false }, 'another secret') })));
		expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
		expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
	});

	test('the fields of people stay the admin’s to shape', async () => {
		expect((await world.api('/fields/directus_users', { body: { field: 'shoe_size', type: 'integer', meta: {}, schema: {} } })).status).toBe(200);
		expect((await world.api('/fields/directus_users/shoe_size', { method: 'PATCH', body: { type: 'string', schema: { data_type: 'character varying' } } })).status).toBe(200);
		expect((await world.api('/fields/directus_users/shoe_size', { method: 'DELETE' })).status).toBe(204);
	});

	test('where somebody was last seen is told to nobody', async () => {
		const person = await makePerson(world, { role });
		const listener = await world.sql.connect();
		const heard: (string | undefined)[] = [];
		listener.on('notification', ({ payload }) => heard.push(payload));
		await listener.query('LISTEN cardinal_access');
		await tokensOf(world, person);
		await world.sql.query("UPDATE directus_users SET last_page = '/', theme_dark = 'x' WHERE id = $1", [person.id]);
		await world.sql.query("UPDATE directus_users SET status = 'suspended' WHERE id = $1", [person.id]);
		await expect.poll(() => heard).toEqual([person.id]);
		listener.release(true);
	});
});

test('an answer that a node keeps for the next who asks is not given to whoever may no longer ask', async () => {
	const env = { CACHE_ENABLED: 'true' };
	const world = await startWorld({ env });
	const second = await startNode({ database: world.database, env });
	try {
		const role = await makeRole(world, [await makePolicy(world, { rules: [{ collection: 'crm_leads', action: 'read' }] })]);
		const person = await makePerson(world, { role });
		const ask = () => Promise.all([world.url, second.url].map(async (url) => (await fetch(`${url}/items/crm_leads`, { headers: { authorization: `Bearer ${person.staticToken}` } })).status));
		expect(await ask()).toEqual([200, 200]);
		await world.sql.query('UPDATE directus_users SET role = NULL WHERE id = $1', [person.id]);
		await expect.poll(ask, { timeout: 10_000 }).toEqual([403, 403]);
		await world.sql.query('UPDATE directus_users SET role = $2 WHERE id = $1', [person.id, role]);
		await expect.poll(ask, { timeout: 10_000 }).toEqual([200, 200]);
		await world.sql.query('DELETE FROM directus_access WHERE role = $1', [role]);
		await expect.poll(ask, { timeout: 10_000 }).toEqual([403, 403]);
	} finally {
		await second.stop();
		await world.stop();
	}
});

function sign(claims: object, secret: string): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, iss: 'directus', exp: Math.floor(Date.now() / 1000) + 600 })}`;
	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
