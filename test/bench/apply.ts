import { afterAll, beforeAll, bench, describe } from 'vitest';
import type { Host } from '../../schema/apply/directus.ts';
import { applyInstance, planInstance, settingsFrom } from '../../seeds/index.ts';
import { hostOn } from '../support/host.ts';
import { startWorld, type World } from '../support/index.ts';

/**
 * What every start pays for being idempotent: an apply that finds nothing to do, beside the one thing that it can't do
 * without, Directus reading its own schema from the database. An apply reads it once.
 */
let world: World;
let host: Host;
const settings = settingsFrom({});

beforeAll(async () => {
	world = await startWorld();
	host = await hostOn(world);
	await applyInstance({ ...host, settings });
});

afterAll(async () => {
	await host?.database.destroy();
	await world?.stop();
});

describe('an apply with nothing to do', () => {
	bench('Directus reads its schema', async () => void (await host.getSchema({ bypassCache: true })), { time: 3_000 });
	bench('plan', async () => void (await planInstance({ ...host, settings })), { time: 3_000 });
	bench('apply', async () => void (await applyInstance({ ...host, settings })), { time: 3_000 });
});
