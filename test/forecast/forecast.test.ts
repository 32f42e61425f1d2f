import { randomUUID } from 'node:crypto';
import Big from 'big.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dimension, Figures, Forecast } from '../../extensions/crm/src/domain/forecast/question.ts';
import { forecast as shape } from '../../extensions/crm/src/domain/forecast/question.ts';
import { referenceId } from '../../seeds/reference/row.ts';
import { castOf, type Cast, created, type Person } from '../rights/cast.ts';
import { personWith } from '../rights/people.ts';
import { startWorld, type World } from '../support/index.ts';

/** Two reps of North and one of South sell in euros, dollars and yen. The year 2099 is all theirs. */
let world: World;
let cast: Cast;
let rep: Person;
const product: { [name: string]: string } = {};
const stage = (name: string) => referenceId('crm_stages', `sales/${name}`);

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	rep = cast.people['Sales Rep'];
	await rates(['USD', 'EUR', '0.9', '2000-01-01'], ['USD', 'EUR', '0.5', '2099-01-01'], ['JPY', 'EUR', '0.006', '2000-01-01'], ['USD', 'EUR', '0.8', '2026-01-01']);
	for (const name of ['Alpha', 'Beta']) product[name] = String((await created(world, 'crm_products', { name }))['id']);

	await deal({ name: 'Commit', amount: '1000', stage: stage('negotiation'), close_date: '2099-01-31', owner: rep.id });
	await deal({ name: 'Best case', amount: '333.33', stage: stage('proposal'), close_date: '2099-02-01', owner: rep.id });
	await deal({ name: 'Dollars', amount: '100', currency: 'USD', stage: stage('prospecting'), close_date: '2099-02-28', owner: cast.teammate.id });
	await deal({ name: 'Yen', amount: '10001', currency: 'JPY', stage: stage('qualification'), close_date: '2099-03-31', owner: cast.stranger.id });
	await deal({ name: 'Omitted', amount: '5000', stage: stage('negotiation'), forecast_category: 'omitted', close_date: '2099-02-10', owner: rep.id });
	await deal({ name: 'Archived', amount: '7000', stage: stage('negotiation'), close_date: '2099-02-10', owner: rep.id, archived: true });
	await deal({ name: 'Undated', amount: '50.05', stage: stage('proposal'), owner: rep.id });
	await deal({ name: 'Overdue', amount: '10', stage: stage('proposal'), opened_on: '2020-01-01', close_date: '2020-03-31', owner: rep.id });
	await deal({ name: 'Without amount', stage: stage('prospecting'), close_date: '2099-02-28', owner: rep.id });
	await deal({ name: 'Two products', stage: stage('negotiation'), close_date: '2099-04-01', owner: rep.id, lines: { create: [line('Alpha', '1', '10'), line('Beta', '2', '10')], update: [], delete: [] } });
	await deal({ name: 'Package', amount: '100', amount_is_manual: true, stage: stage('negotiation'), close_date: '2099-04-02', owner: cast.teammate.id, lines: { create: [line('Alpha', '1', '1'), line('Beta', '2', '1')], update: [], delete: [] } });
	await closed({ name: 'Won', amount: '200', stage: stage('won'), owner: rep.id, at: '2099-01-31T23:59:59Z' });
	await closed({ name: 'Won in dollars', amount: '100', currency: 'USD', stage: stage('won'), owner: cast.teammate.id, at: '2099-02-01T00:00:00Z' });
	await closed({ name: 'Lost', amount: '999', stage: stage('lost'), owner: rep.id, at: '2099-02-02T12:00:00Z' });
});
afterAll(() => world?.stop());

const line = (name: string, quantity: string, unit_price: string) => ({ product: product[name], quantity, unit_price });
const deal = (row: Record<string, unknown>) => created(world, 'crm_opportunities', { currency: 'EUR', opened_on: '2026-01-01', ...row });

/** History can only be brought in. */
async function closed({ at, ...row }: Record<string, string>): Promise<void> {
	const client = await world.sql.connect();
	try {
		await client.query('BEGIN');
		await client.query("SELECT set_config('crm.origin', 'import', true)");
		await client.query(
			`INSERT INTO crm_opportunities (id, name, amount, currency, stage, owner, close_date, opened_on, date_created, stage_entered_at, closed_at)
			VALUES ($1, $2, $3, $4, $5, $6, '2098-12-31', '2098-12-01', '2098-12-01', $7, $7)`,
			[randomUUID(), row['name'], row['amount'], row['currency'] ?? 'EUR', row['stage'], row['owner'], at],
		);
		await client.query('COMMIT');
	} finally {
		client.release();
	}
}

async function rates(...list: [string, string, string, string][]): Promise<void> {
	for (const [from_currency, to_currency, rate, valid_on] of list) await created(world, 'crm_exchange_rates', { from_currency, to_currency, rate, valid_on });
}

const ask = (parameters: Record<string, string>, who?: Person) => world.api(`/crm/forecast?${new URLSearchParams(parameters)}`, who ? { token: who.token } : {});

async function forecast(parameters: Record<string, string> = {}, who?: Person): Promise<Forecast> {
	const { status, body } = await ask({ from: '2099-01-01', to: '2100-01-01', ...parameters }, who);
	if (status !== 200) throw new Error(JSON.stringify(body));
	return shape.parse(body.data);
}

const money = ['won', 'commit', 'bestCase', 'pipeline', 'weighted', 'forecast', 'overdue'] as const;
const amounts = (figures: Figures | undefined) => Object.fromEntries(money.map((name) => [name, figures?.[name]]));
const sumOf = (all: readonly Figures[]) => Object.fromEntries(money.map((name) => [name, all.reduce((sum, figures) => sum.plus(figures[name]), Big(0)).toFixed(2)]));

describe('the forecast', () => {
	test('says by period what was won and what may be expected, in base currency', async () => {
		const { buckets, currency, decimals } = await forecast();
		expect([currency, decimals, buckets.length]).toEqual(['EUR', 2, 12]);
		expect(buckets.map(({ period }) => period.label)).toEqual(Array.from({ length: 12 }, (_, month) => `2099-${String(month + 1).padStart(2, '0')}`));
		expect(amounts(buckets[0]?.figures)).toEqual({ won: '200.00', commit: '1000.00', bestCase: '0.00', pipeline: '0.00', weighted: '750.00', forecast: '950.00', overdue: '0.00' });
		// Closed: at the rate of its day, 0.5. Open: at today's, 0.8.
		expect(amounts(buckets[1]?.figures)).toEqual({ won: '50.00', commit: '0.00', bestCase: '333.33', pipeline: '80.00', weighted: '174.67', forecast: '224.67', overdue: '0.00' });
		expect(buckets[1]?.figures.counts).toEqual({ won: 1, lost: 1, commit: 0, bestCase: 1, pipeline: 2, omitted: 1, open: 4, overdue: 0 });
		// 60.006 EUR, and a quarter of it.
		expect(amounts(buckets[2]?.figures)).toMatchObject({ pipeline: '60.01', weighted: '15.00' });
		expect(amounts(buckets[5]?.figures)).toEqual(Object.fromEntries(money.map((name) => [name, '0.00'])));
	});

	test('reports deals without a close date apart, and marks those that are overdue', async () => {
		expect((await forecast()).undated).toEqual({ count: 1, amount: '50.05', weighted: '25.03' });
		const { total } = await forecast({ from: '2020-01-01', to: '2021-01-01', interval: 'quarter' });
		expect(amounts(total.figures)).toMatchObject({ bestCase: '10.00', overdue: '10.00', weighted: '5.00' });
		expect(total.figures.counts).toMatchObject({ open: 1, overdue: 1 });
	});

	test('has the same total however it is cut', async () => {
		const { total, buckets } = await forecast();
		expect(sumOf(buckets.map(({ figures }) => figures))).toEqual(amounts(total.figures));
		for (const interval of ['month', 'quarter', 'year']) expect((await forecast({ interval })).total, interval).toEqual(total);
		for (const by of ['owner', 'team', 'category', 'stage', 'pipeline', 'source', 'product'] satisfies Dimension[]) {
			const cut = await forecast({ by });
			expect(amounts(cut.total.figures), by).toEqual(amounts(total.figures));
			expect(cut.total.figures.counts, by).toEqual(total.figures.counts);
			expect(sumOf(cut.byGroup.map(({ figures }) => figures)), by).toEqual(amounts(total.figures));
			expect(sumOf(cut.buckets.map(({ figures }) => figures)), by).toEqual(amounts(total.figures));
			expect(cut.buckets.length, by).toBe(12 * cut.groups.length);
			expect(cut.undated, by).toEqual((await forecast()).undated);
		}
	});

	test('names the groups, as far as they may be read', async () => {
		expect((await forecast({ by: 'category' })).groups).toEqual([
			{ key: 'won', label: 'Won' }, { key: 'commit', label: 'Commit' }, { key: 'best_case', label: 'Best case' }, { key: 'pipeline', label: 'Pipeline' }, { key: 'omitted', label: 'Omitted' }, { key: 'lost', label: 'Lost' },
		]);
		expect((await forecast({ by: 'stage' })).groups.map(({ label }) => label)).toEqual(['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Won', 'Lost']);
		expect((await forecast({ by: 'source' })).groups).toEqual([{ key: null, label: 'No source' }]);
		expect((await forecast({ by: 'owner' }, rep)).groups).toEqual([{ key: rep.id, label: expect.stringContaining('Sales Rep') }]);
	});

	test('divides a deal among its products without losing a cent', async () => {
		const { buckets } = await forecast({ by: 'product', from: '2099-04-01', to: '2099-05-01' });
		const of = (label: string) => amounts(buckets.find(({ group }) => group?.label === label)?.figures);
		expect(of('Alpha')).toMatchObject({ commit: '43.33', weighted: '32.50' });
		expect(of('Beta')).toMatchObject({ commit: '86.67', weighted: '65.00' });
		expect((await forecast({ by: 'product' })).groups.at(-1)).toEqual({ key: null, label: 'No product' });
	});

	test('is asked by owner, team and pipeline', async () => {
		expect((await forecast({ owner: cast.stranger.id })).total.figures).toMatchObject({ pipeline: '60.01', won: '0.00' });
		expect((await forecast({ team: cast.north })).total.figures).toMatchObject({ won: '250.00' });
		expect((await forecast({ team: cast.south })).total.figures).toMatchObject({ won: '0.00', pipeline: '60.01' });
		expect((await forecast({ pipeline: referenceId('crm_pipelines', 'sales') })).total.figures).toMatchObject({ won: '250.00' });
		expect((await forecast({ pipeline: randomUUID() })).total.figures).toMatchObject({ won: '0.00', forecast: '0.00' });
		expect((await forecast({ owner: 'me' }, cast.teammate)).total.figures).toMatchObject({ won: '50.00', pipeline: '80.00' });
	});
});

test('board, forecast and metrics mean the same by what is open, what it weighs and what was won', async () => {
	for (const who of [cast.people.Administrator, rep]) {
		const answers = async (path: string) => (await world.api(path, { token: who.token })).body.data;
		const { columns } = await answers('/crm/board') as { columns: { stage: { kind: string }; count: number; amount: string; weighted: string }[] };
		const of = (kind: string, figure: 'count' | 'amount' | 'weighted') => columns.filter(({ stage: { kind: its } }) => its === kind).reduce((sum, column) => sum.plus(column[figure]), Big(0)).toFixed(2);
		const [early, late] = [await forecast({ from: '2020-01-01', to: '2021-01-01' }, who), await forecast({}, who)];
		expect(of('open', 'weighted')).toBe(Big(early.total.figures.weighted).plus(late.total.figures.weighted).plus(late.undated.weighted).toFixed(2));
		expect(of('won', 'amount')).toBe(late.total.figures.won);
		expect(of('open', 'amount')).toBe((await answers('/crm/pipeline/metrics')).openAmount);
		expect(Number(of('open', 'count'))).toBe(early.total.figures.counts.open + late.total.figures.counts.open + late.undated.count);
	}
});

describe('in another currency', () => {
	test('open deals count at today’s rate, closed ones at that of their day, and those in it as they are', async () => {
		const { currency, decimals, buckets } = await forecast({ currency: 'USD' });
		expect([currency, decimals]).toEqual(['USD', 2]);
		expect(buckets[0]?.figures).toMatchObject({ won: '400.00', commit: '1250.00', weighted: '937.50' });
		expect(buckets[1]?.figures).toMatchObject({ won: '100.00', pipeline: '100.00', bestCase: '416.66' });
	});

	test('amounts have its decimals', async () => {
		expect((await forecast({ currency: 'JPY' })).buckets[2]?.figures).toMatchObject({ pipeline: '10001', weighted: '2500' });
	});

	test('without a rate there is no number, but a sentence', async () => {
		const { status, body } = await ask({ from: '2099-01-01', to: '2100-01-01', currency: 'GBP' });
		expect(status).toBe(400);
		expect(body.errors[0].message).toMatch(/^There is no exchange rate from (EUR|USD|JPY) to GBP for \d{4}-\d\d-\d\d\./);
	});
});

describe('rights', () => {
	test('a rep’s forecast is that of their deals, an owner’s that of anybody who asks', async () => {
		expect(await forecast({}, rep)).toEqual(await forecast({ owner: rep.id }));
		expect(await forecast({}, rep)).toEqual(await forecast({ owner: 'me' }, rep));
		expect((await forecast({ owner: cast.teammate.id }, rep)).total.figures).toMatchObject({ won: '0.00', forecast: '0.00' });
		expect(amounts((await forecast({}, cast.people['Sales Manager'])).total.figures)).toEqual(amounts((await forecast({ team: cast.north })).total.figures));
		expect(await forecast({}, cast.people.Viewer)).toEqual(await forecast());
	});

	test('nobody sees it who may not see deals, or their amounts', async () => {
		expect((await ask({}, cast.people.Support)).status).toBe(403);
		expect((await world.api('/crm/forecast', { token: null })).status).toBe(403);
	});
});

test('a deal whose amount a reader may not see counts nowhere, even if another policy shows the rest of it', async () => {
	const lists = ['crm_pipelines', 'crm_stages', 'crm_stage_changes'].map((collection) => ({ collection, fields: ['*'] }));
	const fields = ['id', 'name', 'stage', 'stage_kind', 'archived', 'owner', 'close_date', 'closed_at', 'probability', 'forecast_category', 'currency', 'amount_base'];
	const { token } = await personWith(world, 'Half', [...lists, { collection: 'crm_opportunities', fields: ['*'], permissions: { name: { _eq: 'Commit' } } }], [{ collection: 'crm_opportunities', fields }]);
	const { body } = await world.api('/crm/forecast?from=2099-01-01&to=2100-01-01&interval=year', { token });
	expect(body.data.total.figures).toMatchObject({ won: '0.00', commit: '1000.00', weighted: '750.00', counts: { open: 1, won: 0, lost: 0 } });
	const board = await world.api('/crm/board', { token });
	expect(board.body.data.columns.map(({ count, amount, cards }: { count: number; amount: string; cards: unknown[] }) => [count, amount, cards.length]).filter(([count]: [number]) => count > 0)).toEqual([[1, '1000.00', 1]]);
	expect((await world.api('/crm/pipeline/metrics', { token })).body.data).toMatchObject({ openCount: 1, openAmount: '1000.00', wonCount: { value: '0' } });
});

describe('refuses', () => {
	test.each([
		[{ from: '2026-02-01', to: '2026-01-01' }, 'to: 2026-01-01 is not after 2026-02-01'],
		[{ from: '2026-02-01', to: '2026-02-01' }, 'to: 2026-02-01 is not after 2026-02-01'],
		[{ from: '2000-01-01', to: '2090-01-01' }, 'to: Ask for 20 years at most.'],
		[{ from: '0001-01-01' }, 'from: Choose a day between'],
		[{ from: 'yesterday' }, 'from: Write a day'],
		[{ to: '2026-02-30' }, 'to: Write a day'],
		[{ interval: 'week' }, 'interval: Write month, quarter or year.'],
		[{ by: 'amount' }, 'by: Write one of owner, team'],
		[{ owner: 'you' }, 'owner: Write the id of a person, or me.'],
		[{ pipeline: 'sales' }, 'pipeline: Write the id of a record'],
		[{ currency: 'euro' }, 'currency: Write a currency like EUR.'],
		[{ currency: 'XXX' }, 'There is no currency XXX.'],
		[{ until: '2026-01-01' }, 'There is no parameter “until”. There are from, to'],
	])('%j', async (parameters, sentence) => {
		const { status, body } = await ask(parameters as Record<string, string>);
		expect([status, body.errors?.[0].message]).toEqual([400, expect.stringContaining(sentence)]);
	});

	test('a parameter twice', async () => {
		const { status, body } = await world.api('/crm/forecast?by=owner&by=team');
		expect([status, body.errors[0].message]).toEqual([400, 'by: Say it once.']);
	});
});
