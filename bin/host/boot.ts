import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { ApplyError } from '../../schema/apply/error.ts';
import { settingsFrom } from '../../seeds/reference.ts';
import { installDirectus } from './install-directus.ts';
import { connect } from './postmaster.ts';
import { sentence } from './sentence.ts';
import type { DatabaseAddress } from './settings.ts';

/** Nodes that boot together go through it one by one: the first does the work, the others find it done. */
const BOOT_LOCK = 4_120_002;

export type BootOptions = {
	address: DatabaseAddress;
	/** The token that the operator set for the first administrator; empty when none was. */
	admin: { email: string; token: string };
	isDemo: boolean;
	/** Directus' environment, in which the instance's own settings stand as CRM_*. */
	env: Record<string, unknown>;
	onProgress: (line: string) => void;
};

/** From whatever the database holds to an instance that is ready to serve: tables, schema, seeds. */
export async function boot({ address, admin, isDemo, env, onProgress }: BootOptions): Promise<void> {
	const client = await connect(address, 'cardinal boot');

	try {
		await takeBootLock(client, onProgress);
		await installDirectus({ client, onProgress });
		await setAdminToken(client, admin);
		await applyAndSeed({ isDemo, env, onProgress });
	} catch (error) {
		throw error instanceof ApplyError ? sentence(error.message) : error;
	} finally {
		await client.end();
	}
}

/** Asked for again and again: a statement that waits would hold up the concurrent indexes of Directus' migrations. */
async function takeBootLock(client: pg.Client, onProgress: (line: string) => void): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [BOOT_LOCK]);
		if (rows[0]?.locked) return;
		if (attempt === 1) onProgress('Waiting for another node to finish the set-up');
		await setTimeout(300);
	}
}

/** Directus sets it at its first start only; whoever sets ADMIN_TOKEN later expects it to work as well. */
async function setAdminToken(client: pg.Client, { email, token }: BootOptions['admin']): Promise<void> {
	if (token === '' || email === '') return;
	await client.query(
		`UPDATE directus_users SET token = $1 WHERE lower(email) = lower($2) AND token IS DISTINCT FROM $1
		AND NOT EXISTS (SELECT FROM directus_users WHERE token = $1)`,
		[token, email],
	);
}

async function applyAndSeed({ isDemo, env, onProgress }: Omit<BootOptions, 'address' | 'admin'>): Promise<void> {
	const [{ default: getDatabase }, services, { getSchema }, seeds] = await Promise.all([
		import('@directus/api/database/index'),
		import('@directus/api/services/index'),
		import('@directus/api/utils/get-schema'),
		import('../../seeds/index.ts'),
	]);

	const context = { database: getDatabase(), services, getSchema, onProgress };
	const { conflicts } = await seeds.applyInstance({ ...context, settings: settingsFrom(env) });
	for (const conflict of conflicts) onProgress(`Left as it is: ${conflict}`);
	if (isDemo) await seeds.seedDemo({ ...context, now: new Date(), password: seeds.demoPasswordFrom(env) });
}
