import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../bin/host/ports.ts';
import { root } from '../../bin/host/project.ts';
import { supervise, type Supervised } from '../../bin/host/supervision.ts';
import { startWorld, type World } from '../support/index.ts';
import { csv, importInto } from './support.ts';

// Two nodes on one database: one of them is going to die.
let world: World;
let doomed: Supervised;
let doomedUrl: string;

beforeAll(async () => {
	world = await startWorld();
	const port = await freePort();
	doomedUrl = `http://127.0.0.1:${port}`;
	doomed = supervise({ script: join(root, 'test', 'support', 'serve-clone.ts'), env: { ...world.env, PORT: String(port) }, onProgress: () => undefined, onOutput: () => undefined });
	await doomed.ready;
});
afterAll(async () => {
	await doomed?.stop(500);
	await world?.stop();
});

const rows = 3000;
const file = csv('Name,Staff', ...Array.from({ length: rows }, (_, index) => `Crash ${index},${index}`));
const mapping = { collection: 'crm_accounts', key: 'name', columns: { name: 'Name', employees: 'Staff' } };
const state = async (id: string) => (await world.api(`/crm/imports/${id}`)).body.data;

test('an import whose server is killed is found interrupted, and goes on when the file is imported again', { timeout: 120_000 }, async () => {
	const atDoomed = { api: (path: string, request: object = {}) => world.api(new URL(path, doomedUrl).href, request) };
	const { status, body } = await importInto(atDoomed, { file, mapping, fields: { async: 'true' } });
	expect(status).toBe(202);
	const { id } = body.data;
	await expect.poll(async () => (await state(id)).rows_created, { timeout: 30_000, interval: 50 }).toBeGreaterThan(0);

	// The other node sees a heart that beats, and leaves it alone.
	expect((await state(id)).status).toBe('running');
	doomed.child.kill('SIGKILL');
	await doomed.ended;
	expect((await state(id)).status).toBe('running');

	// Half a minute of silence later. (Kept columns are written by an import only.)
	await world.sql.query('BEGIN; SET LOCAL crm.origin = \'import\'; UPDATE crm_imports SET heartbeat_at = heartbeat_at - interval \'31 seconds\' WHERE status = \'running\'; COMMIT');
	const interrupted = await state(id);
	expect(interrupted).toMatchObject({ status: 'interrupted', message: expect.stringContaining('Import the file again to go on') });
	const { rows: [there] } = await world.sql.query<{ count: number }>('SELECT count(*)::int AS count FROM crm_accounts WHERE name LIKE \'Crash %\'');
	const count = there?.count ?? 0;
	expect(count).toBeLessThan(rows);
	// Whole chunks are in, and the journal is at most one behind.
	expect(count % 200).toBe(0);
	expect([0, 200]).toContain(count - interrupted.rows_created);

	const again = await importInto(world, { file, mapping });
	expect(again.body.data.rows).toEqual({ total: rows, created: rows - count, updated: 0, unchanged: count, skipped: 0, failed: 0 });
	const { rows: [all] } = await world.sql.query('SELECT count(*)::int AS count, count(DISTINCT name)::int AS names FROM crm_accounts WHERE name LIKE \'Crash %\'');
	expect(all).toEqual({ count: rows, names: rows });
});
