import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { DatabaseAddress } from '../../bin/host/settings.ts';

export type TestPostgres = { address: DatabaseAddress; stop: () => Promise<void> };

/** The PostgreSQL of a test run: the one that TEST_DB_* names, else an embedded one that goes with us, even when we are killed. */
export async function startPostgres(): Promise<TestPostgres> {
	const { TEST_DB_HOST, TEST_DB_PORT, TEST_DB_USER, TEST_DB_PASSWORD } = process.env;

	if (TEST_DB_HOST) {
		const address = { host: TEST_DB_HOST, port: Number(TEST_DB_PORT ?? 5432), user: TEST_DB_USER ?? 'postgres', password: TEST_DB_PASSWORD ?? '', database: 'postgres' };
		return { address, stop: async () => undefined };
	}

	const keeper = fork(join(import.meta.dirname, 'postgres-keeper.ts'), [], { detached: true, execArgv: [] });

	const address = await new Promise<DatabaseAddress>((resolve, reject) => {
		keeper.once('message', (message) => resolve(message as DatabaseAddress));
		keeper.once('error', reject);
		keeper.once('exit', () => reject(new Error('The PostgreSQL of the tests did not start.')));
	});

	return {
		address,
		stop: () =>
			new Promise((resolve) => {
				keeper.once('exit', () => resolve());
				keeper.disconnect();
			}),
	};
}
