import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { copyBinaries, packagedBinaries, program } from '../../bin/host/binaries.ts';
import { startEmbedded } from '../../bin/host/embedded.ts';
import { canReach } from '../../bin/host/os-user.ts';
import { freePort } from '../../bin/host/ports.ts';
import { connect } from '../../bin/host/postmaster.ts';
import { start } from './instance.ts';

const isRoot = process.getuid?.() === 0;
vi.setConfig({ testTimeout: 90_000 });
const NOBODY = { uid: 65534, gid: 65534 };
const folder = mkdtempSync(join(tmpdir(), 'cardinal-users-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(isRoot)('as root', () => {
	test('below a folder that only root can enter, the database lives elsewhere and is found again', async () => {
		chmodSync(folder, 0o700);
		const dataDir = join(folder, 'data');
		mkdirSync(dataDir);
		const lines: string[] = [];
		const options = { dataDir, password: 'test', keeperName: 'a test', log: (line: string) => lines.push(line) };

		const first = await startEmbedded(options);
		const place = readFileSync(join(dataDir, 'postgres.location'), 'utf8').trim();

		try {
			expect(lines).toEqual([`PostgreSQL's user cannot enter ${dataDir}, so the database lives in ${place}`]);
			expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
			const client = await connect(first.address);
			await client.query('CREATE TABLE kept (id int)');
			await client.end();
			await first.stop();

			const second = await startEmbedded(options);
			const again = await connect(second.address);
			expect((await again.query('SELECT * FROM kept')).rows).toEqual([]);
			await again.end();
			await second.stop();
			expect(lines).toHaveLength(1);

			rmSync(place, { recursive: true });
			await expect(startEmbedded(options)).rejects.toThrow(`should be in ${place}, which is not there`);
		} finally {
			await first.stop();
			rmSync(place, { recursive: true, force: true });
			rmSync(`${place}.log`, { force: true });
		}
	});

	test('binaries that PostgreSQL cannot reach are copied, once', () => {
		chmodSync(folder, 0o755);
		const copy = copyBinaries(packagedBinaries(), folder);
		expect(canReach(NOBODY, program(copy, 'postgres'), 'enter')).toBe(true);
		expect(copyBinaries(packagedBinaries(), folder)).toBe(copy);
	});

	test('an ordinary user can start it, in a clone that belongs to root', async () => {
		chmodSync(folder, 0o755);
		const dataDir = join(folder, 'nobodys');
		mkdirSync(dataDir);
		chownSync(dataDir, NOBODY.uid, NOBODY.gid);

		const port = String(await freePort());
		const env = { PORT: port, CRM_DATA_DIR: dataDir, SERVE_APP: 'true' };
		const command = start({ env, script: ['bin/launch.js', 'start'], prefix: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] });
		await command.says('Cardinal is ready');
		expect((await fetch(`http://127.0.0.1:${port}/admin/`)).status).toBe(200);
		command.child.kill('SIGTERM');
		expect(await command.ended).toBe(0);
	});
});

test('what another user keeps is not opened', async () => {
	const dataDir = join(folder, 'somebodys');
	mkdirSync(dataDir, { mode: 0o700 });
	if (isRoot) chmodSync(folder, 0o755);
	else chmodSync(dataDir, 0o500);

	const prefix = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
	const command = start({ env: { PORT: String(await freePort()), CRM_DATA_DIR: dataDir }, prefix });
	expect(await command.ended).toBe(1);
	expect(command.output().trim()).toBe(`The data folder ${dataDir} cannot be written by this user. Start as its owner, or set CRM_DATA_DIR.`);
	chmodSync(dataDir, 0o700);
});
