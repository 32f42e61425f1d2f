import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Colleague, found, hire, made } from '../rights/hire.ts';
import { startWorld, type World } from '../support/index.ts';
import { convert, converted, countRows, leadOf, row, unconvert } from './support.ts';

/** A conversion happens whole or not at all: each of its writes is made to fail. */
let world: World;
let rep: Colleague;

beforeAll(async () => {
	world = await startWorld();
	rep = await hire(world, { role: 'sales_rep', team: await found(world) });
	await world.sql.query("CREATE FUNCTION fail_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'forced'; END $$");
});
afterAll(() => world?.stop());
let lead: string;
beforeEach(async () => {
	lead = (await leadOf(world, { owner: rep.id })).id;
	await made(world, '/items/crm_activities', { subject: 'Along', lead, owner: rep.id });
});

const writes = [
	['crm_accounts', 'INSERT'], ['crm_contacts', 'INSERT'], ['crm_opportunities', 'INSERT'], ['crm_account_contacts', 'INSERT'], ['crm_stage_changes', 'INSERT'],
	['crm_activities', 'UPDATE'], ['crm_leads', 'UPDATE'], ['directus_revisions', 'INSERT'],
] as const;

async function failing<Result>(table: string, event: string, work: () => Promise<Result>): Promise<Result> {
	await world.sql.query(`CREATE TRIGGER zz_fail AFTER ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION fail_now()`);
	try {
		return await work();
	} finally {
		await world.sql.query(`DROP TRIGGER zz_fail ON ${table}`);
	}
}

test.each(writes)('where %s fails on %s, nothing is written', async (table, event) => {
	const before = await countRows(world);
	const was = await row(world, 'crm_leads', lead);
	await failing(table, event, async () => {
		expect((await convert(world, lead, {}, rep)).status).toBeGreaterThanOrEqual(400);
		expect((await rep.update('crm_leads', lead, { status: 'converted' })).status).toBeGreaterThanOrEqual(400);
	});
	expect(await countRows(world)).toEqual(before);
	expect(await row(world, 'crm_leads', lead)).toEqual(was);
	expect((await convert(world, lead, {}, rep)).status).toBe(200);
});

test.each([['crm_accounts', 'DELETE'], ['crm_contacts', 'DELETE'], ['crm_opportunities', 'DELETE'], ['crm_activities', 'UPDATE'], ['crm_leads', 'UPDATE']])('and where %s fails on %s, nothing is undone', async (table, event) => {
	const data = await converted(world, lead, {}, rep);
	const before = await countRows(world);
	await failing(table, event, async () => expect((await unconvert(world, lead, rep)).status).toBeGreaterThanOrEqual(400));
	expect(await countRows(world)).toEqual(before);
	expect(await row(world, 'crm_leads', lead)).toMatchObject({ status: 'converted', converted_account: data.account });
	expect((await unconvert(world, lead, rep)).status).toBe(200);
});
