import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const stage = (name: string) => referenceId('crm_stages', `sales/${name}`);
const items = (collection: string, key = '') => `/items/${collection}${key && `/${key}`}`;

async function newDeal(values: object = {}): Promise<{ id: string; [field: string]: unknown }> {
	const { body, status } = await world.api(items('crm_opportunities'), { body: { name: `Deal ${randomUUID()}`, ...values } });
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body.data;
}

async function deal(key: string) {
	return (await world.api(items('crm_opportunities', key))).body.data;
}

async function moves(key: string) {
	const { body } = await world.api(`/items/crm_stage_changes?filter[opportunity][_eq]=${key}&sort=changed_at&fields=*`);
	return body.data;
}

/** Every way in which a client can write to an existing deal. */
const writePaths: { [path: string]: (key: string, values: object) => Promise<unknown> } = {
	'REST, one row': (key, values) => world.api(items('crm_opportunities', key), { method: 'PATCH', body: values }),
	'REST, several keys': (key, values) => world.api(items('crm_opportunities'), { method: 'PATCH', body: { keys: [key], data: values } }),
	'REST, a batch': (key, values) => world.api(items('crm_opportunities'), { method: 'PATCH', body: [{ id: key, ...values }] }),
	'REST, by query': (key, values) => world.api(items('crm_opportunities'), { method: 'PATCH', body: { query: { filter: { id: { _eq: key } } }, data: values } }),
	GraphQL: (key, values) => world.graphql('mutation Move($id: ID!, $data: update_crm_opportunities_input!) { update_crm_opportunities_item(id: $id, data: $data) { id } }', { id: key, data: forGraphql(values) }),
	'a nested write': async (key, values) => world.api(items('crm_accounts'), { body: { name: `Account ${randomUUID()}`, opportunities: { create: [], update: [{ id: key, ...values }], delete: [] } } }),
	'/utils/import': async (key, values) => {
		const form = new FormData();
		form.set('file', new Blob([JSON.stringify([{ id: key, ...values }])], { type: 'application/json' }), 'deals.json');
		return world.api('/utils/import/crm_opportunities', { method: 'POST', body: form });
	},
};

/** GraphQL knows links to one row as objects with their key. */
function forGraphql(values: object): object {
	return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, field === 'stage' || field === 'pipeline' ? { id: value } : value]));
}

describe.each(Object.keys(writePaths))('over %s', (path) => {
	const write = writePaths[path]!;

	test('a move is written down, closes the deal, and nothing that the database keeps can be forged', async () => {
		const { id: key } = await newDeal({ amount: '1000.10', currency: 'EUR', opened_on: '2026-01-01', close_date: '2026-12-31' });
		const forged = { stage_kind: 'open', stage_entered_at: '2001-01-01T00:00:00Z', closed_at: '2001-01-01T00:00:00Z', amount_base: 1, cycle_days: 1, last_activity_at: '2001-01-01T00:00:00Z' };
		await write(key, { stage: stage('won'), ...forged });

		const now = await deal(key);
		expect(now).toMatchObject({ stage: stage('won'), stage_kind: 'won', amount_base: '1000.1000', probability: 100, last_activity_at: null });
		expect(Date.now() - Date.parse(now.closed_at)).toBeLessThan(60_000);
		expect(now.stage_entered_at).toBe(now.closed_at);
		expect(now.cycle_days).toBeGreaterThan(300);

		const history = await moves(key);
		expect(history.map(({ from_stage_name, to_stage_name, to_kind }: { [field: string]: unknown }) => [from_stage_name, to_stage_name, to_kind])).toEqual([[null, 'Prospecting', 'open'], ['Prospecting', 'Won', 'won']]);
		expect(history[1]).toMatchObject({ amount: '1000.1000', currency: 'EUR', amount_base: '1000.1000' });
		expect(history[1].changed_by).not.toBeNull();

		await write(key, { stage: stage('proposal') });
		expect(await deal(key)).toMatchObject({ stage_kind: 'open', closed_at: null, amount_base: null, cycle_days: null });
	});

	test('a stage of another pipeline is refused with a sentence', async () => {
		const { body: other } = await world.api(items('crm_pipelines'), { body: { name: `Other ${randomUUID()}`, stages: { create: [{ name: 'Elsewhere', kind: 'open', probability: 5, forecast_category: 'pipeline' }], update: [], delete: [] } } });
		const elsewhere = (await world.api(`/items/crm_stages?filter[pipeline][_eq]=${other.data.id}`)).body.data[0].id;
		const { id: key, stage: before } = await newDeal();
		const answer = JSON.stringify(await write(key, { stage: elsewhere }));
		expect(answer).toContain('The stage Elsewhere belongs to the pipeline Other');
		expect(answer).not.toMatch(/update [\\"]|insert into/i);
		expect((await deal(key)).stage).toBe(before);
		expect(await moves(key)).toHaveLength(1);
	});

	test('a negative amount is refused with a sentence', async () => {
		const { id: key } = await newDeal({ amount: '5' });
		expect(JSON.stringify(await write(key, { amount: -1 }))).toContain('Amount must not be negative.');
		expect((await deal(key)).amount).toBe('5.0000');
	});
});

describe('the history of a deal', () => {
	test('durations telescope: with the stage it is in, they add up to its age', async () => {
		const { id: key } = await newDeal();
		for (const name of ['qualification', 'proposal', 'qualification', 'lost']) {
			await new Promise((resolve) => setTimeout(resolve, 300));
			await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { stage: stage(name), ...(name === 'lost' ? { lost_reason: referenceId('crm_lost_reasons', 'price') } : {}) } });
		}
		const { date_created, stage_entered_at } = await deal(key);
		const history = await moves(key);
		const whole = (instant: string) => Math.floor(Date.parse(instant) / 1000);
		const spent = history.reduce((sum: number, { seconds }: { seconds: string | null }) => sum + Number(seconds ?? 0), 0);
		expect(history).toHaveLength(5);
		expect(history[0].changed_at).toBe(date_created);
		expect(spent).toBe(whole(stage_entered_at) - whole(date_created));
	});

	test('can’t be written, changed or deleted by hand, and goes with the deal', async () => {
		const { id: key } = await newDeal();
		const [change] = await moves(key);
		const attempts = [
			await world.api(items('crm_stage_changes'), { body: { opportunity: key, to_stage: stage('won'), changed_at: '2026-01-01T00:00:00Z' } }),
			await world.api(items('crm_stage_changes', change.id), { method: 'PATCH', body: { changed_at: '2001-01-01T00:00:00Z' } }),
			await world.api(items('crm_stage_changes', change.id), { method: 'DELETE' }),
			await world.api(items('crm_stage_changes'), { method: 'DELETE', body: [change.id] }),
			await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { stage_changes: { create: [], update: [], delete: [change.id] } } }),
			await world.graphql('mutation Delete($id: ID!) { delete_crm_stage_changes_item(id: $id) { id } }', { id: change.id }),
		];
		for (const { body } of attempts) expect(body.errors[0].message).toBe('Stage changes are written by the deal itself: move the deal to another stage instead.');
		expect(await moves(key)).toEqual([change]);
		expect((await world.api(items('crm_opportunities', key), { method: 'DELETE' })).status).toBe(204);
		expect(await moves(key)).toEqual([]);
	});

	test('a revision can be reverted: what the database keeps, it keeps', async () => {
		const { id: key } = await newDeal({ amount: '10', close_date: '2099-01-01' });
		await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { name: 'Renamed', amount: '20' } });
		await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { stage: stage('won'), name: 'Won it' } });
		const { closed_at } = await deal(key);

		const { body } = await world.api(`/revisions?filter[collection][_eq]=crm_opportunities&filter[item][_eq]=${key}&sort=id`);
		expect(body.data[1].data).toMatchObject({ stage_kind: 'open', closed_at: null, probability: 10 }); // sent back whole, but for links
		expect((await world.api(`/utils/revert/${body.data[1].id}`, { method: 'POST' })).status).toBe(204);

		expect(await deal(key)).toMatchObject({ name: 'Renamed', amount: '20.0000', amount_base: '20.0000', stage_kind: 'won', probability: 100, closed_at });
		expect(await moves(key)).toHaveLength(2);
	});
});

describe('the worth of a deal', () => {
	test('is the sum of its lines, each rounded in its currency, unless set by hand', async () => {
		const { id: key } = await newDeal({ currency: 'EUR', lines: { create: [{ quantity: '3', unit_price: '0.335' }, { quantity: '2', unit_price: '10', discount_percent: '12.5' }], update: [], delete: [] } });
		expect((await deal(key)).amount).toBe('18.5100'); // 1.005 -> 1.01 half up, 17.50

		const { body } = await world.api(`/items/crm_opportunity_lines?filter[opportunity][_eq]=${key}&sort=amount`);
		await world.api(items('crm_opportunity_lines', body.data[0].id), { method: 'PATCH', body: { quantity: 1, amount: '999' } });
		expect((await deal(key)).amount).toBe('17.8400');
		await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { amount: '1' } });
		expect((await deal(key)).amount).toBe('17.8400');
		await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { amount: '20', amount_is_manual: true } });
		expect((await deal(key)).amount).toBe('20.0000');
		await world.api(items('crm_opportunity_lines', body.data[1].id), { method: 'DELETE' });
		expect((await deal(key)).amount).toBe('20.0000');
		await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { amount_is_manual: false } });
		expect((await deal(key)).amount).toBe('0.3400');
	});

	test('is fixed in the base currency by the rate of the day on which it closes; a missing rate is refused by name', async () => {
		const code = 'XTS';
		await world.api(items('crm_currencies'), { body: { code, name: 'Test', decimals: 2 } });
		const { id: key } = await newDeal({ amount: '100', currency: code, close_date: '2099-01-01' });
		const refused = await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { stage: stage('won') } });
		expect(refused).toMatchObject({ status: 400, body: { errors: [{ message: expect.stringContaining('There is no exchange rate from XTS to EUR for 20'), extensions: { field: 'currency' } }] } });
		expect((await deal(key)).stage_kind).toBe('open');

		await world.api(items('crm_exchange_rates'), { body: [{ from_currency: code, to_currency: 'EUR', rate: '0.5', valid_on: '2020-01-01' }, { from_currency: 'EUR', to_currency: code, rate: '4', valid_on: '2021-01-01' }] });
		await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { stage: stage('won') } });
		expect((await deal(key)).amount_base).toBe('25.0000');

		await world.api(items('crm_exchange_rates'), { body: { from_currency: code, to_currency: 'EUR', rate: '0.9', valid_on: '2022-01-01' } });
		await world.api(items('crm_opportunities', key), { method: 'PATCH', body: { next_step: 'Deliver' } });
		expect((await deal(key)).amount_base).toBe('25.0000');
	});

	test('an amount always has a currency', async () => {
		expect((await newDeal({ amount: '1', currency: null })).currency).toBe('EUR');
		const refused = await world.api(items('crm_leads'), { body: { company: 'X', estimated_value: '5', currency: null } });
		expect(refused).toMatchObject({ status: 400, body: { errors: [{ message: expect.stringContaining('needs a currency') }] } });
	});

	test('money is numeric in the database', async () => {
		const { definitionsOf } = await import('../../schema/apply/desired.ts');
		const { rooms } = await import('../../schema/index.ts');
		const money = definitionsOf(rooms).flatMap((definition) => (definition.kind === 'folder' ? [] : Object.entries(definition.fields).filter(([, field]) => field.type === 'decimal').map(([field]) => `${definition.name}.${field}`)));
		const { rows } = await world.sql.query("SELECT table_name || '.' || column_name AS name, data_type FROM information_schema.columns WHERE table_schema = 'public'");
		const types = new Map(rows.map(({ name, data_type }) => [name, data_type]));
		expect(money.length).toBeGreaterThan(10);
		expect(money.filter((name) => types.get(name) !== 'numeric')).toEqual([]);
	});
});

describe('history can be brought in, not forged', () => {
	test('a transaction of an import backdates creation, stage entry and close', async () => {
		const client = await world.sql.connect();
		try {
			await client.query('BEGIN');
			await client.query("SELECT set_config('crm.origin', 'import', true)");
			const { rows } = await client.query(`INSERT INTO crm_opportunities (id, name, stage, amount, currency, opened_on, date_created, closed_at)
				VALUES (gen_random_uuid(), 'From elsewhere', $1, 10, 'EUR', '2017-01-01', '2017-01-01T00:00Z', '2017-02-01T00:00Z') RETURNING id, closed_at, stage_entered_at, cycle_days, amount_base`, [stage('won')]);
			await client.query('COMMIT');
			expect(rows[0]).toMatchObject({ cycle_days: 31, amount_base: '10.0000', closed_at: new Date('2017-02-01T00:00Z'), stage_entered_at: new Date('2017-02-01T00:00Z') });
			const history = await moves(rows[0].id);
			expect(history.map(({ to_stage_name, changed_at, seconds }: { [field: string]: unknown }) => [to_stage_name, changed_at, seconds])).toEqual([
				['Prospecting', '2017-01-01T00:00:00.000Z', null],
				['Won', '2017-02-01T00:00:00.000Z', String(31 * 86_400)],
			]);
		} finally {
			client.release();
		}
	});

	test('a client’s stamps are dropped', async () => {
		const forged = await newDeal({ date_created: '2001-01-01T00:00:00Z', user_updated: randomUUID() });
		expect(Date.now() - Date.parse(String(forged['date_created']))).toBeLessThan(60_000);
		await world.api(items('crm_opportunities', forged.id), { method: 'PATCH', body: { date_created: '2001-01-01T00:00:00Z', user_created: null } });
		expect(await deal(forged.id)).toMatchObject({ date_created: forged['date_created'], user_created: forged['user_created'] });
	});
});
