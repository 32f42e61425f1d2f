import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startNode, startWorld, type Node, type World } from '../support/index.ts';
import { change, makePerson, makePolicy, makeRole, tokensOf, type Person } from './logins.ts';
import { openGraphqlSocket, openSocket, openWithToken, subscribe, type Socket } from './socket.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A connection that is open tells no more than its person may know now. */
let world: World;
let second: Node;
let reader: string;
let role: string;
let lesserRole: string;
const forbidden = 4403;

beforeAll(async () => {
	world = await startWorld();
	second = await startNode({ database: world.database });
	reader = await makePolicy(world, { rules: [{ collection: 'crm_leads', action: 'read' }] });
	role = await makeRole(world, [reader]);
	lesserRole = await makeRole(world, []);
});

afterAll(async () => {
	await second?.stop();
	await world?.stop();
});

const makeLead = async (name: string, url = world.url) => {
	const answer = await fetch(`${url}/items/crm_leads`, { method: 'POST', headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ last_name: name }) });
	expect(answer.status).toBe(200);
};
const told = (socket: Socket, name: string) => JSON.stringify(socket.messages).includes(name);
const graphqlSubscription = { id: 'one', type: 'subscribe', payload: { query: 'subscription { crm_leads_mutated { key data { last_name } } }' } };

describe.each([
	['is suspended', (person: Person) => change(world, 'users', person.id, { status: 'suspended' })],
	['gets another role, in the database itself', async (person: Person) => void (await world.sql.query('UPDATE directus_users SET role = $1 WHERE id = $2', [lesserRole, person.id]))],
	['is deleted', async (person: Person) => void (await world.api(`/users/${person.id}`, { method: 'DELETE' }))],
])('when somebody %s', (name, lose) => {
	test('their connections are closed on every node, whatever token opened them; others stay', async () => {
		const person = await makePerson(world, { role });
		const colleague = await makePerson(world, { role });
		const { access } = await tokensOf(world, person);
		const sockets = await Promise.all([world.url, second.url].flatMap((url) => [
			openSocket({ url, token: access }),
			openSocket({ url, token: person.staticToken }),
			openGraphqlSocket({ url, token: access }),
		]));
		const kept = await openSocket({ url: second.url, token: colleague.staticToken });
		await Promise.all([kept, ...sockets.filter((_socket, index) => index % 3 < 2)].map((socket) => subscribe(socket, 'crm_leads')));
		for (const socket of sockets.filter((_socket, index) => index % 3 === 2)) socket.send(graphqlSubscription);
		// A GraphQL socket does not say from when on it listens.
		await expect.poll(async () => {
			await makeLead(`Before one ${name}`);
			return sockets.slice(0, 3).map((socket) => told(socket, `Before one ${name}`));
		}, { timeout: 10_000 }).toEqual([true, true, true]);

		await lose(person);
		expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual(sockets.map(() => forbidden));
		await makeLead(`After one ${name}`, second.url);
		await expect.poll(() => told(kept, `After one ${name}`), { timeout: 10_000 }).toBe(true);
		expect(sockets.filter((socket) => told(socket, `After one ${name}`))).toEqual([]);
		kept.close();
	});
});

test('whoever comes back after another role has what it may see', async () => {
	const person = await makePerson(world, { role });
	const { access } = await tokensOf(world, person);
	const before = await openSocket({ url: world.url, token: access });
	await change(world, 'users', person.id, { role: lesserRole });
	expect(await before.closed).toBe(forbidden);
	const socket = await openSocket({ url: second.url, token: access });
	socket.send({ type: 'items', action: 'read', collection: 'crm_leads', uid: 'all' });
	expect(await socket.heard({ type: 'items', status: 'error' })).toMatchObject({ error: { code: 'FORBIDDEN' } });
	socket.close();
});

test('the log is closed to an administrator who is none any more', async () => {
	const policy = await makePolicy(world, { admin: true });
	const person = await makePerson(world, { role: await makeRole(world, [policy]) });
	const logs = await Promise.all([world.url, second.url].map((url) => openWithToken({ url, token: person.staticToken, path: '/websocket/logs' })));
	await world.sql.query('UPDATE directus_policies SET admin_access = false WHERE id = $1', [policy]);
	expect(await Promise.all(logs.map(({ closed }) => closed))).toEqual([forbidden, forbidden]);
	await expect(openWithToken({ url: second.url, token: person.staticToken, path: '/websocket/logs' })).rejects.toThrow('refused');
});

test('a rule that is taken from a role is taken from its open subscriptions, on every node', async () => {
	const policy = await makePolicy(world, { rules: [{ collection: 'crm_leads', action: 'read' }] });
	const person = await makePerson(world, { role: await makeRole(world, [policy]) });
	const sockets = await Promise.all([world.url, second.url].map((url) => openSocket({ url, token: person.staticToken })));
	await Promise.all(sockets.map((socket) => subscribe(socket, 'crm_leads')));
	const graphql = await openGraphqlSocket({ url: world.url, token: person.staticToken });
	graphql.send(graphqlSubscription);
	await world.sql.query('DELETE FROM directus_permissions WHERE policy = $1', [policy]);

	// Until both nodes have heard of it: rights are asked with each message.
	for (const [index, socket] of sockets.entries()) {
		await expect.poll(async () => {
			socket.send({ type: 'items', action: 'read', collection: 'crm_leads', uid: `try ${index}` });
			return socket.messages.at(-1)?.error?.code;
		}, { timeout: 10_000 }).toBe('FORBIDDEN');
	}
	await makeLead('Hidden first');
	await makeLead('Hidden second', second.url);
	await Promise.all(sockets.map((socket) => socket.heard({ type: 'subscribe', status: 'error' })));
	for (const socket of [...sockets, graphql]) {
		expect(told(socket, 'Hidden')).toBe(false);
		socket.close();
	}
});

// To Directus' services, a connection without accountability would be one without limits.
describe('a connection that lost its person', () => {
	const all = { type: 'items', action: 'read', collection: 'crm_leads', uid: 'all' };

	test('has the rights of nobody once its token is past', async () => {
		const person = await makePerson(world, { role: lesserRole });
		const token = sign({ id: person.id, role: lesserRole, app_access: false, admin_access: false }, 3);
		const socket = await openSocket({ url: world.url, token });
		await socket.heard({ type: 'auth', status: 'error' });
		socket.send(all);
		expect(await socket.heard({ type: 'items' })).toMatchObject({ status: 'error', error: { code: 'FORBIDDEN' } });
		socket.send({ type: 'items', action: 'create', collection: 'crm_leads', data: { last_name: 'Nobody’s' }, uid: 'create' });
		await expect.poll(() => socket.messages.filter(({ type }) => type === 'items').length, { timeout: 10_000 }).toBe(2);
		expect((await world.sql.query("SELECT 1 FROM crm_leads WHERE last_name = 'Nobody’s'")).rows).toEqual([]);
		socket.close();
	});

	test('has the rights of nobody once another token was refused', async () => {
		const person = await makePerson(world, { role: lesserRole });
		const socket = await openSocket({ url: world.url, token: person.staticToken });
		socket.send({ type: 'auth', access_token: 'none' });
		socket.send({ type: 'auth', access_token: 'none either' });
		await socket.heard({ type: 'auth', status: 'error' });
		socket.send({ type: 'items', action: 'create', collection: 'crm_leads', data: { last_name: 'Refused’s' }, uid: 'create' });
		await socket.closed;
		expect((await world.sql.query("SELECT 1 FROM crm_leads WHERE last_name = 'Refused’s'")).rows).toEqual([]);
	});
});

function sign(claims: object, seconds: number): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, iss: 'directus', exp: Math.floor(Date.now() / 1000) + seconds })}`;
	return `${text}.${createHmac('sha256', String(world.env.SECRET)).update(text).digest('base64url')}`;
}
