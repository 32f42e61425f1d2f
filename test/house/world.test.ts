import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedWorld, startWorld, type World } from '../support/index.ts';

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world?.stop());

test('a world answers over REST, GraphQL and SQL', async () => {
	expect((await world.api('/server/health')).body.status).toBe('ok');
	expect((await world.api('/users/me')).body.data.email).toBe('admin@example.com');
	expect((await world.api('/users/me', { token: null })).status).toBe(401);
	expect((await world.graphql('{ users_me { email } }', {}, { isSystem: true })).body.data.users_me.email).toBe('admin@example.com');
	expect((await world.sql.query('SELECT count(*)::int AS admins FROM directus_users')).rows).toEqual([{ admins: 1 }]);
});

test('the shared world is another one', async () => {
	const shared = await sharedWorld();
	expect(shared.url).not.toBe(world.url);
	expect((await shared.api('/server/health')).status).toBe(200);
	await shared.stop();
});
