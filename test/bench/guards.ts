import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, bench, describe } from 'vitest';
import { startWorld, type World } from '../support/index.ts';

/**
 * What the guards of a collection cost: the same statement with its triggers and without (foreign keys stay), rolled back
 * each time. All rows hang on one account or deal, the worst case for what is derived from many rows.
 */
let world: World;
let client: PoolClient;
const account = randomUUID();
const deal = randomUUID();

beforeAll(async () => {
	world = await startWorld();
	client = await world.sql.connect();
	await client.query("INSERT INTO crm_accounts (id, name, date_created) VALUES ($1, 'Bench', now())", [account]);
	await client.query("INSERT INTO crm_opportunities (id, name, account, currency, date_created) VALUES ($1, 'Bench', $2, 'EUR', now())", [deal, account]);
});

afterAll(async () => {
	client?.release();
	await world?.stop();
});

const activities = (status: string) => `INSERT INTO crm_activities (id, type, subject, status, account, completed_at, date_created)
	SELECT gen_random_uuid(), 'call', 'Bench', '${status}', '${account}', ${status === 'done' ? 'now() - n * interval \'1 minute\'' : 'NULL'}, now() FROM generate_series(1, 10000) AS n`;
const lines = `INSERT INTO crm_opportunity_lines (id, opportunity, quantity, unit_price, amount, date_created)
	SELECT gen_random_uuid(), '${deal}', 1, 0.335, 0.34, now() FROM generate_series(1, 10000)`;

sideBySide('10,000 planned activities of one account', { table: 'crm_activities', statement: activities('planned') });
sideBySide('10,000 done activities of one account', { table: 'crm_activities', statement: activities('done') });
sideBySide('10,000 activities are done', { table: 'crm_activities', prepare: activities('planned'), statement: "UPDATE crm_activities SET status = 'done', completed_at = now()" });
sideBySide('10,000 activities are renamed', { table: 'crm_activities', prepare: activities('done'), statement: "UPDATE crm_activities SET subject = 'Renamed'" });
sideBySide('10,000 lines of one deal', { table: 'crm_opportunity_lines', statement: lines });
sideBySide('10,000 deals', {
	table: 'crm_opportunities',
	statement: `INSERT INTO crm_opportunities (id, name, account, currency, stage, pipeline, amount, date_created)
		SELECT gen_random_uuid(), 'Bench', '${account}', 'EUR', stage, pipeline, 1, now() FROM crm_opportunities, generate_series(1, 10000) WHERE id = '${deal}'`,
});

function sideBySide(name: string, { table, prepare, statement }: { table: string; prepare?: string; statement: string }): void {
	const options = { iterations: 3, time: 0, warmupIterations: 1, warmupTime: 0 };
	describe(name, () => {
		for (const variant of ['plain', 'guarded']) {
			bench(variant, async () => {
				await client.query('BEGIN');
				if (variant === 'plain') await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
				if (prepare) await client.query(prepare);
				await client.query(statement);
				await client.query('ROLLBACK');
			}, options);
		}
	});
}
