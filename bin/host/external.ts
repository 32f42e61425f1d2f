import pg from 'pg';
import { never, type Database } from './embedded.ts';
import { connect } from './postmaster.ts';
import { sentence } from './sentence.ts';
import type { DatabaseAddress } from './settings.ts';

const OLDEST = 15;

/** What a server, or its name, answers while it comes up (57P03: cannot connect now). */
const NOT_YET = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', '57P03']);

/**
 * Connects to the PostgreSQL that DB_* names, creates the database where it is missing, and checks the version.
 * `patience` (ms) waits for a server that comes up at the same time, as containers do.
 */
export async function openExternal(address: DatabaseAddress, patience = 0): Promise<Database> {
	const client = await connectOrExplain(address, Date.now() + patience);

	try {
		const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
		assertVersion(Number(rows[0]?.server_version_num));
	} finally {
		await client.end();
	}

	return { address, postmasterPid: undefined, stop: async () => undefined, lost: never };
}

/** `server_version_num` is 150004 for 15.4. */
export function assertVersion(number: number): void {
	const major = Math.floor(number / 10_000);
	if (major >= OLDEST) return;
	throw sentence(`The database is PostgreSQL ${major}, which is too old: Cardinal needs ${OLDEST} or newer.`);
}

async function connectOrExplain(address: DatabaseAddress, deadline: number): Promise<pg.Client> {
	for (;;) {
		try {
			return await connect(address);
		} catch (error) {
			const { code = '' } = error as { code?: string };
			if (code === '3D000') break;
			if (!NOT_YET.has(code) || Date.now() > deadline) throw sentence(explain(error, address));
			await new Promise((resolve) => setTimeout(resolve, 1_000));
		}
	}

	await createDatabase(address);
	return connect(address);
}

async function createDatabase(address: DatabaseAddress): Promise<void> {
	const client = await connect({ ...address, database: 'postgres' }).catch(() => undefined);

	try {
		if (!client) throw new Error('no way in');
		await client.query(`CREATE DATABASE ${pg.escapeIdentifier(address.database)} ENCODING 'UTF8' TEMPLATE template0`);
	} catch (error) {
		if ((error as { code?: string }).code === '42P04') return; // another node was quicker
		throw sentence(
			`There is no database "${address.database}" on ${address.host}, and ${address.user} may not create it. Create it, or set DB_DATABASE.`,
		);
	} finally {
		await client?.end();
	}
}

function explain(error: unknown, { host, port, user, database }: DatabaseAddress): string {
	const { code = '', message = String(error) } = error as { code?: string; message?: string };
	const place = `${host}:${port}`;

	if (code === '28P01') return `The database at ${place} refused the password of ${user}. Check DB_USER and DB_PASSWORD.`;
	if (code.startsWith('28')) return `The database at ${place} does not let ${user} in (${message}). Check DB_USER, DB_PASSWORD and its pg_hba.conf.`;
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The host "${host}" is not known. Check DB_HOST.`;
	if (code === '53300') return `The database at ${place} has no connection left. Raise its max_connections, or close other clients.`;
	if (code === '42501') return `${user} may not use the database "${database}" at ${place} (${message}).`;
	if (message.includes('SASL')) return `The database at ${place} wants a password for ${user}. Set DB_PASSWORD.`;
	return `The database at ${place} cannot be reached (${code || message}). Check DB_HOST and DB_PORT, and that it runs.`;
}
