import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One hash over files and folders (with all they hold); a path that does not exist counts as absent. */
export function hashOf(paths) {
	const hash = createHash('sha256');

	for (const path of paths) {
		for (const file of filesBelow(path)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
	}

	return hash.digest('hex');
}

function filesBelow(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return [];
	if (!stat.isDirectory()) return [path];

	return readdirSync(path)
		.filter((name) => name !== 'node_modules' && name !== 'dist')
		.sort()
		.flatMap((name) => filesBelow(join(path, name)));
}
