import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { program } from './binaries.ts';
import type { ClusterHome } from './cluster-home.ts';
import { freePort } from './ports.ts';
import { connect, isAlive, SUPERUSER, type Postmaster } from './postmaster.ts';
import { DISK_FULL, sentence } from './sentence.ts';

/** What PostgreSQL is told at every start; `extra` is for tests, which may trade safety for speed. */
const SERVER_SETTINGS: Record<string, string> = {
	listen_addresses: '127.0.0.1',
	unix_socket_directories: '',
	max_connections: '200',
	shared_buffers: '128MB',
	timezone: 'UTC',
	log_timezone: 'UTC',
	log_min_messages: 'warning',
	// Compiling a plan costs more than the short queries of a CRM gain by it.
	jit: 'off',
};

/** Makes an empty cluster: complete, or not there at all. */
export function createCluster({ home, password }: { home: ClusterHome; password: string }): void {
	if (existsSync(join(home.dir, 'PG_VERSION'))) return assertSameMajor(home);

	const draft = `${home.dir}.new-${process.pid}`;
	const passwordFile = `${draft}.password`;

	try {
		mkdirSync(draft, { mode: 0o700 });
		writeFileSync(passwordFile, password, { mode: 0o600 });
		if (home.user) for (const path of [draft, passwordFile]) chownSync(path, home.user.uid, home.user.gid);
		initdb({ home, draft, passwordFile });
		renameSync(draft, home.dir);
	} catch (error) {
		if (!existsSync(join(home.dir, 'PG_VERSION'))) throw error; // else another start was quicker
	} finally {
		rmSync(draft, { recursive: true, force: true });
		rmSync(passwordFile, { force: true });
	}
}

/** Starts the server on a free port and waits until it answers, recovery after a crash included. */
export async function startCluster({ home, password, extra = {} }: { home: ClusterHome; password: string; extra?: Record<string, string> }): Promise<Postmaster> {
	for (let attempt = 1; ; attempt++) {
		const port = await freePort();
		const logFile = openLog(home);
		const started = await launch({ home, password, port, logFile, extra });
		if (typeof started !== 'string') return started;

		// The port was free a moment ago; somebody else may have been quicker.
		if (/could not bind|could not create any TCP/.test(started) && attempt < 5) continue;
		if (/no space left/i.test(started)) throw sentence(DISK_FULL);
		if (/lock file "postmaster.pid" already exists/.test(started)) throw sentence('Another start of Cardinal is opening this data folder. Try again in a moment.');
		throw new Error(`PostgreSQL did not start:\n${started.trim()}\n(full log: ${logFile})`);
	}
}

async function launch({ home, password, port, logFile, extra }: { home: ClusterHome; password: string; port: number; logFile: string; extra: Record<string, string> }): Promise<Postmaster | string> {
	const settings = { ...SERVER_SETTINGS, ...extra, port: String(port) };
	const logStart = statSync(logFile).size;
	const log = openSync(logFile, 'a');

	const child = spawn(program(home.binaries, 'postgres'), ['-D', home.dir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
		...home.user,
		cwd: '/',
		env: serverEnvironment(),
		stdio: ['ignore', log, log],
		// A group of its own: Ctrl-C in the terminal is for us, and we stop the database last.
		detached: true,
	});

	closeSync(log);
	child.unref();

	const failure = await new Promise<Error | undefined>((resolve) => {
		child.once('error', resolve);
		child.once('spawn', () => resolve(undefined));
	});

	if (failure || child.pid === undefined) throw failure ?? new Error('PostgreSQL did not start.');

	const address = { host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' };

	while (child.exitCode === null && child.signalCode === null && isAlive(child.pid)) {
		try {
			await (await connect(address)).end();
			return { pid: child.pid, address };
		} catch (error) {
			if ((error as { code?: string }).code === '28P01') throw sentence(`The database in ${home.dir} has another password than secrets.json says. Restore both from the same backup.`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}

	return readFileSync(logFile, 'utf8').slice(logStart) || 'it ended without a word';
}

function initdb({ home, draft, passwordFile }: { home: ClusterHome; draft: string; passwordFile: string }): void {
	const run = (locale: string[]) =>
		spawnSync(
			program(home.binaries, 'initdb'),
			[`--pgdata=${draft}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale', '--no-sync', ...locale],
			{ ...home.user, cwd: '/', env: serverEnvironment(), encoding: 'utf8' },
		);

	// Names sort as people expect (ä beside a, "apple" before "Zebra"), and alike on every machine: no system locale.
	let result = run(['--locale-provider=icu', '--icu-locale=und']);
	if (result.status !== 0 && /ICU is not supported/.test(result.stderr)) result = run(['--locale-provider=builtin', '--builtin-locale=C.UTF-8']);
	if (result.status === 0) return;
	if (/no space left/i.test(result.stderr)) throw sentence(DISK_FULL);
	if (result.error) throw result.error;
	throw new Error(`PostgreSQL could not create its data folder:\n${result.stderr.trim()}`);
}

function assertSameMajor(home: ClusterHome): void {
	const made = Number(readFileSync(join(home.dir, 'PG_VERSION'), 'utf8'));
	const result = spawnSync(program(home.binaries, 'postgres'), ['--version'], { ...home.user, cwd: '/', env: serverEnvironment(), encoding: 'utf8' });
	const ours = Number(/(\d+)(?:\.\d+|\w+)/.exec(result.stdout ?? '')?.[1]);
	if (!(ours > 0) || made === ours) return;

	throw sentence(
		made > ours
			? `The data folder is of a newer version: its database was made by PostgreSQL ${made}, and this Cardinal brings ${ours}. Update Cardinal.`
			: `The database was made by PostgreSQL ${made}, and this Cardinal brings ${ours}. Dump it with the Cardinal that made it, then restore it here.`,
	);
}

/** Messages in plain English and no settings by the back door (PGDATA, PGPORT …). */
function serverEnvironment(): NodeJS.ProcessEnv {
	const { PATH, TMPDIR, SystemRoot } = process.env;
	return { PATH, TMPDIR, SystemRoot, LC_ALL: 'C', TZ: 'UTC' };
}

/** Beside the cluster, for the eyes of its user; started anew when it has grown. */
function openLog(home: ClusterHome): string {
	const file = join(dirname(home.dir), `${home.dir.split(/[\\/]/).at(-1)}.log`);
	if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 5 * 1024 * 1024) renameSync(file, `${file}.1`);
	closeSync(openSync(file, 'a', 0o600));
	chmodSync(file, 0o600);
	return file;
}
