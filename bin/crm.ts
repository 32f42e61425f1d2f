// `npm run crm -- plan | apply | seed | import …`: Directus' command line with Cardinal's commands, on this instance.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDataDir } from './host/data-dir.ts';
import { findEmbedded, startEmbedded, type Database } from './host/embedded.ts';
import { openExternal } from './host/external.ts';
import { instanceEnvironment } from './host/instance-env.ts';
import { assertInstalled } from './host/instance-record.ts';
import { root } from './host/project.ts';
import { openSecrets, secretsFile } from './host/secrets.ts';
import { reportFailure, sentence } from './host/sentence.ts';
import { readSettings, type Settings } from './host/settings.ts';
import { stopSignal } from './host/stop-signal.ts';
import { connect } from './host/postmaster.ts';

const stop = stopSignal();
let database: Database | undefined;

try {
	process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
	reportFailure(error);
} finally {
	await database?.stop();
	process.exit();
}

async function runCommand(args: string[]): Promise<number> {
	const settings = readSettings(process.env);
	if (!settings.external && !existsSync(secretsFile(settings.dataDir))) throw notThereYet();
	prepareDataDir(settings.dataDir);
	const secrets = openSecrets(settings);

	database = await findDatabase(settings, secrets.databasePassword);
	const client = await connect(database.address);
	await assertInstalled(client, notThereYet());
	await client.end();

	const child = fork(join(root, 'bin', 'host', 'directus-cli.ts'), ['crm', ...args], {
		// Files are named from where the command was typed, not from the clone.
		cwd: process.env.CRM_CALLED_FROM ?? process.cwd(),
		env: { ...instanceEnvironment({ settings, secrets, database }), LOG_LEVEL: process.env.LOG_LEVEL ?? 'error' },
		execArgv: ['--disable-warning=ExperimentalWarning'],
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
	});

	void stop.requested.then(() => child.kill('SIGINT'));

	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) => resolve(code ?? 130));
	});
}

async function findDatabase(settings: Settings, password: string): Promise<Database> {
	if (settings.external) return openExternal(settings.external);
	const embedded = { dataDir: settings.dataDir, password, log: (line: string) => console.error(line) };
	return (await findEmbedded(embedded)) ?? startEmbedded({ ...embedded, keeperName: 'a command (npm run crm)' });
}

function notThereYet(): Error {
	return sentence('There is no instance yet. Run npm start once; it creates one.');
}
