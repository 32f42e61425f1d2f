import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { castOf, type Cast, type Person } from '../rights/cast.ts';
import { startWorld, type World } from '../support/index.ts';
import { pastDeal } from './history.ts';

let world: World;
let cast: Cast;
let rep: Person;
let manager: Person;

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	rep = cast.people['Sales Rep'];
	manager = cast.people['Sales Manager'];
	await pastDeal(world, { amount: '30', owner: rep.id, path: [['prospecting', '2040-01-01'], ['won', '2040-01-15']] });
	await pastDeal(world, { amount: '10', owner: cast.stranger.id, path: [['prospecting', '2040-01-01'], ['won', '2040-02-15']] });
});
afterAll(() => world?.stop());

const set = (quota: object, who?: Person) => world.api('/items/crm_quotas', { body: { amount: '100', currency: 'EUR', period: 'month', starts_on: '2050-01-01', ...quota }, ...(who ? { token: who.token } : {}) });

async function quotas(...list: object[]): Promise<void> {
	await world.sql.query('DELETE FROM crm_quotas');
	for (const quota of list) {
		const { status, body } = await set(quota);
		if (status !== 200) throw new Error(JSON.stringify(body));
	}
}

async function forecast(parameters: Record<string, string>, who?: Person) {
	const { status, body } = await world.api(`/crm/forecast?${new URLSearchParams({ from: '2040-01-01', to: '2041-01-01', ...parameters })}`, who ? { token: who.token } : {});
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body.data;
}

type Row = { group: { label: string; key: string } | null; figures: { quota: string | null; attainment: string | null } };
const quotasOf = (rows: readonly Row[]) => rows.map(({ figures }) => figures.quota);

describe('a quota', () => {
	const refused = async (quota: object, status: number, sentence: string, who?: Person) => {
		const answer = await set(quota, who);
		expect([answer.status, answer.body.errors?.[0].message]).toEqual([status, expect.stringContaining(sentence)]);
	};

	test('is somebody’s or a team’s', async () => {
		await refused({}, 400, 'Choose whose quota it is: a person or a team, not both.');
		await refused({ person: rep.id, team: cast.north }, 400, 'Choose whose quota it is: a person or a team, not both.');
	});

	test('starts with its period', async () => {
		await refused({ person: rep.id, starts_on: '2050-01-02' }, 400, 'The month in which 2050-01-02 lies starts on 2050-01-01: choose that day.');
		await refused({ person: rep.id, period: 'quarter', starts_on: '2050-06-01' }, 400, 'The quarter in which 2050-06-01 lies starts on 2050-04-01: choose that day.');
		await refused({ person: rep.id, period: 'year', starts_on: '2050-04-01' }, 400, 'The fiscal year in which 2050-04-01 lies starts on 2050-01-01: choose that day.');
		await refused({ person: rep.id, period: 'week' }, 400, 'Period must be month, quarter or year.');
		const { body } = await set({ person: rep.id, period: 'quarter', starts_on: '2050-04-01' });
		expect(body.data).toMatchObject({ starts_on: '2050-04-01', ends_on: '2050-06-30', parent_team: cast.north });
	});

	test('follows a fiscal year that starts in another month', async () => {
		await world.sql.query('UPDATE crm_settings SET fiscal_year_start = 4');
		try {
			await refused({ team: cast.north, period: 'year', starts_on: '2050-01-01' }, 400, 'The fiscal year in which 2050-01-01 lies starts on 2049-04-01: choose that day.');
			await refused({ team: cast.north, period: 'quarter', starts_on: '2050-03-01' }, 400, 'starts on 2050-01-01: choose that day.');
			expect((await set({ team: cast.north, period: 'year', starts_on: '2050-04-01' })).body.data).toMatchObject({ ends_on: '2051-03-31' });
			const { from, to, buckets } = await forecast({ interval: 'quarter', from: '2040-02-10', to: '2040-07-02' });
			expect([from, to, buckets.map(({ period }: { period: object }) => period)]).toEqual(['2040-02-10', '2040-07-02', [
				{ from: '2040-02-10', to: '2040-04-01', label: 'Q4 2040' }, { from: '2040-04-01', to: '2040-07-01', label: 'Q1 2041' }, { from: '2040-07-01', to: '2040-07-02', label: 'Q2 2041' },
			]]);
		} finally {
			await world.sql.query('UPDATE crm_settings SET fiscal_year_start = 1');
		}
	});

	test('is set once a period', async () => {
		await quotas({ person: rep.id });
		expect((await set({ person: rep.id })).status).toBe(400);
		expect((await set({ person: rep.id, period: 'year' })).status).toBe(200);
	});

	test('is set by managers for their teams, and by nobody for themselves', async () => {
		await quotas();
		expect((await set({ person: rep.id }, manager)).status).toBe(200);
		expect((await set({ team: cast.north }, manager)).status).toBe(200);
		await refused({ person: cast.stranger.id }, 403, 'You can set the quotas of teams that you belong to or manage', manager);
		await refused({ team: cast.south }, 403, 'You can set the quotas of teams that you belong to or manage', manager);
		expect((await set({ person: rep.id, starts_on: '2050-02-01' }, rep)).status).toBe(403);
		expect((await set({ team: cast.north, starts_on: '2050-02-01' }, cast.people.Viewer)).status).toBe(403);
		const [own] = (await world.api('/items/crm_quotas', { token: rep.token })).body.data;
		expect(own).toMatchObject({ person: rep.id });
		const { status } = await world.api(`/items/crm_quotas/${own.id}`, { method: 'PATCH', body: { person: cast.stranger.id }, token: manager.token });
		expect(status).toBe(403);
	});

	test('goes along to another team as long as it is not over', async () => {
		await quotas({ person: rep.id, starts_on: '2020-01-01' }, { person: rep.id, starts_on: '2050-01-01' });
		const teams = async () => (await world.sql.query('SELECT parent_team FROM crm_quotas ORDER BY starts_on')).rows.map((row) => row.parent_team);
		await world.sql.query('UPDATE directus_users SET team = $1 WHERE id = $2', [cast.south, rep.id]);
		expect(await teams()).toEqual([cast.north, cast.south]);
		await world.sql.query('UPDATE directus_users SET team = $1 WHERE id = $2', [cast.north, rep.id]);
	});
});

describe('the forecast is held against', () => {
	const quarters = { interval: 'quarter' };

	test('quotas of its own periods, before shorter ones, before a part of longer ones', async () => {
		await quotas(
			{ person: rep.id, period: 'year', starts_on: '2040-01-01', amount: '1000' },
			{ person: rep.id, period: 'quarter', starts_on: '2040-01-01', amount: '100.01' },
			...['2040-01-01', '2040-02-01', '2040-03-01', '2040-04-01'].map((starts_on) => ({ person: rep.id, starts_on, amount: '40' })),
		);
		expect(quotasOf((await forecast({ interval: 'year' })).buckets)).toEqual(['1000.00']);
		// The second: 40 of its month, and 1000 ÷ 12 of the two without one.
		expect(quotasOf((await forecast(quarters)).buckets)).toEqual(['100.01', '206.67', '250.00', '250.00']);
		expect(quotasOf((await forecast({})).buckets).slice(0, 6)).toEqual(['40.00', '40.00', '40.00', '40.00', '83.34', '83.33']);
		expect((await forecast(quarters)).buckets[0].figures).toMatchObject({ won: '40.00', attainment: '0.4000' });
	});

	test('a team’s own, else those of its people: never both', async () => {
		await quotas(
			{ person: rep.id, starts_on: '2040-01-01', amount: '50' }, { person: cast.teammate.id, starts_on: '2040-01-01', amount: '60' }, { team: cast.north, starts_on: '2040-01-01', amount: '100' },
			{ person: rep.id, starts_on: '2040-02-01', amount: '50' }, { person: cast.stranger.id, starts_on: '2040-02-01', amount: '70' },
		);
		expect(quotasOf((await forecast(quarters)).buckets)).toEqual(['220.00', null, null, null]);
		const byTeam = await forecast({ ...quarters, by: 'team' });
		expect(new Map(byTeam.byGroup.map(({ group, figures }: Row) => [group?.key, figures.quota]))).toEqual(new Map([[cast.north, '150.00'], [cast.south, '70.00']]));
		expect(byTeam.total.figures).toMatchObject({ quota: '220.00', attainment: '0.1818' });
		const byOwner = await forecast({ by: 'owner' });
		expect(new Map(byOwner.byGroup.map(({ group, figures }: Row) => [group?.key, figures.quota]))).toEqual(new Map([[rep.id, '100.00'], [cast.teammate.id, '60.00'], [cast.stranger.id, '70.00']]));
		expect(byOwner.total.figures.quota).toBe('230.00');
		expect((await forecast({ team: cast.north })).total.figures.quota).toBe('150.00');
		expect((await forecast({ owner: rep.id })).total.figures.quota).toBe('100.00');
		expect((await forecast({}, rep)).total.figures.quota).toBe('100.00');
		expect((await forecast({}, manager)).total.figures.quota).toBe('150.00');
	});

	test('none where it is not of all that counts', async () => {
		expect(quotasOf((await forecast({ by: 'stage' })).buckets).every((quota) => quota === null)).toBe(true);
		expect((await forecast({ by: 'stage' })).total.figures.quota).toBe('220.00');
		const { rows: [pipeline] } = await world.sql.query('SELECT id FROM crm_pipelines LIMIT 1');
		expect((await forecast({ pipeline: pipeline.id })).total.figures).toMatchObject({ quota: null, attainment: null });
	});

	test('is worth in another currency what it was on its first day', async () => {
		await world.sql.query("INSERT INTO crm_exchange_rates (id, from_currency, to_currency, rate, valid_on) VALUES (gen_random_uuid(), 'USD', 'EUR', 0.5, '2000-01-01')");
		await quotas({ person: rep.id, starts_on: '2040-01-01', amount: '50', currency: 'USD' });
		expect((await forecast({})).total.figures.quota).toBe('25.00');
		expect((await forecast({ currency: 'USD' })).total.figures.quota).toBe('50.00');
	});
});

test('coverage is what may still close against what is left of the quota', async () => {
	await quotas({ person: rep.id, starts_on: '2040-01-01', amount: '130' });
	const { body: { data: deal } } = await world.api('/items/crm_opportunities', { body: { name: 'Open', owner: rep.id, amount: '50', currency: 'EUR', close_date: '2040-01-31' } });
	const metrics = async () => (await world.api('/crm/pipeline/metrics?from=2040-01-01&to=2040-02-01')).body.data;
	expect(await metrics()).toMatchObject({ quota: '130.00', coverage: '0.5000', leaders: [{ quota: '130.00', attainment: '0.2308' }] });
	await world.api(`/items/crm_opportunities/${deal.id}`, { method: 'PATCH', body: { forecast_category: 'omitted' } });
	expect(await metrics()).toMatchObject({ coverage: '0.0000' });
});
