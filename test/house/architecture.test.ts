import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { root } from '../../bin/host/project.ts';

// The rules that need no types, so that sources can be tried that are nowhere on the disk.
const eslint = new ESLint({
	cwd: root,
	overrideConfig: {
		files: ['**/*.ts'],
		languageOptions: { parserOptions: { projectService: false } },
		rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/no-misused-promises': 'off' },
	},
});

async function complaints(path: string, source: string): Promise<string[]> {
	const [result] = await eslint.lintText(`${source}\n`, { filePath: join(root, path) });
	return (result?.messages ?? []).map(({ message }) => message).filter((message) => !message.includes('is defined but never used'));
}

const DOMAIN = 'extensions/crm/src/domain/leads/convert.ts';

test.each([
	["import { ItemsService } from '@directus/api/services/items';", 'without Directus'],
	["import type { Knex } from 'knex';", 'without the database'],
	["import { readFileSync } from 'node:fs';", 'without files'],
	["import { write } from '../../directus/leads.ts';", 'Only doors and adapters import adapters'],
	['export const today = () => new Date();', 'Pass `now` in'],
	['export const today = () => Date.now();', 'Pass `now` in'],
	['export const pick = () => Math.random();', 'Pass what is random in'],
	['export const id = () => globalThis.crypto.randomUUID();', 'Pass new ids in'],
])('the domain may not: %s', async (source, complaint) => {
	expect((await complaints(DOMAIN, source)).join()).toContain(complaint);
});

test.each([
	['schema/leads.ts', "import { score } from '../extensions/crm/src/domain/leads/score.ts';"],
	['schema/leads.ts', "import { root } from '../bin/host/project.ts';"],
	['extensions/crm/src/directus/leads.ts', "import hooks from '../hooks.ts';"],
	['extensions/crm/src/directus/leads.ts', "import { send } from '../operations/send.ts';"],
	['extensions/crm/src/operations/send.ts', "import endpoints from '../endpoints.ts';"],
	['extensions/crm/src/studio/board.ts', "import { leads } from '../../../../schema/leads.ts';"],
	['extensions/crm/src/studio/board.ts', "import { move } from '../directus/board.ts';"],
])('imports point one way: not in %s: %s', async (path, source) => {
	expect(await complaints(path, source)).not.toEqual([]);
});

test.each([
	[DOMAIN, "import Big from 'big.js'; export const total = (at: string) => new Date(at) && new Big(1);"],
	['extensions/crm/src/directus/leads.ts', "import { convert } from '../domain/leads/convert.ts'; export const on = () => [convert, new Date()];"],
	['extensions/crm/src/studio/board.ts', "import type { Schema } from '../../../../schema/schema.ts'; export type Lead = Schema['crm_leads'];"],
])('and this is fine in %s: %s', async (path, source) => {
	expect(await complaints(path, source)).toEqual([]);
});

test('the whole domain keeps to it', async () => {
	const results = await eslint.lintFiles(['extensions/crm/src/domain/**/*.ts', 'schema/**/*.ts']);
	expect(results.length).toBeGreaterThan(10);
	expect(ESLint.getErrorResults(results).map(({ filePath, messages }) => `${filePath}: ${messages[0]?.message}`)).toEqual([]);
});
