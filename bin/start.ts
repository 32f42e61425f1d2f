// `npm start`: looks after a database and a Directus, and stops both in order.
import { join } from 'node:path';
import { prepareDataDir } from './host/data-dir.ts';
import { releaseEmbedded, startEmbedded, type Database } from './host/embedded.ts';
import { openExternal } from './host/external.ts';
import { instanceEnvironment } from './host/instance-env.ts';
import { assertPortFree } from './host/ports.ts';
import { root } from './host/project.ts';
import { openSecrets } from './host/secrets.ts';
import { reportFailure, sentence } from './host/sentence.ts';
import { localUrl, readSettings, type Settings } from './host/settings.ts';
import { stopSignal } from './host/stop-signal.ts';
import { supervise, type Supervised } from './host/supervision.ts';
import { printWelcome } from './host/welcome.ts';

const log = (line: string) => console.log(line);
const stop = stopSignal();
let database: Database | undefined;
let directus: Supervised | undefined;

try {
	await Promise.race([run(), stop.requested]);
} catch (error) {
	if (!stop.isRequested()) reportFailure(error);
} finally {
	if (stop.isRequested()) log('\nStopping');
	await directus?.stop();
	await database?.stop();
	process.exit();
}

async function run(): Promise<void> {
	const startedAt = Date.now();
	const settings = readSettings(process.env);
	prepareDataDir(settings.dataDir);
	const { secrets, isNew, file } = openSecrets(settings);

	database = await openDatabase(settings, secrets.databasePassword);
	directus = supervise({
		script: join(root, 'bin', 'serve.ts'),
		env: instanceEnvironment({ settings, secrets, database }),
		onProgress: log,
		onOutput: (line) => isNoise(line) || log(line),
	});

	const isLost = new Promise<never>((_, reject) => database?.onLost(() => reject(sentence('The database stopped. Its log is in the data folder; start again.'))));
	isLost.catch(() => undefined);

	await Promise.race([directus.ready, isLost]);
	printWelcome({ settings, secrets, isNew, file, seconds: (Date.now() - startedAt) / 1000 });

	const { code, signal } = await Promise.race([directus.ended, isLost]);
	throw sentence(`Directus ended by itself (${signal ?? `exit code ${code}`}). Start again; LOG_LEVEL=info npm start says more.`);
}

async function openDatabase(settings: Settings, password: string): Promise<Database> {
	const { port, host, dataDir } = settings;

	if (settings.external) {
		await assertPortFree({ port, host });
		log(`Using the PostgreSQL at ${settings.external.host}:${settings.external.port}`);
		return openExternal(settings.external);
	}

	const embedded = { dataDir, password, keeperName: localUrl(settings), log };
	const hasRecovered = await releaseEmbedded(embedded);
	// A Directus whose supervisor was killed lets go of the port within a moment.
	await assertPortFree({ port, host, patience: hasRecovered ? 5_000 : 1_000 });
	log('Starting the database');
	return startEmbedded(embedded);
}

/** Said at every start, and nothing to act on. */
function isNoise(line: string): boolean {
	return line.includes("PostGIS isn't installed");
}
