import { fork } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../bin/host/project.ts';
import { startNode, startWorld, type World } from '../support/index.ts';
import { personWith } from './people.ts';

let world: World;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

/** What `npm run crm -- plan` prints of it, on the world's database. */
function plannedWarnings(): Promise<{ code: number | null; warnings: string[] }> {
	return new Promise((resolve) => {
		const child = fork(join(root, 'bin', 'host', 'directus-cli.ts'), ['crm', 'plan'], { env: world.env, silent: true, execArgv: ['--disable-warning=ExperimentalWarning'] });
		let out = '';
		child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
		child.once('close', (code) => resolve({ code, warnings: out.split('\n').filter((line) => line.startsWith('warning ')) }));
	});
}

test('a plan, and each start, warn of rights that open more than meant', { timeout: 180_000 }, async () => {
	expect(await plannedWarnings()).toEqual({ code: 0, warnings: [] });

	await personWith(world, 'Partner', [{ collection: 'crm_leads', permissions: { owner: { _eq: '$CURRENT_USER' } } }], [{ collection: 'crm_leads', fields: ['id', 'last_name'] }]);
	const { rows } = await world.sql.query('SELECT policy FROM directus_access WHERE role IS NULL AND "user" IS NULL');
	await world.api('/permissions', { body: { policy: rows[0].policy, collection: 'crm_leads', action: 'create', fields: ['*'] } });

	const { code, warnings } = await plannedWarnings();
	expect(code).toBe(0);
	expect(warnings).toEqual([
		expect.stringMatching(/^warning {4}Without signing in, everybody may create Leads: the policy “.+” is given to the public\./),
		expect.stringMatching(/^warning {4}Test .+: the policies “.+” and “.+” together let them read other fields in some Leads \(crm_leads\) than in others\./),
	]);

	const node = await startNode({ database: world.database, env: { LOG_LEVEL: 'warn' } });
	await expect.poll(node.output, { timeout: 20_000 }).toContain('together let them read other fields in some Leads');
	await node.stop();
});
