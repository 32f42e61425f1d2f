import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseAddress } from './settings.ts';

export const SUPERUSER = 'postgres';

/** Held by whoever looks after an embedded cluster, for as long as it does; a killed one loses it. */
const KEEPER_LOCK = 4_120_001;

export type Postmaster = { pid: number; address: DatabaseAddress };

/** The server that runs on a cluster now, if there is one. A stale pid file is none. */
export async function findPostmaster({ dir, password }: { dir: string; password: string }): Promise<Postmaster | undefined> {
	const file = readPidFile(dir);
	if (!file || !isAlive(file.pid)) return undefined;

	const address = { host: '127.0.0.1', port: file.port, user: SUPERUSER, password, database: 'postgres' };

	try {
		const client = await connect(address);
		const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
		await client.end();
		return rows[0]?.data_directory === dir ? { pid: file.pid, address } : undefined;
	} catch (error) {
		// 57P03 is "starting up" or "shutting down": alive, and ours, since the pid file and the port agree.
		return (error as { code?: string }).code === '57P03' ? { pid: file.pid, address } : undefined;
	}
}

export async function connect(address: DatabaseAddress & { ssl?: boolean | object }, applicationName = 'cardinal'): Promise<pg.Client> {
	const client = new pg.Client({ ...address, application_name: applicationName, connectionTimeoutMillis: 10_000 });
	client.on('error', () => undefined); // a lost connection shows in the next query
	await client.connect();
	return client;
}

/** Becomes the keeper, and tells others under which name; or says who is. */
export async function keep(address: DatabaseAddress, name: string): Promise<{ keeper: pg.Client } | { keptBy: string }> {
	const client = await connect(address, name);
	const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [KEEPER_LOCK]);
	if (rows[0]?.locked) return { keeper: client };

	const { rows: holders } = await client.query<{ application_name: string }>(
		`SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
		WHERE l.locktype = 'advisory' AND l.objid = $1 AND l.granted`,
		[KEEPER_LOCK],
	);

	await client.end();
	return { keptBy: holders[0]?.application_name ?? 'another start' };
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Fast shutdown: sessions are ended, everything committed is written. Resolves when the process is gone. */
export async function stopPostmaster(pid: number, patience = 30_000): Promise<void> {
	const deadline = Date.now() + patience;
	let signal: NodeJS.Signals = 'SIGINT';

	while (isAlive(pid)) {
		if (Date.now() > deadline) signal = 'SIGQUIT'; // immediate; the next start recovers from the log

		try {
			process.kill(pid, signal);
		} catch {
			return;
		}

		for (let waited = 0; waited < 2000 && isAlive(pid); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Line 1 is the pid, line 4 the port (PostgreSQL documentation, "postmaster.pid"). */
function readPidFile(dir: string): { pid: number; port: number } | undefined {
	try {
		const lines = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n');
		const pid = Number(lines[0]);
		const port = Number(lines[3]);
		return pid > 0 && port > 0 ? { pid, port } : undefined;
	} catch {
		return undefined;
	}
}
