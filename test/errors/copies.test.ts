import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

async function deal() {
	return (await world.api('/items/crm_opportunities', { body: { name: 'Original', amount: '10', lines: [{ quantity: 2, unit_price: '5', description: 'Chair' }] } })).body.data;
}

async function changesOf(opportunity: string): Promise<{ id: string; opportunity: string }[]> {
	return (await world.api(`/items/crm_stage_changes?filter[opportunity][_eq]=${opportunity}`)).body.data;
}

test('a deal is copied as “Save as copy” does it', async () => {
	const original = await deal();
	// The app reads all fields over GraphQL, and the rows that link to it over REST; those lose their ids.
	const read = await world.graphql('query ($id: ID!) { item: crm_opportunities_by_id(id: $id) { name amount currency { code } close_date stage { id } pipeline { id } stage_kind probability date_created } }', { id: original.id });
	expect(read.body.errors).toBeUndefined();
	const withoutIds = async (collection: string) => (await world.api(`/items/${collection}?filter[opportunity][_eq]=${original.id}`)).body.data.map(({ id: _id, ...row }: { id: string }) => row);
	const copied = { ...read.body.data.item, lines: await withoutIds('crm_opportunity_lines'), activities: [], stage_changes: await withoutIds('crm_stage_changes') };
	const copy = await world.api('/items/crm_opportunities', { body: { ...copied, name: 'Copy' } });
	expect(copy).toMatchObject({ status: 200, body: { data: { name: 'Copy', amount: '10.0000', stage: original.stage } } });
	expect(await changesOf(copy.body.data.id)).toHaveLength(1);
	expect(await changesOf(original.id)).toHaveLength(1);
});

test('a whole row sent again as a new one has a history of its own', async () => {
	const original = await deal();
	const { id: _id, lines: _lines, activities: _activities, external_id: _externalId, ...row } = (await world.api(`/items/crm_opportunities/${original.id}?fields=*`)).body.data;
	for (const stage_changes of [row.stage_changes, [], null, { create: [], update: [], delete: [] }]) {
		const copy = await world.api('/items/crm_opportunities', { body: { ...row, stage_changes } });
		expect(copy.status).toBe(200);
		const changes = await changesOf(copy.body.data.id);
		expect(changes).toHaveLength(1);
		expect(row.stage_changes).not.toContain(changes[0]?.id);
	}
	expect(await changesOf(original.id)).toHaveLength(1);
});

test('a whole row sent back changes nothing of its history, and none is made up', async () => {
	const { id } = await deal();
	const row = (await world.api(`/items/crm_opportunities/${id}?fields=*`)).body.data;
	expect((await world.api(`/items/crm_opportunities/${id}`, { method: 'PATCH', body: row })).status).toBe(200);
	for (const stage_changes of [[{ opportunity: id, changed_at: '2026-01-01T00:00:00Z' }], []]) {
		const answer = await world.api(`/items/crm_opportunities/${id}`, { method: 'PATCH', body: { stage_changes } });
		expect(answer.body.errors[0].message).toContain('Stage changes are written by the deal itself');
	}
	const forged = await world.api('/items/crm_opportunities', { body: { name: 'Forged', stage_changes: [{ changed_at: '2001-01-01T00:00:00Z' }] } });
	expect(JSON.stringify(await changesOf(forged.body.data.id))).not.toContain('2001');
	expect(await changesOf(id)).toHaveLength(1);
});
