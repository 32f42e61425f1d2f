import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.js';
import { bundledNode, modules, root } from './root.js';
import { runQuietly } from './run.js';

const extension = join(root, 'extensions', 'crm');
const stampFile = join(extension, 'dist', '.built-from');

/** What ends up in the bundle: its own sources, and what they inline. */
const sources = [
	join(extension, 'src'),
	join(extension, 'package.json'),
	join(extension, 'extension.config.js'),
	join(root, 'schema'),
	join(root, 'seeds'),
	join(root, 'templates'),
	join(root, 'package-lock.json'),
];

/** Builds the extension when anything it is made of has changed since. */
export async function buildExtension() {
	const stamp = hashOf(sources);
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

	console.log('Building the extension');

	const { code, output, seconds } = await runQuietly(bundledNode, [buildCli, 'build', '--no-minify'], {
		cwd: extension,
		label: 'building',
	});

	if (code !== 0) {
		throw new Error(`${output.trim()}\n\nBuilding extensions/crm failed; what the build said stands above.`);
	}

	mkdirSync(join(extension, 'dist'), { recursive: true });
	writeFileSync(stampFile, stamp);
	console.log(`Built the extension in ${seconds} s`);
}

export const buildCli = join(modules, '@directus', 'extensions-sdk', 'cli.js');
