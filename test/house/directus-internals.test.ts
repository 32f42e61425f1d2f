import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Accountability, SchemaOverview } from '@directus/types';
import { host } from '../../extensions/crm/src/directus/shared/host.ts';
import type { Host } from '../../schema/apply/directus.ts';
import { hostOn } from '../support/host.ts';
import { ADMIN, startWorld, type World } from '../support/index.ts';
import { personWith } from '../rights/people.ts';

let world: World;
let directus: Host;
let schema: SchemaOverview;
let reader: Accountability;

beforeAll(async () => {
	world = await startWorld();
	const { id } = await personWith(world, 'Reader', [{ collection: 'crm_leads', fields: ['id', 'last_name'], permissions: { owner: { _eq: '$CURRENT_USER' } } }]);
	directus = await hostOn(world);
	schema = (await directus.getSchema()) as SchemaOverview;
	const user = await directus.database('directus_users').where({ id }).first('id', 'role');
	reader = await host.accountabilityOf(user, directus.database);
	for (const owner of [id, null]) await world.api('/items/crm_leads', { body: { last_name: 'Lead', owner } });
});
afterAll(async () => {
	await directus?.database.destroy();
	await world?.stop();
});

/** What Cardinal reaches of Directus past its extension API: when an upgrade moves one of these, it is said here. */
test('Directus still has what rights are read by', async () => {
	const context = { schema, knex: directus.database };
	expect(reader).toMatchObject({ admin: false, app: true, roles: [reader.role] });
	const rules = async (isRaw: boolean) => (await host.rules({ accountability: reader, isRaw }, context)).filter(({ collection }) => collection === 'crm_leads');
	expect(await rules(true)).toMatchObject([{ fields: ['id', 'last_name'], permissions: { owner: { _eq: '$CURRENT_USER' } } }]);
	expect(await rules(false)).toMatchObject([{ permissions: { owner: { _eq: reader.user } } }]);
	expect(await host.allowedFields({ accountability: reader, action: 'read', collection: 'crm_leads' }, context)).toEqual(['id', 'last_name']);

	await host.assertMayAsk({ collection: 'crm_leads', query: { filter: { last_name: { _eq: 'x' } } }, accountability: reader }, context);
	await expect(host.assertMayAsk({ collection: 'crm_leads', query: { filter: { email: { _eq: 'x' } } }, accountability: reader }, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
	expect(await host.parsedFilter({ owner: '$CURRENT_USER' }, { accountability: reader, schema })).toEqual({ owner: { _eq: reader.user } });

	const { rows } = await host.subquery({ collection: 'crm_leads', query: { fields: ['last_name'], limit: -1 }, accountability: reader }, context);
	expect(await directus.database.with('leads', rows).from('leads').select('last_name')).toEqual([{ last_name: 'Lead' }]);
	await expect(host.subquery({ collection: 'crm_nothing', query: { fields: ['id'] }, accountability: reader }, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('Directus still has what rights are followed by', async () => {
	const { body } = await world.api('/auth/login', { body: { email: ADMIN.email, password: ADMIN.password }, token: null });
	const token: string = body.data.access_token;
	const claims = await host.readToken(token);
	expect(claims).toMatchObject({ id: expect.any(String), role: expect.any(String) });
	expect(await host.readToken(`${token}x`)).toBeUndefined();
	expect(await host.readToken(world.token)).toBeUndefined();
	const nobody: Accountability = { user: null, role: null, roles: [], admin: false, app: false, ip: null };
	expect(await host.accountabilityForToken(token, nobody)).toMatchObject({ user: claims?.id, role: claims?.role, admin: true });
	await host.forgetRights();
	await host.forgetAnswers();
	expect(await host.connections()).toEqual([]);
	expect((await host.socketController()).prototype).toMatchObject({ createClient: expect.any(Function) });
});

test('Directus still has the methods that Cardinal goes around', () => {
	const { ItemsService, MetaService, UsersService } = directus.services as unknown as { [name: string]: { prototype: object } };
	expect(ItemsService?.prototype).toMatchObject({ readByQuery: expect.any(Function), getKeysByQuery: expect.any(Function) });
	expect(MetaService?.prototype).toMatchObject({ filterCount: expect.any(Function) });
	expect(UsersService?.prototype).toMatchObject({ inviteUser: expect.any(Function) });
});
