import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyDatabase, startNode, type Node } from '../support/index.ts';

/** Instances that are not like ours: with tables of others, without some rooms, or booting twice at once. */
describe('an instance with collections of its own', () => {
	let database: Awaited<ReturnType<typeof emptyDatabase>>;
	let sql: pg.Pool;
	const nodes: Node[] = [];

	beforeAll(async () => {
		database = await emptyDatabase();
		sql = new pg.Pool(database);
		await sql.query(`
			CREATE TABLE leads (id serial PRIMARY KEY, name text, crm_note text);
			INSERT INTO leads (name) VALUES ('Somebody else’s');
			CREATE TABLE contacts (id serial PRIMARY KEY, email text NOT NULL);
		`);
		// Two nodes, as a deployment starts them: at once, on an empty database.
		nodes.push(...await Promise.all([startNode({ database, isBooting: true, env: { CRM_DEMO: 'false' } }), startNode({ database, isBooting: true, env: { CRM_DEMO: 'false' } })]));
	});

	afterAll(async () => {
		await Promise.all(nodes.map((node) => node.stop()));
		await sql?.end();
		await database?.drop();
	});

	test('two nodes that boot at once do the work once, and both serve', async () => {
		const { rows } = await sql.query('SELECT count(*)::int AS stages FROM crm_stages');
		expect(rows[0].stages).toBe(6);
		for (const { url } of nodes) expect((await fetch(`${url}/server/health`)).status).toBe(200);
		const { rows: presets } = await sql.query('SELECT collection, bookmark, count(*)::int AS count FROM directus_presets GROUP BY 1, 2 HAVING count(*) > 1');
		expect(presets).toEqual([]);
	});

	test('a field that an admin adds on one node is there on the other, without Redis', async () => {
		const call = (node: Node | undefined, path: string, body?: object) => fetch(`${node?.url}${path}`, { method: body ? 'POST' : 'GET', headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
		await call(nodes[1], '/items/crm_leads');
		expect((await call(nodes[0], '/fields/crm_leads', { field: 'shoe_size', type: 'integer', meta: { interface: 'input' }, schema: {} })).status).toBe(200);
		await expect.poll(async () => (await call(nodes[1], '/items/crm_leads?fields=shoe_size')).status, { timeout: 5_000 }).toBe(200);
	});

	test('tables of others, also of our nouns, are left alone', async () => {
		const { rows } = await sql.query('SELECT name FROM leads');
		expect(rows).toEqual([{ name: 'Somebody else’s' }]);
		const { rows: meta } = await sql.query("SELECT collection FROM directus_collections WHERE collection IN ('leads', 'contacts')");
		expect(meta).toEqual([]);
	});
});

describe('an instance with some rooms only', () => {
	let database: Awaited<ReturnType<typeof emptyDatabase>>;
	let node: Node;

	beforeAll(async () => {
		database = await emptyDatabase();
		node = await startNode({ database, isBooting: true, env: { CRM_DEMO: 'false', CRM_ROOMS: 'leads,accounts,activities' } });
	});

	afterAll(async () => {
		await node?.stop();
		await database?.drop();
	});

	test('works without the others', async () => {
		const call = (path: string, init: RequestInit = {}) => fetch(`${node.url}${path}`, { ...init, headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' } });
		const created = await call('/items/crm_accounts', { method: 'POST', body: JSON.stringify({ name: 'Alone', domain: 'https://alone.example' }) });
		expect(created.status).toBe(200);
		const { data } = (await created.json()) as { data: { id: string; domain: string } };
		expect(data.domain).toBe('alone.example');
		expect((await call('/items/crm_activities', { method: 'POST', body: JSON.stringify({ type: 'note', subject: 'Hello', account: data.id }) })).status).toBe(200);
		expect((await call(`/items/crm_accounts/${data.id}`, { method: 'DELETE' })).status).toBe(204);
		expect((await call('/items/crm_opportunities')).status).toBe(403);
	});
});
