import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../bin/host/project.ts';
import { startWorld, type World } from '../support/index.ts';
import { contentOf, csv, personWith } from './support.ts';

let world: World;
const folder = mkdtempSync(join(tmpdir(), 'cardinal-import-'));

beforeAll(async () => {
	world = await startWorld();
	writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ collection: 'crm_accounts', key: 'name', columns: { name: 'Name', employees: 'Staff' } }));
	writeFileSync(join(folder, 'accounts.csv'), csv('Name,Staff', 'Command One,1', 'Command Two,many', 'Command Three,3'));
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await world?.stop();
});

/** What `npm run crm -- import …` runs, on the world's database. */
function importCommand(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
	return new Promise((resolve) => {
		const child = fork(join(root, 'bin', 'host', 'directus-cli.ts'), ['crm', 'import', ...args], { cwd: folder, env: world.env, silent: true, execArgv: ['--disable-warning=ExperimentalWarning'] });
		let out = '';
		let err = '';
		child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
		child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
		child.once('close', (code) => resolve({ code, out, err }));
	});
}

test('a dry run, then the import: progress and errors to stderr, the sum to stdout, 1 when rows were rejected', { timeout: 90_000 }, async () => {
	const before = await contentOf(world);
	const dry = await importCommand('accounts.csv', '--mapping', 'accounts.json', '--dry-run');
	expect(dry).toMatchObject({ code: 1, out: '3 rows for crm_accounts: 2 created, 1 failed. This was a dry run: nothing was written.\n' });
	expect(await contentOf(world)).toEqual(before);

	const real = await importCommand('accounts.csv', '--mapping', 'accounts.json', '--errors', 'rejected.csv');
	expect(real).toMatchObject({ code: 1, out: '3 rows for crm_accounts: 2 created, 1 failed.\n' });
	expect(real.err).toContain('3 of 3 rows, 1 rejected');
	expect(real.err).toContain('Line 3: Staff “many”: is not a number written like 1234.56.');
	expect(readFileSync(join(folder, 'rejected.csv'), 'utf8')).toMatch(/^\ufeffName,Staff,error\nCommand Two,many,/);

	writeFileSync(join(folder, 'rejected.csv'), readFileSync(join(folder, 'rejected.csv'), 'utf8').replace('many', '2'));
	expect(await importCommand('rejected.csv', '--mapping', 'accounts.json')).toMatchObject({ code: 0, out: '1 row for crm_accounts: 1 created.\n' });
	const { body } = await world.api('/items/crm_imports?sort=started_at&fields=file_name,status,rows_failed,user_created');
	expect(body.data).toEqual([
		{ file_name: 'accounts.csv', status: 'done', rows_failed: 1, user_created: null },
		{ file_name: 'rejected.csv', status: 'done', rows_failed: 0, user_created: null },
	]);
});

test('in somebody’s name it is done with their rights', { timeout: 60_000 }, async () => {
	const reader = await personWith(world, 'cli-reader', [{ collection: 'crm_accounts', action: 'read' }]);
	expect(await importCommand('accounts.csv', '--mapping', 'accounts.json', '--as', reader.email)).toMatchObject({ code: 1, out: '', err: 'There is no collection “crm_accounts” that you may import into.\n' });
	const { id, email } = await personWith(world, 'cli-writer', (['create', 'read', 'update'] as const).map((action) => ({ collection: 'crm_accounts', action })));
	writeFileSync(join(folder, 'own.csv'), csv('Name,Staff', 'Command Own,1'));
	expect(await importCommand('own.csv', '--mapping', 'accounts.json', '--as', email.toUpperCase())).toMatchObject({ code: 0 });
	const { body } = await world.api('/items/crm_accounts?filter[name][_eq]=Command Own&fields=owner,user_created');
	expect(body.data).toEqual([{ owner: id, user_created: id }]);
});

test('what can’t be done is said in a sentence', { timeout: 90_000 }, async () => {
	const said = async (...args: string[]) => {
		const { code, err } = await importCommand(...args);
		return [code, err.trim()];
	};
	expect(await said('nowhere.csv', '--mapping', 'accounts.json')).toEqual([1, 'There is no file nowhere.csv.']);
	expect(await said('accounts.csv', '--mapping', 'accounts.json', '--as', 'nobody@example.com')).toEqual([1, 'Nobody here has the e-mail address nobody@example.com.']);
	expect(await said('accounts.csv', '--mapping', 'accounts.csv')).toEqual([1, expect.stringMatching(/^accounts.csv is not valid JSON: /)]);
	expect(existsSync(join(folder, 'nowhere.csv'))).toBe(false);
});
