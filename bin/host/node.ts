import { mkdirSync } from 'node:fs';
import { boot } from './boot.ts';
import { openExternal } from './external.ts';
import { isAlive } from './postmaster.ts';
import { directusConfig } from './project.ts';
import { describeFailure, sentence } from './sentence.ts';
import { readSettings, type Settings } from './settings.ts';
import { onParentGone, tell } from './supervision.ts';

/** The life of a process that hosts Directus: does `work`, tells how it went, and does not outlive its supervisor. */
export async function runNode(work: (settings: Settings) => Promise<void>): Promise<void> {
	process.env.TZ = 'UTC';
	process.env.CONFIG_PATH ??= directusConfig;
	onParentGone(endWithoutSupervisor);

	try {
		const settings = readSettings(process.env);
		if (!settings.external) throw sentence('DB_HOST is not set. Set DB_HOST, DB_USER, DB_PASSWORD and DB_DATABASE, or use npm start.');
		if (!process.env.SECRET && !process.env.SECRET_FILE) throw sentence('SECRET is not set. All nodes need the same one, such as: openssl rand -base64 32');
		await work(settings);
		tell({ type: 'ready' });
	} catch (error) {
		tell({ type: 'failed', reason: describeFailure(error) });
		process.exitCode = 1;
		// Give the message time to leave; pools and timers would keep the process otherwise.
		setTimeout(() => process.exit(), 200);
	}
}

/** Tables, schema and seeds, for the database that Directus' environment names. */
export async function bootNode({ isDemo }: Pick<Settings, 'isDemo'>): Promise<void> {
	const { useEnv } = await import('@directus/env');
	const { getConfigFromEnv } = await import('@directus/api/utils/get-config-from-env');
	const env = useEnv();
	const { host, port, user, password, database, ssl } = getConfigFromEnv('DB_');
	const address = { host, port, user, password, database, ...(ssl !== undefined && { ssl }) };

	// Directus warns about folders that are not there yet, and fails on a missing TEMP_PATH.
	for (const folder of [env.TEMP_PATH, env.STORAGE_LOCAL_ROOT]) if (typeof folder === 'string') mkdirSync(folder, { recursive: true });

	const isSupervised = process.send !== undefined;
	if (!isSupervised) await openExternal(address, 60_000);
	const isTokenGiven = isSupervised ? process.env.CRM_ADMIN_TOKEN_IS_GIVEN === 'true' : true;
	const admin = { email: String(env.ADMIN_EMAIL ?? ''), token: isTokenGiven ? String(env.ADMIN_TOKEN ?? '') : '' };
	await boot({ address, admin, isDemo, env, onProgress: (line) => tell({ type: 'progress', line }) });
}

/** The supervisor was killed and cannot stop anything any more: the database goes down with us. */
function endWithoutSupervisor(): void {
	const postmaster = Number(process.env.CRM_POSTMASTER_PID);
	if (postmaster > 0 && isAlive(postmaster)) process.kill(postmaster, 'SIGINT');
	process.exit(1);
}
