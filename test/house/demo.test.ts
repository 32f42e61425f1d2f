import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { freePort } from '../../bin/host/ports.ts';
import { freshDataDir, start, type Command } from './instance.ts';

vi.setConfig({ testTimeout: 150_000 });
const folders: string[] = [];
const all: Command[] = [];

afterAll(async () => {
	for (const { child } of all) child.kill('SIGTERM');
	await Promise.all(all.map(({ ended }) => ended));
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const secretsIn = (dataDir: string) => JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { adminToken: string; demoPassword?: string };

async function run(env: Record<string, string>): Promise<Command> {
	const command = start({ env, script: ['bin/launch.js', 'start'] });
	all.push(command);
	await command.says('npm start brings it back');
	return command;
}

async function newInstance(isDemo: boolean) {
	const dataDir = freshDataDir();
	folders.push(dataDir);
	const port = String(await freePort());
	return { dataDir, url: `http://127.0.0.1:${port}`, env: { PORT: port, CRM_DATA_DIR: dataDir, CRM_DEMO: String(isDemo) } };
}

test('a first start says once as whom of the demo one can sign in; it works until the demo goes', async () => {
	const { dataDir, url, env } = await newInstance(true);
	const first = await run(env);
	const { demoPassword = '' } = secretsIn(dataDir);
	const output = first.output();
	expect(output).toContain(`Sign in as one of the demo’s people, with the password ${demoPassword}`);
	const signIns = [...output.matchAll(/^ {6}(\S.*?) {2,}(\S+@frostlotse\.example\.com)$/gm)].map(([, role = '', email = '']) => ({ role, email }));
	expect(signIns.map(({ role }) => role)).toEqual(['Finance', 'Marketing', 'Sales Manager', 'Sales Rep', 'Support', 'Viewer']);

	const send = (path: string, body: object) => fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	const deals = new Map<string, number>();
	for (const { role, email } of signIns) {
		const login = await send('/auth/login', { email, password: demoPassword });
		expect([role, login.status]).toEqual([role, 200]);
		const { data } = (await login.json()) as { data: { access_token: string } };
		const me = (await (await fetch(`${url}/users/me?fields=role.name`, { headers: { authorization: `Bearer ${data.access_token}` } })).json()) as object;
		expect(me).toEqual({ data: { role: { name: role } } });
		const seen = await fetch(`${url}/items/crm_opportunities?limit=-1&fields=id`, { headers: { authorization: `Bearer ${data.access_token}` } });
		deals.set(role, seen.status === 200 ? ((await seen.json()) as { data: object[] }).data.length : 0);
	}
	const of = (role: string) => deals.get(role) ?? 0;
	expect([of('Viewer'), of('Finance'), of('Support')]).toEqual([150, 150, 0]);
	expect(of('Sales Rep')).toBeGreaterThan(0);
	expect(of('Sales Manager')).toBeGreaterThan(of('Sales Rep'));
	expect(of('Sales Manager')).toBeLessThan(150);

	first.child.kill('SIGTERM');
	await first.ended;
	const second = await run(env);
	expect(second.output()).not.toContain(demoPassword);
	expect(second.output()).not.toContain('Sign in as');

	const removal = start({ env, script: ['bin/launch.js', 'crm', 'seed', '--remove-demo'] });
	all.push(removal);
	expect(await removal.ended).toBe(0);
	for (const { email } of signIns) expect((await send('/auth/login', { email, password: demoPassword })).status).toBe(401);

	const again = start({ env, script: ['bin/launch.js', 'crm', 'seed'] });
	all.push(again);
	expect(await again.ended).toBe(0);
	expect(again.output()).toContain(`with the password ${demoPassword}`);
	expect((await send('/auth/login', { email: signIns[0]?.email, password: demoPassword })).status).toBe(200);
});

test('without the demo, no password is made for it and none is printed', async () => {
	const { dataDir, env } = await newInstance(false);
	const { output } = await run(env);
	expect(secretsIn(dataDir)).not.toHaveProperty('demoPassword');
	expect(output()).not.toContain('Sign in as');
});
