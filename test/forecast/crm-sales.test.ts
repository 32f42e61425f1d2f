import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Forecast } from '../../extensions/crm/src/domain/forecast/question.ts';
import { idOf } from '../../schema/apply/access.ts';
import { importInto, readMapping } from '../imports/support.ts';
import { startWorld, type World } from '../support/index.ts';

/** The forecast of another CRM's export, against a plain reading of its files. */
const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'crm-sales');

const steps = [
	['sales_teams.csv', 'managers'], ['sales_teams.csv', 'teams'], ['sales_teams.csv', 'agents'], ['accounts.csv', 'accounts'], ['products.csv', 'products'], ['sales_pipeline.csv', 'opportunities'],
] as const;

const all = { from: '2016-07-01', to: '2018-01-01' };

describe.skipIf(!existsSync(folder))('the forecast of another CRM’s export (../shared/data/crm-sales)', () => {
	let world: World;
	let people: Map<string, string>;

	beforeAll(async () => {
		world = await startWorld();
		await world.api('/items/crm_settings', { method: 'PATCH', body: { base_currency: 'USD' } });
		for (const [file, mapping] of steps) {
			const { status, body } = await importInto(world, { file: readFileSync(join(folder, file), 'utf8'), name: file, mapping: readMapping(mapping) });
			if (status !== 200) throw new Error(JSON.stringify(body));
		}
		const { rows } = await world.sql.query("SELECT id, first_name || ' ' || last_name AS name FROM directus_users WHERE title = 'Sales agent'");
		people = new Map(rows.map(({ id, name }) => [name, id]));
	}, 300_000);
	afterAll(() => world?.stop());

	const forecast = async (parameters: Record<string, string>, token = world.token): Promise<Forecast> => {
		const { status, body } = await world.api(`/crm/forecast?${new URLSearchParams(parameters)}`, { token });
		if (status !== 200) throw new Error(JSON.stringify(body));
		return body.data;
	};

	const deals = () => readRows('sales_pipeline.csv');
	const won = (of = deals()) => of.filter((deal) => deal['deal_stage'] === 'Won');
	const worth = (of: Row[]) => of.reduce((sum, deal) => sum.plus(deal['close_value'] || 0), Big(0)).toFixed(2);
	const by = (of: Row[], key: (deal: Row) => string) => Object.fromEntries([...Map.groupBy(of, key)].map(([name, members]) => [name, worth(members)]));
	const monthOf = (deal: Row) => (deal['close_date'] ?? '').slice(0, 7);
	const nonZero = (rows: [string, string][]) => Object.fromEntries(rows.filter(([, amount]) => amount !== '0.00'));

	test('won by month is that of the file', async () => {
		const { buckets, total } = await forecast(all);
		expect(nonZero(buckets.map(({ period, figures }) => [period.label, figures.won]))).toEqual(by(won(), monthOf));
		expect(total.figures).toMatchObject({ won: worth(won()), counts: { won: won().length, lost: deals().filter((deal) => deal['deal_stage'] === 'Lost').length } });
	});

	test('so it is by rep, by manager’s team and by product, and their sums are the total', async () => {
		const { total } = await forecast(all);
		const sum = (cut: Forecast) => cut.byGroup.reduce((amount, { figures }) => amount.plus(figures.won), Big(0)).toFixed(2);
		const byOwner = await forecast({ ...all, by: 'owner' });
		expect(nonZero(byOwner.byGroup.map(({ group, figures }) => [group.label, figures.won]))).toEqual(by(won(), (deal) => deal['sales_agent'] ?? ''));
		const byProduct = await forecast({ ...all, by: 'product' });
		expect(nonZero(byProduct.byGroup.map(({ group, figures }) => [group.label, figures.won]))).toEqual(by(won(), ({ product = '' }) => (product === 'GTXPro' ? 'GTX Pro' : product)));
		const byTeam = await forecast({ ...all, by: 'team' });
		for (const cut of [byOwner, byProduct, byTeam]) expect([sum(cut), cut.total]).toEqual([total.figures.won, total]);
	});

	test('a rep’s own is the sum of the rep’s deals, and nothing of anybody else’s', async () => {
		const [name = '', id = ''] = [...people][3] ?? [];
		await world.api(`/users/${id}`, { method: 'PATCH', body: { role: idOf('directus_roles', 'sales_rep'), status: 'active', token: 'token-of-agent' } });
		const own = won().filter((deal) => deal['sales_agent'] === name);
		const seen = await forecast(all, 'token-of-agent');
		expect(nonZero(seen.buckets.map(({ period, figures }) => [period.label, figures.won]))).toEqual(by(own, monthOf));
		expect(seen).toEqual(await forecast({ ...all, owner: id }));
		expect((await forecast({ ...all, by: 'owner' }, 'token-of-agent')).groups).toEqual([{ key: id, label: name }]);
		expect(seen.undated.count).toBe(deals().filter((deal) => deal['sales_agent'] === name && deal['close_date'] === '').length);
	});

	test('open deals have no close date there, and are reported apart', async () => {
		expect((await forecast(all)).undated).toEqual({ count: deals().filter((deal) => deal['close_date'] === '').length, amount: '0.00', weighted: '0.00' });
	});

	test('a span in which nothing was gives zeros', async () => {
		const { buckets, total } = await forecast({ from: '2010-01-01', to: '2011-01-01', interval: 'quarter' });
		expect(buckets).toHaveLength(4);
		for (const { figures } of [...buckets, total]) expect([figures.won, figures.forecast, figures.counts.won, figures.counts.open]).toEqual(['0.00', '0.00', 0, 0]);
	});

	test('win rate and cycle are those of the file', async () => {
		const { body } = await world.api('/crm/pipeline/metrics?from=2017-01-01&to=2018-01-01');
		const lost = deals().filter((deal) => deal['deal_stage'] === 'Lost').length;
		const days = won().reduce((sum, deal) => sum + (Date.parse(deal['close_date'] ?? '') - Date.parse(deal['engage_date'] ?? '')) / 86_400_000, 0);
		expect(body.data).toMatchObject({
			winRate: { value: Big(won().length).div(won().length + lost).toFixed(4) },
			wonAmount: { value: worth(won()) },
			cycleDays: { value: Big(days).div(won().length).toFixed(1) },
		});
	});
});

type Row = { [column: string]: string };

/** The files have no quotes in them: split is enough, and independent of the parser under test. */
function readRows(name: string): Row[] {
	const [header = '', ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/);
	const columns = header.split(',');
	return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [columns[index] ?? '', cell])));
}
