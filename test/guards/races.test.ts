import { afterAll, beforeAll, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { sharedWorld, type World } from '../support/index.ts';

/** Many writers at once, each in a connection of its own: what the database derives holds all the same. */
let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const create = async (collection: string, body: object) => (await world.api(`/items/${collection}`, { body })).body.data;
const read = async (collection: string, key: string) => (await world.api(`/items/${collection}/${key}`)).body.data;
const rounds = Array.from({ length: 24 }, (_, index) => index);

test('lines added at once are all in the sum', async () => {
	const deal = await create('crm_opportunities', { name: 'Raced', currency: 'EUR' });
	const answers = await Promise.all(rounds.map(() => world.api('/items/crm_opportunity_lines', { body: { opportunity: deal.id, quantity: 1, unit_price: '10' } })));
	expect(answers.map(({ status }) => status)).toEqual(rounds.map(() => 200));
	expect((await read('crm_opportunities', deal.id)).amount).toBe('240.0000');
});

test('the last activity is the latest, whichever was written last', async () => {
	const account = await create('crm_accounts', { name: 'Raced' });
	const at = (index: number) => new Date(Date.UTC(2026, 0, 1 + ((index * 7) % rounds.length), 12)).toISOString();
	await Promise.all(rounds.map((index) => world.api('/items/crm_activities', { body: { type: 'call', subject: 'Raced', status: 'done', start_at: at(index), end_at: at(index), account: account.id } })));
	expect((await read('crm_accounts', account.id)).last_activity_at).toBe('2026-01-24T12:00:00.000Z');
});

test('moves at once are written down one after the other, without gap or overlap', async () => {
	const deal = await create('crm_opportunities', { name: 'Raced' });
	const stages = ['qualification', 'proposal', 'negotiation', 'won', 'lost', 'prospecting'].map((name) => referenceId('crm_stages', `sales/${name}`));
	await Promise.all(rounds.map((index) => world.api(`/items/crm_opportunities/${deal.id}`, { method: 'PATCH', body: { stage: stages[index % stages.length] } })));

	const { stage, stage_entered_at, date_created } = await read('crm_opportunities', deal.id);
	const { rows } = await world.sql.query<{ from_stage: string | null; to_stage: string; changed_at: Date; seconds: string | null }>('SELECT * FROM crm_stage_changes WHERE opportunity = $1 ORDER BY changed_at', [deal.id]);
	expect(rows.length).toBeGreaterThan(6);
	expect(rows.slice(1).map(({ from_stage }) => from_stage)).toEqual(rows.slice(0, -1).map(({ to_stage }) => to_stage));
	expect(rows.at(-1)).toMatchObject({ to_stage: stage });
	const whole = (instant: string) => Math.floor(Date.parse(instant) / 1000);
	expect(rows.reduce((sum, { seconds }) => sum + Number(seconds ?? 0), 0)).toBe(whole(stage_entered_at) - whole(date_created));
});
