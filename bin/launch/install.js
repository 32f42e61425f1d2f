import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { hashOf } from './hash.js';
import { bundledNode, modules, root } from './root.js';
import { runQuietly } from './run.js';

const stampFile = join(modules, '.cardinal-install');

/** Brings node_modules in line with package-lock.json. Needs no network when it already is. */
export async function installPackages() {
	const stamp = `${hashOf([join(root, 'package-lock.json')])} ${process.platform}-${process.arch}\n`;

	if (read(stampFile) === stamp) return;

	if (!isInstalledByHand()) {
		console.log('Installing packages (about a minute the first time)');
		const { code, output, seconds } = await npmCi();
		if (code !== 0) throw new Error(explain(output));
		console.log(`Installed packages in ${seconds} s`);
	}

	if (!existsSync(bundledNode)) {
		throw new Error(
			'The packages are installed, but their install scripts did not run, so Node 24 is missing. ' +
				'Allow them (npm config set ignore-scripts false), delete node_modules and start again.',
		);
	}

	mkdirSync(dirname(stampFile), { recursive: true });
	writeFileSync(stampFile, stamp);
}

/** Whoever ran `npm ci` or `npm install` already should not wait for it twice. npm writes this file last. */
function isInstalledByHand() {
	const installed = packagesOf(join(modules, '.package-lock.json'));
	const wanted = packagesOf(join(root, 'package-lock.json'));
	if (!installed || !wanted || !existsSync(bundledNode)) return false;

	return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
		if (!path.startsWith('node_modules/') || link) return true;
		if (!installed[path]) return Boolean(optional || devOptional);
		return installed[path].version === version;
	});
}

function packagesOf(file) {
	const text = read(file);
	return text === null ? null : JSON.parse(text).packages;
}

function npmCi() {
	// npm runs our scripts with node_modules/.bin first on the PATH. `npm ci` deletes that folder, and must not run on
	// the Node inside it.
	const path = (process.env.PATH ?? '')
		.split(delimiter)
		.filter((folder) => !folder.includes('node_modules'))
		.join(delimiter);

	// The packages are wanted whole, also where the environment says "production": the build and the tests need them.
	const env = { ...process.env, PATH: path, NODE_ENV: 'development' };
	for (const key of Object.keys(env)) if (/^npm_config_(omit|production|only|workspace)/i.test(key)) delete env[key];

	return runQuietly('npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--loglevel=warn'], {
		cwd: root,
		env,
		label: 'installing',
		shell: process.platform === 'win32',
	}).catch((error) => {
		if (error.code !== 'ENOENT') throw error;
		throw new Error('npm was not found. Install Node.js 20 or newer with npm, then start again.');
	});
}

function explain(output) {
	if (/ENOSPC|no space left/i.test(output)) {
		return 'The disk is full: the packages need about 1.5 GB. Free some space and start again.';
	}

	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
		return 'The packages could not be fetched: the npm registry cannot be reached. Check the network (or the proxy) and start again.';
	}

	if (/EACCES|EPERM|EROFS/.test(output)) {
		return `The packages could not be written to ${root}: this user has no right to. Start as the owner of the folder.`;
	}

	return `${output.trim()}\n\nInstalling the packages failed; what npm said stands above.`;
}

function read(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}
