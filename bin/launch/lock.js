import { closeSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './root.js';

const folder = join(root, '.launch');
const lockFile = join(folder, 'lock');
const HEARTBEAT = 2_000;

/** One launcher of a clone installs and builds at a time. A lock whose owner died is taken over. */
export async function withLaunchLock(work) {
	await acquire();
	const heartbeat = setInterval(() => touch(), HEARTBEAT);

	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		rmSync(lockFile, { force: true });
	}
}

async function acquire() {
	let hasSaidSo = false;

	for (;;) {
		try {
			mkdirSync(folder, { recursive: true });
			const file = openSync(lockFile, 'wx');
			writeSync(file, String(process.pid));
			closeSync(file);
			return;
		} catch (error) {
			if (['EACCES', 'EROFS', 'EPERM'].includes(error.code)) return; // a read-only clone has nothing to install
			if (error.code === 'ENOSPC') throw new Error('The disk is full. Free some space and start again.');
			if (error.code !== 'EEXIST') throw error;
		}

		if (isAbandoned()) {
			takeAway();
			continue;
		}

		if (!hasSaidSo) console.log('Waiting for another start in this folder to finish its installation');
		hasSaidSo = true;
		await sleep(300);
	}
}

/** The owner is dead, or does not keep its lock fresh: then the number belongs to some other process by now. */
function isAbandoned(file = lockFile) {
	try {
		const silence = Date.now() - statSync(file).mtimeMs;
		const pid = Number(readFileSync(file, 'utf8'));
		if (!(pid > 0)) return silence > HEARTBEAT * 3;
		return !isAlive(pid) || silence > HEARTBEAT * 30;
	} catch {
		return false; // just released
	}
}

/** Renaming is atomic, but what it takes may be the lock of somebody who was quicker: that one goes back. */
function takeAway() {
	const aside = `${lockFile}.${process.pid}`;

	try {
		renameSync(lockFile, aside);
		if (!isAbandoned(aside)) linkSync(aside, lockFile);
	} catch {
		// gone already, or taken anew
	}

	rmSync(aside, { force: true });
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

function touch() {
	try {
		utimesSync(lockFile, new Date(), new Date());
	} catch {
		// somebody took it away: nothing to keep fresh
	}
}
