// `npm run dev`: an instance that follows the sources. The extension is rebuilt and reloaded inside the running
// Directus; a change to schema, seeds, configuration or the host restarts it, which applies the schema.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { prepareDataDir } from './host/data-dir.ts';
import type { Database } from './host/embedded.ts';
import { instanceEnvironment } from './host/instance-env.ts';
import { openDatabase } from './host/open-database.ts';
import { extensionBuildCli, root } from './host/project.ts';
import { untoldSignIns } from './host/demo-people.ts';
import { openSecrets } from './host/secrets.ts';
import { reportFailure } from './host/sentence.ts';
import { localUrl, readSettings } from './host/settings.ts';
import { stopSignal } from './host/stop-signal.ts';
import { isNoise, supervise, type Supervised } from './host/supervision.ts';
import { printWelcome } from './host/welcome.ts';

const RESTARTING = ['schema', 'seeds', 'bin', 'directus.config.ts'];

const log = (line: string) => console.log(line);
const stop = stopSignal();
let database: Database | undefined;
let directus: Supervised | undefined;
let builder: ChildProcess | undefined;

const run = runInstance();

try {
	await Promise.race([run, stop.requested]);
} catch (error) {
	reportFailure(error);
}

log('\nStopping');
run.catch(() => undefined);
builder?.kill();
await directus?.stop();
await database?.stop();
process.exit();

async function runInstance(): Promise<void> {
	const startedAt = Date.now();
	const settings = readSettings(process.env);
	prepareDataDir(settings.dataDir);
	const secrets = openSecrets(settings);
	const opened = await openDatabase({ settings, password: secrets.databasePassword, log });
	database = opened;
	builder = buildAndWatch();
	const sources = watchSources();

	const serve = () =>
		supervise({
			script: join(root, 'bin', 'serve.ts'),
			env: { ...instanceEnvironment({ settings, secrets, database: opened }), EXTENSIONS_AUTO_RELOAD: 'true', EXTENSIONS_MUST_LOAD: 'false' },
			onProgress: log,
			onOutput: (line) => isNoise(line) || log(line),
		});

	directus = serve();
	await directus.ready;
	const signIns = await untoldSignIns({ secrets, address: opened.address });
	printWelcome({ settings, secrets, signIns, seconds: (Date.now() - startedAt) / 1000 });

	for (;;) {
		log(`${await sources.next()} changed: restarting`);
		await directus.stop();
		directus = serve();
		// A mistake in the sources is shown, and the next change tries again.
		await directus.ready.then(() => log(`Ready again on ${localUrl(settings)}`), reportFailure);
	}
}

function buildAndWatch(): ChildProcess {
	return spawn(process.execPath, [extensionBuildCli, 'build', '--watch', '--no-minify'], {
		cwd: join(root, 'extensions', 'crm'),
		stdio: ['ignore', 'inherit', 'inherit'],
	});
}

/** Tells which path asks for a restart; changes that come together, as from a checkout, count once. */
function watchSources(): { next: () => Promise<string> } {
	let changed: string | undefined;
	let wake: () => void = () => undefined;

	for (const path of RESTARTING) {
		watch(join(root, path), { recursive: true }, (_event, name) => {
			changed = name && name !== path ? join(path, name) : path;
			wake();
		});
	}

	return {
		next: async () => {
			if (changed === undefined) await new Promise<void>((resolve) => (wake = resolve));
			await setTimeout(300);
			const path = changed ?? '';
			changed = undefined;
			return path;
		},
	};
}
