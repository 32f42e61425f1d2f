import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const create = async (collection: string, body: object) => {
	const answer = await world.api(`/items/${collection}`, { body });
	if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
};
const update = (collection: string, key: string, body: object) => world.api(`/items/${collection}/${key}`, { method: 'PATCH', body });
const read = async (collection: string, key: string) => (await world.api(`/items/${collection}/${key}`)).body.data;

test('last activity follows what was done, on whom it concerns, and can’t be forged', async () => {
	const account = await create('crm_accounts', { name: 'Touch & Co', last_activity_at: '2001-01-01T00:00:00Z' });
	const deal = await create('crm_opportunities', { name: 'Touch', account: account.id });
	const call = await create('crm_activities', { type: 'call', subject: 'Ring', status: 'planned', opportunity: deal.id, completed_at: '2001-01-01T00:00:00Z' });
	expect(call).toMatchObject({ account: account.id, completed_at: null });
	expect((await read('crm_accounts', account.id)).last_activity_at).toBeNull();

	await update('crm_activities', call.id, { status: 'done', start_at: '2026-03-01T09:00:00Z', end_at: '2026-03-01T10:00:00Z' });
	expect(await read('crm_activities', call.id)).toMatchObject({ completed_at: '2026-03-01T10:00:00.000Z' });
	expect((await read('crm_accounts', account.id)).last_activity_at).toBe('2026-03-01T10:00:00.000Z');
	expect((await read('crm_opportunities', deal.id)).last_activity_at).toBe('2026-03-01T10:00:00.000Z');

	await update('crm_accounts', account.id, { last_activity_at: '2030-01-01T00:00:00Z' });
	expect((await read('crm_accounts', account.id)).last_activity_at).toBe('2026-03-01T10:00:00.000Z');

	const other = await create('crm_accounts', { name: 'Moved & Co' });
	await update('crm_activities', call.id, { account: other.id });
	expect((await read('crm_accounts', account.id)).last_activity_at).toBeNull();
	expect((await read('crm_accounts', other.id)).last_activity_at).toBe('2026-03-01T10:00:00.000Z');

	await world.api(`/items/crm_activities/${call.id}`, { method: 'DELETE' });
	expect((await read('crm_accounts', other.id)).last_activity_at).toBeNull();
});

test('a note is done as soon as it is written', async () => {
	expect(await create('crm_activities', { type: 'note', subject: 'Likes tea' })).toMatchObject({ status: 'done', completed_at: expect.any(String) });
});

test('an end before the start is refused by name', async () => {
	const answer = await world.api('/items/crm_activities', { body: { type: 'meeting', subject: 'Back', start_at: '2026-03-01T10:00:00Z', end_at: '2026-03-01T09:00:00Z' } });
	expect(answer).toMatchObject({ status: 400, body: { errors: [{ extensions: { field: 'end_at', code: 'FAILED_VALIDATION' } }] } });
});

test('a row belongs to the team of its owner', async () => {
	const team = await create('crm_teams', { name: `Team ${Date.now()}` });
	const { body } = await world.api('/users', { body: { first_name: 'Ann', team: team.id } });
	const account = await create('crm_accounts', { name: 'Owned', owner: body.data.id });
	expect(account.team).toBe(team.id);
	await update('crm_accounts', account.id, { team: null });
	expect((await read('crm_accounts', account.id)).team).toBe(team.id);
	await update('crm_accounts', account.id, { owner: null });
	expect((await read('crm_accounts', account.id)).team).toBe(team.id);

	await world.api(`/users/${body.data.id}`, { method: 'DELETE' });
	expect((await world.api(`/items/crm_teams/${team.id}`, { method: 'DELETE' })).status).toBe(204);
	expect(await read('crm_accounts', account.id)).toMatchObject({ owner: null, team: null });
});
