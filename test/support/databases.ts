import pg from 'pg';
import type { DatabaseAddress } from '../../bin/host/settings.ts';

/** Runs statements as the superuser of the test server, outside any of the databases under test. */
export async function asSuperuser<Result>(address: DatabaseAddress, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
	const client = new pg.Client({ ...address, database: 'postgres' });
	await client.connect();

	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

export async function createDatabase({ address, name, template = 'template0' }: { address: DatabaseAddress; name: string; template?: string }): Promise<DatabaseAddress> {
	await asSuperuser(address, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
	return { ...address, database: name };
}

export async function dropDatabase(address: DatabaseAddress): Promise<void> {
	await asSuperuser(address, (client) => client.query(`DROP DATABASE IF EXISTS ${address.database} WITH (FORCE)`));
}
