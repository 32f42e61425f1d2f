import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export const root = dirname(dirname(import.meta.dirname));

const manifest = z.object({ version: z.string() });
const versionIn = (...path: string[]) => manifest.parse(JSON.parse(readFileSync(join(root, ...path), 'utf8'))).version;

/** What this clone is: compared with what the database was last used by. */
export const cardinalVersion = versionIn('package.json');
export const directusVersion = versionIn('node_modules', 'directus', 'package.json');

export const directusConfig = join(root, 'bin', 'directus-config.mjs');
export const extensionBuildCli = join(root, 'node_modules', '@directus', 'extensions-sdk', 'cli.js');
