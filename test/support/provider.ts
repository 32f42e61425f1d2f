import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { DatabaseAddress } from '../../bin/host/settings.ts';
import { createDatabase, dropDatabase } from './databases.ts';
import { buildTemplate, startNode, type Node } from './node.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

/** What test files ask the run for. */
export type Provided = {
	/** A database with everything applied and no demo, to be cloned; nobody connects to it. */
	template: DatabaseAddress;
	/** One instance for all files whose tests do not disturb each other. */
	shared: { url: string; database: DatabaseAddress };
	/** The bare server. */
	server: DatabaseAddress;
};

/**
 * Hands out what is made once per test run, and makes it when it is first asked for: tests of pure functions pay
 * nothing. It lives in Vitest's main process; the files run in others and ask over HTTP.
 */
export async function startProvider(): Promise<{ url: string; stop: () => Promise<void> }> {
	const run = randomBytes(3).toString('hex');
	let postgres: Promise<TestPostgres> | undefined;
	let template: Promise<DatabaseAddress> | undefined;
	let shared: Promise<{ node: Node; database: DatabaseAddress }> | undefined;

	const server = () => (postgres ??= startPostgres()).then(({ address }) => address);

	const makeTemplate = async () => {
		const database = await createDatabase({ address: await server(), name: `cardinal_template_${run}` });
		await buildTemplate(database);
		return database;
	};

	const makeShared = async () => {
		const from = await (template ??= makeTemplate());
		const database = await createDatabase({ address: from, name: `cardinal_shared_${run}`, template: from.database });
		return { node: await startNode({ database }), database };
	};

	const answers: Record<keyof Provided, () => Promise<unknown>> = {
		server,
		template: () => (template ??= makeTemplate()),
		shared: async () => {
			const { node, database } = await (shared ??= makeShared());
			return { url: node.url, database };
		},
	};

	const http = createServer((request, response) => {
		const answer = answers[request.url?.slice(1) as keyof Provided];
		const send = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));

		answer().then(
			(body) => send(200, body),
			(error: Error) => send(500, { message: error.stack ?? error.message }),
		);
	});

	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const address = http.address();
	const port = typeof address === 'object' && address ? address.port : 0;

	return {
		url: `http://127.0.0.1:${port}`,
		stop: async () => {
			http.close();
			http.closeAllConnections();
			const instance = await shared?.catch(() => undefined);
			await instance?.node.stop();
			if (process.env.TEST_DB_HOST) for (const made of [instance?.database, await template?.catch(() => undefined)]) if (made) await dropDatabase(made);
			await (await postgres?.catch(() => undefined))?.stop();
		},
	};
}
