// `npm start`: looks after a database and a Directus, and stops both in order.
import { join } from 'node:path';
import { prepareDataDir } from './host/data-dir.ts';
import { untoldSignIns } from './host/demo-people.ts';
import type { Database } from './host/embedded.ts';
import { instanceEnvironment } from './host/instance-env.ts';
import { openDatabase } from './host/open-database.ts';
import { root } from './host/project.ts';
import { openSecrets } from './host/secrets.ts';
import { reportFailure, sentence } from './host/sentence.ts';
import { readSettings } from './host/settings.ts';
import { stopSignal } from './host/stop-signal.ts';
import { isNoise, supervise, type Supervised } from './host/supervision.ts';
import { printWelcome } from './host/welcome.ts';

const log = (line: string) => console.log(line);
const stop = stopSignal();
let database: Database | undefined;
let directus: Supervised | undefined;

const run = runInstance();

try {
	await Promise.race([run, stop.requested]);
} catch (error) {
	if (!stop.isRequested()) reportFailure(error);
}

if (stop.isRequested()) log('\nStopping');
run.catch(() => undefined); // what fails now fails because it is being stopped
await directus?.stop();
await database?.stop();
process.exit();

async function runInstance(): Promise<void> {
	const startedAt = Date.now();
	const settings = readSettings(process.env);
	prepareDataDir(settings.dataDir);
	const secrets = openSecrets(settings);

	database = await openDatabase({ settings, password: secrets.databasePassword, log });
	const isLost = database.lost.then(() => Promise.reject(sentence('The database stopped. Its log is beside it in the data folder; start again.')));
	isLost.catch(() => undefined);

	directus = supervise({
		script: join(root, 'bin', 'serve.ts'),
		env: instanceEnvironment({ settings, secrets, database }),
		onProgress: log,
		onOutput: (line) => isNoise(line) || log(line),
	});

	await Promise.race([directus.ready, isLost]);
	const signIns = await untoldSignIns({ secrets, address: database.address });
	printWelcome({ settings, secrets, signIns, seconds: (Date.now() - startedAt) / 1000 });

	const { code, signal } = await Promise.race([directus.ended, isLost]);
	throw sentence(`Directus ended by itself (${signal ?? `exit code ${code}`}). Start again; LOG_LEVEL=info npm start says more.`);
}
