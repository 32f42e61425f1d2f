import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { sentence } from './sentence.ts';

/** The operating system user that PostgreSQL runs as; undefined means: the one who runs this. */
export type OsUser = { uid: number; gid: number } | undefined;

/**
 * PostgreSQL refuses to run as root. So root runs it as the owner of an existing cluster, else as `postgres` or
 * `cardinal`, else as a `cardinal` user made for it, else as `nobody`.
 */
export function chooseOsUser({ clusterDir, log }: { clusterDir: string; log: (line: string) => void }): OsUser {
	if (process.getuid?.() !== 0) return undefined;

	const owner = statSync(clusterDir, { throwIfNoEntry: false });
	if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };

	return findUser('postgres') ?? findUser('cardinal') ?? createUser(log) ?? findUser('nobody') ?? refuse();
}

/** Whether that user may do this to the path; asked of the system, which knows of access lists and mounts. */
export function canReach(user: OsUser, path: string, access: 'enter' | 'write'): boolean {
	if (user === undefined) {
		try {
			accessSync(path, access === 'enter' ? constants.X_OK | constants.R_OK : constants.W_OK | constants.X_OK);
			return true;
		} catch {
			return false;
		}
	}

	const tests = access === 'enter' ? ['-r', path, '-a', '-x', path] : ['-w', path, '-a', '-x', path];
	return spawnSync('test', tests, { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function findUser(name: string): OsUser {
	const line = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.find((entry) => entry.startsWith(`${name}:`));

	const [, , uid, gid] = line?.split(':') ?? [];
	return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function createUser(log: (line: string) => void): OsUser {
	const result = spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--user-group', 'cardinal'], {
		stdio: 'ignore',
	});

	if (result.status !== 0) return undefined;
	log('Created the system user "cardinal": PostgreSQL does not run as root');
	return findUser('cardinal');
}

function refuse(): never {
	throw sentence('PostgreSQL does not run as root, and no other user was found. Start as an ordinary user, or set DB_HOST.');
}
