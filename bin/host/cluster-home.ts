import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { copyBinaries, packagedBinaries } from './binaries.ts';
import { canReach, chooseOsUser, type OsUser } from './os-user.ts';
import { sentence } from './sentence.ts';

export type ClusterHome = {
	/** PostgreSQL's own data directory. */
	dir: string;
	/** bin, lib and share. */
	binaries: string;
	user: OsUser;
};

/** Survive a reboot, and can be entered by anybody. */
const ELSEWHERE = ['/var/lib/cardinal', '/var/tmp/cardinal'];

/**
 * Where the cluster of a data folder lives: inside it, unless PostgreSQL's user cannot go there (root with a folder
 * below /root). Then elsewhere, and a file in the data folder points there.
 */
export function findClusterHome({ dataDir, log }: { dataDir: string; log: (line: string) => void }): ClusterHome {
	const inside = join(dataDir, 'postgres');
	const pointer = join(dataDir, 'postgres.location');
	const known = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;

	if (known !== undefined && !existsSync(known)) {
		throw sentence(
			`The database of ${dataDir} should be in ${known}, which is not there. ` +
				`Bring it back, or delete ${pointer} to start with an empty one.`,
		);
	}

	const user = chooseOsUser({ clusterDir: known ?? inside, log });
	if (user === undefined) return { dir: known ?? inside, binaries: packagedBinaries(), user };

	takeOwnership(known ?? inside, user);
	const home = known ?? (isUsable(inside, user) ? inside : settleElsewhere({ dataDir, user, pointer, log }));
	return { dir: home, binaries: reachableBinaries({ home, user }), user };
}

/** A backup that root restored belongs to root, and PostgreSQL insists on owning its files. */
function takeOwnership(dir: string, { uid, gid }: NonNullable<OsUser>): void {
	if (statSync(join(dir, 'PG_VERSION'), { throwIfNoEntry: false })?.uid !== 0) return;
	chownSync(dir, uid, gid);
	for (const entry of readdirSync(dir, { recursive: true, encoding: 'utf8' })) lchownSync(join(dir, entry), uid, gid);
}

function isUsable(dir: string, user: NonNullable<OsUser>): boolean {
	const isNew = !existsSync(dir);

	if (isNew) {
		mkdirSync(dir, { mode: 0o700 });
		chownSync(dir, user.uid, user.gid);
	}

	const isFine = canReach(user, dir, 'write');
	if (isNew && !isFine) rmdirSync(dir);
	return isFine;
}

function settleElsewhere({ dataDir, user, pointer, log }: { dataDir: string; user: NonNullable<OsUser>; pointer: string; log: (line: string) => void }): string {
	const name = `${basename(dataDir)}-${randomBytes(4).toString('hex')}`;

	for (const base of ELSEWHERE) {
		const dir = join(base, name);

		try {
			mkdirSync(base, { recursive: true });
			chmodSync(base, 0o755);
			if (!isUsable(dir, user)) continue;
		} catch {
			continue;
		}

		writeFileSync(pointer, `${dir}\n`);
		log(`PostgreSQL's user cannot enter ${dataDir}, so the database lives in ${dir}`);
		return dir;
	}

	throw sentence(`PostgreSQL's user can enter neither ${dataDir} nor ${ELSEWHERE.join(' nor ')}. Set CRM_DATA_DIR to a folder that it can enter.`);
}

function reachableBinaries({ home, user }: { home: string; user: OsUser }): string {
	const packaged = packagedBinaries();
	if (canReach(user, join(packaged, 'bin', 'postgres'), 'enter') && canReach(user, join(packaged, 'lib'), 'enter')) return packaged;

	for (const base of ELSEWHERE) {
		try {
			mkdirSync(base, { recursive: true });
			chmodSync(base, 0o755);
			const copy = copyBinaries(packaged, base);
			if (canReach(user, join(copy, 'bin', 'postgres'), 'enter')) return copy;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
		}
	}

	throw sentence(`PostgreSQL's user cannot enter ${packaged} (needed for ${home}). Move the clone out of /root, or set DB_HOST.`);
}
