import { cpSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { findEmbedded } from '../../bin/host/embedded.ts';
import { freePort } from '../../bin/host/ports.ts';
import { connect, isAlive } from '../../bin/host/postmaster.ts';
import { descendants, freshDataDir, killAll, postmasterPid, start, untilGone, type Command } from './instance.ts';

// One instance, from its first start through everything that happens to it; each test begins where the last one ended.
const dataDir = freshDataDir();
const other = freshDataDir();
const all: Command[] = [];
let running: Command;
let port = 0;
let env: Record<string, string>;
let hasFailed = false;

// Some of these start an instance twice, on a machine that has other tests to run.
vi.setConfig({ testTimeout: 150_000 });

beforeEach(({ skip, onTestFailed }) => {
	if (hasFailed) skip('an earlier step of the story failed');
	onTestFailed(() => void (hasFailed = true));
});

beforeAll(async () => {
	port = await freePort();
	env = { PORT: String(port), CRM_DATA_DIR: dataDir, ADMIN_TOKEN: 'the-token-of-the-admin' };
});

afterAll(async () => {
	for (const { child } of all) child.kill('SIGTERM');
	await Promise.all(all.map(({ ended }) => ended));
	killAll([dataDir, other].map(postmasterPid).filter((pid) => pid !== undefined));
	for (const folder of [dataDir, other]) rmSync(folder, { recursive: true, force: true });
});

test('a first start that is killed half-way leaves nothing that stops the next one', async () => {
	const first = run();
	await first.says('Setting up Directus');
	await untilDirectusHasBegun();
	const pids = [first.child.pid as number, ...descendants(first.child.pid as number)];
	killAll(pids.filter((pid) => pid !== postmasterPid(dataDir)));
	await first.ended;

	running = run();
	await running.says('Cardinal is ready');
	expect(running.output()).toContain('Recovering');
	expect(running.output()).toContain('Starting over');
	expect(await me()).toBe('admin@example.com');
});

test('the login that it prints works', async () => {
	const output = running.output();
	const { adminEmail, adminPassword } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { adminEmail: string; adminPassword: string };
	expect(output).toContain(`http://127.0.0.1:${port}/admin`);
	expect(output).toContain(adminEmail);
	expect(output).toContain(adminPassword); // the start before did not come to show it

	const login = await fetch(`http://127.0.0.1:${port}/auth/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email: adminEmail, password: adminPassword }),
	});

	expect(login.status).toBe(200);
});

test('what it generated is for the eyes of its owner alone', () => {
	expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
	expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
});

test('a second start on the same data folder names the one that runs', async () => {
	const second = run({ PORT: String(await freePort()) });
	expect(await second.ended).toBe(1);
	expect(second.output().trim()).toBe(`Cardinal is already running on this data folder: http://127.0.0.1:${port}. Stop it first, or set PORT and CRM_DATA_DIR for a second one.`);
});

test('a port in use is said before anything is started', async () => {
	const second = run({ CRM_DATA_DIR: other });
	expect(await second.ended).toBe(1);
	expect(second.output()).toContain(`Port ${port} is in use.`);
	expect(postmasterPid(other)).toBeUndefined();
});

test('SIGTERM stops everything in order', async () => {
	const pids = [postmasterPid(dataDir) as number, ...descendants(running.child.pid as number)];
	running.child.kill('SIGTERM');
	expect(await running.ended).toBe(0);
	expect(pids.filter(isAlive)).toEqual([]);
	expect(postmasterPid(dataDir)).toBeUndefined();
	// A backup, restored by whoever runs this: root's copy does not keep PostgreSQL's user as the owner.
	cpSync(dataDir, other, { recursive: true });
});

test('the next start finds everything done, and takes a token that is set now', async () => {
	env = { ...env, ADMIN_TOKEN: 'another-token' };
	running = run();
	await running.says('Cardinal is ready');
	expect(running.output()).not.toMatch(/Creating|Setting up|Starting over|Recovering/);
	expect(running.output()).toContain('Password   as at the first start');
	expect(await me()).toBe('admin@example.com');
});

test('npm run crm works on the instance that runs', async () => {
	const plan = start({ env, script: ['bin/launch.js', 'crm', 'plan'] });
	all.push(plan);
	expect(await plan.ended).toBe(0);
	expect(plan.output()).toContain('Nothing to do');
});

test('two instances run side by side', async () => {
	const second = run({ CRM_DATA_DIR: other, PORT: String(await freePort()) });
	await second.says('Cardinal is ready');
	expect(postmasterPid(other)).not.toBe(postmasterPid(dataDir));
	expect(await me()).toBe('admin@example.com');
	second.child.kill('SIGINT');
	expect(await second.ended).toBe(0);
});

test('when the supervisor is killed, the rest goes down and the next start recovers', async () => {
	const [supervisor, ...rest] = descendants(running.child.pid as number);
	process.kill(supervisor as number, 'SIGKILL');
	expect(await running.ended).toBe(1);
	await untilGone(rest);

	running = run();
	await running.says('Cardinal is ready');
	expect(await me()).toBe('admin@example.com');
});

test('when the launcher is killed, everything stops by itself', async () => {
	const rest = descendants(running.child.pid as number);
	process.kill(running.child.pid as number, 'SIGKILL');
	await untilGone(rest);
	expect(postmasterPid(dataDir)).toBeUndefined();
});

test('npm run crm works on an instance that does not run, and stops the database again', async () => {
	const plan = start({ env, script: ['bin/launch.js', 'crm', 'plan'] });
	all.push(plan);
	expect(await plan.ended).toBe(0);
	expect(plan.output()).toContain('Nothing to do');
	expect(postmasterPid(dataDir)).toBeUndefined();
});

test('a data folder of a newer version is left alone', async () => {
	running = run();
	await running.says('Cardinal is ready');
	await writeVersion('99.0.0');
	running.child.kill('SIGTERM');
	await running.ended;

	const older = run();
	expect(await older.ended).toBe(1);
	expect(older.output()).toContain('The data is of a newer version: Cardinal 99.0.0 has used it');
	expect(postmasterPid(dataDir)).toBeUndefined();
});

function run(different: Record<string, string> = {}): Command {
	const command = start({ env: { ...env, ...different }, script: ['bin/launch.js', 'start'] });
	all.push(command);
	return command;
}

async function me(): Promise<string> {
	const response = await fetch(`http://127.0.0.1:${port}/users/me`, { headers: { authorization: `Bearer ${env.ADMIN_TOKEN}` } });
	return ((await response.json()) as { data: { email: string } }).data.email;
}

async function writeVersion(version: string): Promise<void> {
	await inDatabase((client) => client.query('UPDATE cardinal.instance SET version = $1', [version]));
}

async function untilDirectusHasBegun(): Promise<void> {
	await inDatabase(async (client) => {
		for (;;) {
			const { rows } = await client.query(`SELECT to_regclass('public.directus_collections') IS NOT NULL AS has_begun`);
			if (rows[0]?.has_begun) return;
		}
	});
}

async function inDatabase(work: (client: Client) => Promise<unknown>): Promise<void> {
	const { databasePassword } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { databasePassword: string };
	const database = await findEmbedded({ dataDir, password: databasePassword, log: () => undefined });
	if (!database) throw new Error('The instance does not run.');
	const client = await connect(database.address);
	await work(client);
	await client.end();
}
