// One Directus node: brings the database up to date, then serves. Containers run this directly; `npm start` runs it
// as a child and gives it the embedded database.
import { mkdirSync } from 'node:fs';
import { boot } from './host/boot.ts';
import { isAlive } from './host/postmaster.ts';
import { portProblem } from './host/ports.ts';
import { directusConfig } from './host/project.ts';
import { describeFailure, sentence } from './host/sentence.ts';
import { readSettings } from './host/settings.ts';
import { onParentGone, tell } from './host/supervision.ts';

process.env.TZ = 'UTC';
process.env.CONFIG_PATH ??= directusConfig;
onParentGone(endWithoutSupervisor);

try {
	await serve();
	tell({ type: 'ready' });
} catch (error) {
	tell({ type: 'failed', reason: describeFailure(error) });
	process.exitCode = 1;
	// Give the message time to leave; pools and timers would keep the process otherwise.
	setTimeout(() => process.exit(), 200);
}

async function serve(): Promise<void> {
	const { port, host, isDemo, external } = readSettings(process.env);
	if (!external) throw sentence('DB_HOST is not set. Set DB_HOST, DB_USER, DB_PASSWORD and DB_DATABASE, or use npm start.');

	const { useEnv } = await import('@directus/env');
	const { getConfigFromEnv } = await import('@directus/api/utils/get-config-from-env');
	const env = useEnv();
	const { host: dbHost, port: dbPort, user, password, database, ssl } = getConfigFromEnv('DB_');

	// Directus warns about folders that are not there yet, and fails on a missing TEMP_PATH.
	for (const folder of [env.TEMP_PATH, env.STORAGE_LOCAL_ROOT]) if (typeof folder === 'string') mkdirSync(folder, { recursive: true });

	await boot({
		connection: { host: dbHost, port: dbPort, user, password, database, ssl },
		isDemo,
		env,
		onProgress: (line) => tell({ type: 'progress', line }),
	});

	const { createServer } = await import('@directus/api/server');
	const server = await createServer();

	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => reject(sentence(portProblem(error.code ?? error.message, { port, host }))));
		server.listen({ port, host }, resolve);
	});
}

/** The supervisor was killed and cannot stop anything any more: the database goes down with us. */
function endWithoutSupervisor(): void {
	const postmaster = Number(process.env.CRM_POSTMASTER_PID);
	if (postmaster > 0 && isAlive(postmaster)) process.kill(postmaster, 'SIGINT');
	process.exit(1);
}
