import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyDatabase, startNode, startWorld, type Node, type World } from '../support/index.ts';

describe('a start with CRM_DEMO', () => {
	let world: World;
	beforeAll(async () => void (world = await startWorld({ demo: true })));
	afterAll(() => world?.stop());

	test('loads the demo, as of today', async () => {
		const { body } = await world.api('/items/crm_leads?aggregate[count]=*');
		expect(Number(body.data[0].count)).toBe(200);
		const [deals] = (await world.sql.query("SELECT count(*)::int AS closing FROM crm_opportunities WHERE stage_kind = 'open' AND close_date >= (now() AT TIME ZONE 'UTC')::date AND date_trunc('month', close_date) = date_trunc('month', now() AT TIME ZONE 'UTC')")).rows;
		expect(deals.closing).toBeGreaterThanOrEqual(5);
	});

	test('a second one changes nothing, whatever was deleted', async () => {
		await world.sql.query("DELETE FROM crm_leads WHERE status = 'unqualified'");
		const again = await startNode({ database: world.database, isBooting: true, env: { CRM_DEMO: 'true' } });
		await again.stop();
		expect((await world.sql.query('SELECT count(*)::int AS leads FROM crm_leads')).rows).toEqual([{ leads: 158 }]);
	});
});

describe('an instance with some rooms only', () => {
	let database: Awaited<ReturnType<typeof emptyDatabase>>;
	let node: Node;
	let sql: pg.Pool;

	beforeAll(async () => {
		database = await emptyDatabase();
		sql = new pg.Pool({ ...database, max: 1 });
		node = await startNode({ database, isBooting: true, env: { CRM_DEMO: 'true', CRM_ROOMS: 'navigation,settings,currencies,teams,leads,accounts,activities' } });
	});

	afterAll(async () => {
		await node?.stop();
		await sql?.end();
		await database?.drop();
	});

	test('gets the part of the demo that it has room for', async () => {
		const { rows } = await sql.query('SELECT (SELECT count(*)::int FROM crm_accounts) AS accounts, (SELECT count(*)::int FROM crm_leads) AS leads, (SELECT count(*)::int FROM crm_activities) AS activities');
		expect(rows).toEqual([{ accounts: 40, leads: 200, activities: 400 }]);
	});
});
