import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { contentOf, importInto, readMapping, type Report } from './support.ts';

/**
 * A CSV export of another CRM, brought in file by file. What Cardinal then says of it, through Directus' own aggregates,
 * must be what a plain reading of the files says, to the cent.
 */

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'crm-sales');

const steps = [
	{ file: 'sales_teams.csv', mapping: 'managers', rows: 35, created: 6 },
	{ file: 'sales_teams.csv', mapping: 'teams', rows: 35, created: 6 },
	{ file: 'sales_teams.csv', mapping: 'agents', rows: 35, created: 35 },
	{ file: 'accounts.csv', mapping: 'accounts', rows: 85, created: 85 },
	{ file: 'products.csv', mapping: 'products', rows: 7, created: 7 },
	{ file: 'sales_pipeline.csv', mapping: 'opportunities', rows: 8800, created: 8800 },
] as const;

describe.skipIf(!existsSync(folder))('the export of another CRM (../shared/data/crm-sales)', () => {
	let world: World;

	beforeAll(async () => {
		world = await startWorld();
		// A seller in the United States: deals of 2017 in dollars need no exchange rate.
		const { status, body } = await world.api('/items/crm_settings', { method: 'PATCH', body: { base_currency: 'USD' } });
		if (status !== 200) throw new Error(JSON.stringify(body));
	});
	afterAll(() => world?.stop());

	const bringIn = async ({ file, mapping, lines, dryRun = false }: { file: string; mapping: string; lines?: number; dryRun?: boolean }): Promise<Report> => {
		const text = readFileSync(join(folder, file), 'utf8');
		const { status, body } = await importInto(world, { file: lines === undefined ? text : text.split('\n').slice(0, lines + 1).join('\n'), name: file, mapping: readMapping(mapping), dryRun });
		if (status !== 200) throw new Error(JSON.stringify(body));
		return body.data;
	};

	describe('goes in', { timeout: 300_000 }, () => {
		test.for(steps)('$mapping, after a dry run that says the same and writes nothing', async ({ file, mapping, rows, created }) => {
			const before = await contentOf(world);
			const dry = await bringIn({ file, mapping, dryRun: true, lines: Math.min(rows, 300) });
			expect(dry).toMatchObject({ dryRun: true, id: null, rows: { total: Math.min(rows, 300), created: Math.min(created, 300), failed: 0 } });
			expect(await contentOf(world)).toEqual(before);

			const start = performance.now();
			const report = await bringIn({ file, mapping });
			const seconds = (performance.now() - start) / 1000;
			if (rows > 1000) console.log(`${rows} ${mapping} with their product lines and history in ${seconds.toFixed(1)} s`);
			expect(report.errors).toEqual([]);
			// One row a manager, and several agents each: the same row twice is one record.
			expect(report.rows).toEqual({ total: rows, created, updated: 0, unchanged: rows - created, skipped: 0, failed: 0 });
			expect(seconds).toBeLessThan(200);
		});
	});

	describe('and then Cardinal’s own figures are those of the files', () => {
		const deals = () => readRows('sales_pipeline.csv');
		const managerOf = new Map(existsSync(folder) ? readRows('sales_teams.csv').map((row) => [row['sales_agent'], row['manager'] ?? '']) : []);
		const won = () => deals().filter((deal) => deal['deal_stage'] === 'Won');
		const value = (deal: Row) => Big(deal['close_value'] || 0);
		const inCents = (sums: Map<string, Big>) => Object.fromEntries([...sums].sort().map(([key, sum]) => [key, sum.toFixed(2)]));

		const ask = async (collection: string, query: string): Promise<Aggregate[]> => {
			const { status, body } = await world.api(`/items/${collection}?limit=-1&${query}`);
			if (status !== 200) throw new Error(JSON.stringify(body));
			return body.data;
		};
		const isWon = 'filter[stage_kind][_eq]=won';
		const namesOf = async (collection: string, fields: string, name: (row: Aggregate) => string) => new Map((await ask(collection, `fields=id,${fields}`)).map((row) => [String(row.id), name(row)]));

		test('85 accounts, 7 products, 8,800 deals', async () => {
			for (const [collection, count] of [['crm_accounts', 85], ['crm_products', 7], ['crm_opportunities', 8800], ['crm_teams', 6]] as const) {
				expect(Number((await ask(collection, 'aggregate[count]=*'))[0]?.count), collection).toBe(count);
			}
		});

		test('every account has its parent, its industry and its revenue in dollars', async () => {
			const rows = await ask('crm_accounts', 'fields=name,industry,revenue,currency,parent.name');
			const expected = readRows('accounts.csv').map((row) => ({
				name: row['account'],
				industry: { technolgy: 'technology', medical: 'healthcare', employment: 'services', telecommunications: 'telecom' }[row['sector'] ?? ''] ?? row['sector'],
				// The file counts in millions.
				revenue: Big(row['revenue'] ?? 0).times(1_000_000).toFixed(4),
				currency: 'USD',
				parent: row['subsidiary_of'] ? { name: row['subsidiary_of'] } : null,
			}));
			expect(rows.sort(byName)).toEqual(expected.sort(byName));
		});

		test('every deal belongs to its agent, and so to the team of that agent’s manager', async () => {
			const rows = await ask('crm_opportunities', 'fields=external_id,owner.first_name,owner.last_name,team.manager.first_name,team.manager.last_name');
			const actual = new Map(rows.map((row) => [row.external_id, [fullName(row.owner), fullName(row.team.manager)]]));
			expect(actual).toEqual(new Map(deals().map((deal) => [deal['opportunity_id'], [deal['sales_agent'], managerOf.get(deal['sales_agent'])]])));
		});

		test('count by stage', async () => {
			const stages = await namesOf('crm_stages', 'name', ({ name }) => name);
			const rows = await ask('crm_opportunities', 'aggregate[count]=*&groupBy[]=stage');
			const expected = Map.groupBy(deals(), (deal) => ({ Engaging: 'Qualification' })[deal['deal_stage'] ?? ''] ?? deal['deal_stage']);
			expect(Object.fromEntries(rows.map((row) => [stages.get(row.stage), Number(row.count)]))).toEqual(Object.fromEntries([...expected].map(([stage, all]) => [stage, all.length])));
		});

		test('won value in total, and by month of closing', async () => {
			const [total] = await ask('crm_opportunities', `aggregate[sum]=amount&${isWon}`);
			expect(Big(total?.sum.amount).toFixed(2)).toBe(won().reduce((sum, deal) => sum.plus(value(deal)), Big(0)).toFixed(2));

			const rows = await ask('crm_opportunities', `aggregate[sum]=amount&groupBy[]=year(closed_at)&groupBy[]=month(closed_at)&${isWon}`);
			const months = new Map(rows.map((row) => [`${row.closed_at_year}-${String(row.closed_at_month).padStart(2, '0')}`, Big(row.sum.amount)]));
			expect(inCents(months)).toEqual(inCents(sumBy(won(), (deal) => (deal['close_date'] ?? '').slice(0, 7), value)));
		});

		test('won value by manager', async () => {
			const managers = await namesOf('crm_teams', 'manager.first_name,manager.last_name', ({ manager }) => fullName(manager));
			const rows = await ask('crm_opportunities', `aggregate[sum]=amount&groupBy[]=team&${isWon}`);
			expect(inCents(new Map(rows.map((row) => [managers.get(row.team) ?? '', Big(row.sum.amount)])))).toEqual(inCents(sumBy(won(), (deal) => managerOf.get(deal['sales_agent']) ?? '', value)));
		});

		test('won value by product, from the product lines', async () => {
			const products = await namesOf('crm_products', 'name', ({ name }) => name);
			const rows = await ask('crm_opportunity_lines', 'aggregate[sum]=amount&groupBy[]=product&filter[opportunity][stage_kind][_eq]=won');
			const expected = sumBy(won(), (deal) => (deal['product'] === 'GTXPro' ? 'GTX Pro' : deal['product'] ?? ''), value);
			expect(inCents(new Map(rows.map((row) => [products.get(row.product) ?? '', Big(row.sum.amount)])))).toEqual(inCents(expected));
		});

		test('win rate', async () => {
			const rows = await ask('crm_opportunities', 'aggregate[count]=*&groupBy[]=stage_kind');
			const count = Object.fromEntries(rows.map((row) => [row.stage_kind, Number(row.count)]));
			const lost = deals().filter((deal) => deal['deal_stage'] === 'Lost').length;
			expect(count).toEqual({ won: won().length, lost, open: deals().length - won().length - lost });
			expect(count['won'] / (count['won'] + count['lost'])).toBe(won().length / (won().length + lost));
		});

		test('mean days from engagement to winning', async () => {
			const days = won().map((deal) => (Date.parse(deal['close_date'] ?? '') - Date.parse(deal['engage_date'] ?? '')) / 86_400_000);
			const [row] = await ask('crm_opportunities', `aggregate[sum]=cycle_days&aggregate[count]=cycle_days&aggregate[avg]=cycle_days&${isWon}`);
			expect(Number(row?.count.cycle_days)).toBe(days.length);
			expect(Number(row?.sum.cycle_days)).toBe(days.reduce((sum, one) => sum + one, 0));
			expect(Number(row?.avg.cycle_days)).toBeCloseTo(days.reduce((sum, one) => sum + one, 0) / days.length, 10);
		});

		test('each deal has the history of its stages, with the times and the amounts of then', async () => {
			const { rows } = await world.sql.query<{ wrong: number; moves: string; deals: string }>(`
				SELECT count(*) AS moves, count(DISTINCT opportunity) AS deals,
					(count(*) FILTER (WHERE c.to_kind IN ('won', 'lost') AND (c.changed_at <> o.closed_at OR c.amount IS DISTINCT FROM o.amount OR c.from_stage_name <> 'Qualification')))::int AS wrong
				FROM crm_stage_changes c JOIN crm_opportunities o ON o.id = c.opportunity`);
			const closed = deals().filter((deal) => deal['close_date'] !== '').length;
			expect(rows[0]).toEqual({ moves: String(8800 + closed), deals: '8800', wrong: 0 });

			const [deal] = await ask('crm_opportunities', 'filter[external_id][_eq]=1C1I7A6R&fields=date_created,stage_entered_at,closed_at,opened_on,cycle_days,amount_base,stage_changes.*');
			expect(deal).toMatchObject({ date_created: '2016-10-20T00:00:00.000Z', stage_entered_at: '2017-03-01T00:00:00.000Z', closed_at: '2017-03-01T00:00:00.000Z', opened_on: '2016-10-20', cycle_days: 132, amount_base: '1054.0000' });
			expect(deal?.stage_changes.map((move: Aggregate) => [move.from_stage_name, move.to_stage_name, move.changed_at, move.seconds]).sort()).toEqual([
				['Qualification', 'Won', '2017-03-01T00:00:00.000Z', expect.toSatisfy((seconds) => Number(seconds) === 132 * 86_400)],
				[null, 'Qualification', '2016-10-20T00:00:00.000Z', null],
			].sort());
		});

		test('lost deals say that their reason was not recorded', async () => {
			const rows = await ask('crm_opportunities', 'aggregate[count]=*&groupBy[]=lost_reason');
			const reasons = await namesOf('crm_lost_reasons', 'name', ({ name }) => name);
			const lost = deals().filter((deal) => deal['deal_stage'] === 'Lost').length;
			expect(Object.fromEntries(rows.map((row) => [reasons.get(row.lost_reason) ?? 'none', Number(row.count)]))).toEqual({ 'Not recorded': lost, none: 8800 - lost });
		});
	});

	describe('and goes in again', { timeout: 300_000 }, () => {
		test('without a duplicate, a change or a revision, quickly', async () => {
			const before = await contentOf(world);
			const start = performance.now();
			for (const { file, mapping, rows } of steps) {
				const report = await bringIn({ file, mapping });
				expect(report.rows, mapping).toEqual({ total: rows, created: 0, updated: 0, unchanged: rows, skipped: 0, failed: 0 });
			}
			console.log(`all files a second time in ${((performance.now() - start) / 1000).toFixed(1)} s`);
			const after = await contentOf(world);
			expect({ ...after, crm_imports: before['crm_imports'] }).toEqual(before);
		});

		test('what changed in the file, and only that, is changed', async () => {
			const [header = '', first = ''] = readFileSync(join(folder, 'sales_pipeline.csv'), 'utf8').split('\n');
			const { status, body } = await importInto(world, { file: [header, first.replace('GTX Plus Basic', 'GTK 500').replace('1054', '1054.50')].join('\n'), mapping: readMapping('opportunities') });
			expect([status, body.data?.rows.updated]).toEqual([200, 1]);
			const { rows } = await world.sql.query(`SELECT o.amount, array_agg(p.name) AS products, sum(l.amount) AS lines FROM crm_opportunities o JOIN crm_opportunity_lines l ON l.opportunity = o.id
				JOIN crm_products p ON p.id = l.product WHERE o.external_id = '1C1I7A6R' GROUP BY o.id`);
			expect(rows).toEqual([{ amount: '1054.5000', products: ['GTK 500'], lines: '1054.5000' }]);
		});
	});
});

type Row = { [column: string]: string };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into whatever came back
type Aggregate = any;

/** The files have no quotes in them: split is enough, and independent of the parser under test. */
function readRows(name: string): Row[] {
	const [header = '', ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/);
	const columns = header.split(',');
	return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [columns[index] ?? '', cell])));
}

function sumBy(rows: Row[], key: (row: Row) => string, value: (row: Row) => Big): Map<string, Big> {
	const groups = Map.groupBy(rows, key);
	return new Map([...groups].map(([name, members]) => [name, members.reduce((sum, row) => sum.plus(value(row)), Big(0))]));
}

function fullName({ first_name: first, last_name: last }: { first_name: string; last_name: string }): string {
	return `${first} ${last}`;
}

function byName(a: { name?: string }, b: { name?: string }): number {
	return (a.name ?? '') < (b.name ?? '') ? -1 : 1;
}
