import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { assertRoom } from '../../bin/host/data-dir.ts';
import { assertVersion } from '../../bin/host/external.ts';
import { assertNotNewer, compareVersions } from '../../bin/host/instance-record.ts';
import { freePort, portProblem } from '../../bin/host/ports.ts';
import { describeFailure, DISK_FULL } from '../../bin/host/sentence.ts';
import { readSettings } from '../../bin/host/settings.ts';
import { asSuperuser } from '../support/databases.ts';
import { emptyDatabase } from '../support/index.ts';
import { start } from './instance.ts';

const folder = mkdtempSync(join(tmpdir(), 'cardinal-refusals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts, and returns the one sentence that it ends with. */
async function refusal(env: Record<string, string>): Promise<string> {
	const command = start({ env: { PORT: String(await freePort()), CRM_DATA_DIR: join(folder, 'data'), ...env } });
	expect(await command.ended).toBe(1);
	expect(command.output()).not.toContain('    at '); // no stack
	return command.output().trim().split('\n').at(-1) ?? '';
}

test.each([
	[{ PORT: 'http' }, 'PORT must be a whole number from 1 to 65535, not "http".'],
	[{ PORT: '70000' }, 'PORT must be a whole number from 1 to 65535, not "70000".'],
	[{ DB_HOST: 'db', DB_PORT: '0' }, 'DB_PORT must be a whole number from 1 to 65535, not "0".'],
	[{ CRM_DEMO: 'maybe' }, 'CRM_DEMO must be true or false, not "maybe".'],
	[{ ADMIN_EMAIL: 'boss' }, 'ADMIN_EMAIL must be an e-mail address, not "boss".'],
	// A secret is not repeated, not even a bad one.
	[{ ADMIN_PASSWORD: 'short' }, 'ADMIN_PASSWORD must be a password of at least 8 characters.'],
	[{ ADMIN_TOKEN: 'two words' }, 'ADMIN_TOKEN must be a token of at least 8 characters without spaces.'],
])('a bad setting is named: %j', (env, sentence) => {
	expect(() => readSettings(env)).toThrow(sentence);
});

test('an empty variable counts as not set', () => {
	expect(readSettings({ PORT: '', DB_HOST: '', CRM_DEMO: '' })).toMatchObject({ port: 8055, external: undefined, isDemo: true });
});

test('a bad setting ends the start', async () => {
	expect(await refusal({ PORT: '8055x' })).toBe('PORT must be a whole number from 1 to 65535, not "8055x".');
});

test('a data folder that is a file is refused', async () => {
	const file = join(folder, 'a-file');
	writeFileSync(file, '');
	expect(await refusal({ CRM_DATA_DIR: file })).toBe(`CRM_DATA_DIR (${file}) is a file; it must be a folder.`);
});

test('a database that cannot be reached is named', async () => {
	const port = String(await freePort());
	expect(await refusal({ DB_HOST: '127.0.0.1', DB_PORT: port })).toBe(`The database at 127.0.0.1:${port} cannot be reached (ECONNREFUSED). Check DB_HOST and DB_PORT, and that it runs.`);
});

test('a wrong password is said to be one', async () => {
	const { host, port, user } = await emptyDatabase();
	const sentence = await refusal({ DB_HOST: host, DB_PORT: String(port), DB_USER: user, DB_PASSWORD: 'wrong' });
	expect(sentence).toBe(`The database at ${host}:${port} refused the password of ${user}. Check DB_USER and DB_PASSWORD.`);
});

test('a missing database that the user may not create is named', async () => {
	const server = await emptyDatabase();
	await asSuperuser(server, (client) => client.query(`CREATE ROLE clerk_${process.pid} LOGIN PASSWORD 'clerk'`));
	const sentence = await refusal({ DB_HOST: server.host, DB_PORT: String(server.port), DB_USER: `clerk_${process.pid}`, DB_PASSWORD: 'clerk', DB_DATABASE: 'nowhere' });
	expect(sentence).toBe(`There is no database "nowhere" on ${server.host}, and clerk_${process.pid} may not create it. Create it, or set DB_DATABASE.`);
	await asSuperuser(server, (client) => client.query(`DROP ROLE clerk_${process.pid}`));
});

test('a database that is too old is refused', async () => {
	const old = await oldPostgres();
	const { port } = old.address() as { port: number };
	const sentence = await refusal({ DB_HOST: '127.0.0.1', DB_PORT: String(port), DB_USER: 'anybody' });
	expect(sentence).toBe('The database is PostgreSQL 13, which is too old: Cardinal needs 15 or newer.');
	old.close();
});

test('versions are compared as versions', () => {
	expect(() => assertVersion(150_000)).not.toThrow();
	expect(() => assertVersion(149_999)).toThrow('PostgreSQL 14');
	expect(compareVersions('0.10.0', '0.9.9')).toBeGreaterThan(0);
	expect(compareVersions('1.0.0-rc.1', '1.0.0')).toBeLessThan(0);
	expect(compareVersions('11.17.4', '11.17.4')).toBe(0);
	expect(() => assertNotNewer({ version: '0.1.0', directus: '12.0.0' }, { version: '0.1.0', directus: '11.17.4' })).toThrow('Directus 12.0.0');
	expect(() => assertNotNewer({ version: '0.0.9', directus: '11.16.0' }, { version: '0.1.0', directus: '11.17.4' })).not.toThrow();
});

test('a full disk is said in a sentence, wherever it shows', () => {
	const room = { dataDir: '/srv/cardinal', free: 100 * 1024 * 1024 };
	expect(() => assertRoom({ ...room, isFirst: true })).toThrow('The disk is full: /srv/cardinal has 100 MB left and needs 300 MB.');
	expect(() => assertRoom({ ...room, isFirst: false })).not.toThrow();
	expect(describeFailure(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe(DISK_FULL);
	expect(describeFailure(Object.assign(new Error('could not extend file'), { code: '53100' }))).toBe(DISK_FULL);
});

test('a port below 1024 is explained', () => {
	expect(portProblem('EACCES', { port: 80, host: '0.0.0.0' })).toContain('Choose one above 1023');
});

/** Speaks just enough of PostgreSQL's protocol (version 3) to say how old it is. */
async function oldPostgres(): Promise<Server> {
	const message = (type: string, body: Buffer) => {
		const length = Buffer.alloc(4);
		length.writeInt32BE(body.length + 4);
		return Buffer.concat([Buffer.from(type), length, body]);
	};

	const ready = message('Z', Buffer.from('I'));
	const version = Buffer.from('130014');
	const column = Buffer.concat([Buffer.from([0, 1]), Buffer.from('server_version_num\0'), Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0])]);
	const row = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, version.length]), version]);

	const server = createServer((socket) => {
		let hasStarted = false;
		socket.on('error', () => undefined);

		socket.on('data', (data) => {
			if (!hasStarted) {
				hasStarted = true;
				socket.write(Buffer.concat([message('R', Buffer.from([0, 0, 0, 0])), ready]));
			} else if (data[0] === 'Q'.charCodeAt(0)) {
				socket.write(Buffer.concat([message('T', column), message('D', row), message('C', Buffer.from('SHOW\0')), ready]));
			}
		});
	});

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}
