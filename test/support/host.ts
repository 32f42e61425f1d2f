import type { Host } from '../../schema/apply/directus.ts';
import type { World } from './world.ts';

/**
 * Directus' services on a world's database, within the test's own process: what an apply from the command line is to
 * the nodes that run. One per test file, since Directus reads its environment once.
 */
export async function hostOn(world: Pick<World, 'env'>): Promise<Host> {
	Object.assign(process.env, world.env);
	const [{ default: getDatabase }, services, { getSchema }] = await Promise.all([
		import('@directus/api/database/index'),
		import('@directus/api/services/index'),
		import('@directus/api/utils/get-schema'),
	]);
	return { database: getDatabase(), services, getSchema } as unknown as Host;
}
