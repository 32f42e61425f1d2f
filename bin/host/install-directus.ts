import { fork } from 'node:child_process';
import { join } from 'node:path';
import type pg from 'pg';
import { assertNotNewer, readInstance, writeInstance } from './instance-record.ts';
import { cardinalVersion, directusVersion, root } from './project.ts';

/** Creates or migrates Directus' own tables, when that has not been done for these versions. Call it under the boot lock. */
export async function installDirectus({ client, onProgress }: { client: pg.Client; onProgress: (line: string) => void }): Promise<void> {
	const record = await readInstance(client);
	const ours = { version: cardinalVersion, directus: directusVersion };
	if (record) assertNotNewer(record, ours);

	const isInstalled = await hasTable(client, 'directus_collections');
	if (record?.state === 'ready' && record.directus === directusVersion && isInstalled) {
		if (record.version !== cardinalVersion) await writeInstance(client, { ...ours, state: 'ready' });
		return;
	}

	if (record?.state === 'installing' && isInstalled) {
		onProgress('Starting over: the last start was stopped while it set Directus up');
		await dropDirectusTables(client);
	}

	const isFirst = !(await hasTable(client, 'directus_collections'));
	onProgress(isFirst ? `Setting up Directus ${directusVersion}` : `Bringing the tables of Directus to ${directusVersion}`);
	// Only a set-up from nothing may be started over. A Directus that was there before keeps all it has.
	if (isFirst) await writeInstance(client, { ...ours, state: 'installing' });
	await runDirectus(['bootstrap']);
	await writeInstance(client, { ...ours, state: 'ready' });
}

/** Runs a command of Directus' CLI in a process of its own: it ends with process.exit. */
async function runDirectus(args: string[]): Promise<void> {
	const child = fork(join(root, 'bin', 'host', 'directus-cli.ts'), args, {
		silent: true,
		env: { ...process.env, LOG_LEVEL: 'warn', LOG_STYLE: 'raw' },
	});

	const output: Buffer[] = [];
	const stop = () => child.kill('SIGKILL');
	child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
	child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
	process.once('exit', stop);

	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (exitCode) => resolve(exitCode));
	});

	process.removeListener('exit', stop);
	if (code !== 0) throw new Error(`directus ${args.join(' ')} failed:\n${Buffer.concat(output).toString('utf8').trim()}`);
}

/** They were created by the set-up that is started over, in a database that had none before. */
async function dropDirectusTables(client: pg.Client): Promise<void> {
	const { rows } = await client.query<{ name: string }>(
		`SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'directus\\_%'`,
	);

	if (rows.length > 0) await client.query(`DROP TABLE ${rows.map(({ name }) => `public.${name}`).join(', ')} CASCADE`);
}

async function hasTable(client: pg.Client, name: string): Promise<boolean> {
	const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [`public.${name}`]);
	return rows[0]?.found === true;
}
