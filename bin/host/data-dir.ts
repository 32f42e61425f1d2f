import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { sentence } from './sentence.ts';

const MB = 1024 * 1024;
/** A cluster, Directus and the demo take about 120 MB; the rest is air for write-ahead log and temporary files. */
const NEEDED_AT_FIRST = 300 * MB;
const NEEDED_LATER = 60 * MB;

/** Makes sure that the data folder exists, can be written, and has room. */
export function prepareDataDir(dataDir: string): void {
	const isFirst = !existsSync(`${dataDir}/secrets.json`);

	try {
		mkdirSync(dataDir, { recursive: true });
		accessSync(dataDir, constants.W_OK | constants.X_OK);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOSPC') throw sentence(`The disk that holds ${dirname(dataDir)} is full. Free some space and start again.`);
		if (code === 'EEXIST' || code === 'ENOTDIR') throw sentence(`CRM_DATA_DIR (${dataDir}) is a file; it must be a folder.`);
		throw sentence(`The data folder ${dataDir} cannot be written by this user. Start as its owner, or set CRM_DATA_DIR.`);
	}

	assertRoom({ dataDir, free: freeBytes(dataDir), isFirst });
}

export function assertRoom({ dataDir, free, isFirst }: { dataDir: string; free: number; isFirst: boolean }): void {
	const needed = isFirst ? NEEDED_AT_FIRST : NEEDED_LATER;
	if (free >= needed) return;
	throw sentence(
		`The disk is full: ${dataDir} has ${Math.floor(free / MB)} MB left and needs ${needed / MB} MB. Free some space and start again.`,
	);
}

function freeBytes(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}
