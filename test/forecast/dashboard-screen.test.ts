import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast, Metrics } from '../../extensions/crm/src/domain/forecast/question.ts';
import { formatAmount } from '../../extensions/crm/src/studio/money/format-amount.ts';
import { idOf } from '../../schema/apply/dashboards.ts';
import { castOf, type Cast, created, type Person } from '../rights/cast.ts';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';
import { pastDeal, stage } from './history.ts';

/** The dashboard “Sales” in a browser: a manager of North, a rep of North, and somebody who sees no deals. */
let world: World;
let browser: Browser;
let cast: Cast;

const path = `/admin/insights/${idOf('directus_dashboards', 'sales')}`;
const year = new Date().getUTCFullYear();
const span = { from: `${year}-01-01`, to: `${year + 1}-01-01` };
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
	[world, browser] = await Promise.all([startWorld({ env: { SERVE_APP: 'true' } }), launchBrowser()]);
	cast = await castOf(world);
	const { teammate, stranger, people: { 'Sales Rep': rep } } = cast;
	const product = await created(world, 'crm_products', { name: 'Box' });
	const open = (name: string, amount: string, owner: Person, more: object = {}) => created(world, 'crm_opportunities', { name, amount, currency: 'EUR', owner: owner.id, opened_on: '2020-01-01', stage: stage('proposal'), close_date: `${year}-12-31`, ...more });

	await open('Commit', '1000', rep, { stage: stage('negotiation'), forecast_category: 'commit' });
	await open('Best case', '500.50', rep, { forecast_category: 'best_case' });
	await open('Pipeline', '300', teammate, { forecast_category: 'pipeline' });
	await open('Omitted', '9000', rep, { forecast_category: 'omitted' });
	await open('Archived', '7000', rep, { archived: true });
	await open('Next year', '8000', rep, { close_date: span.to });
	await open('Undated', '50', rep, { close_date: null });
	await open('Overdue', '10', teammate, { forecast_category: 'commit', close_date: `${year}-01-01` });
	await open('Elsewhere', '4000', stranger, { forecast_category: 'commit' });
	await open('With a box', '0', rep, { forecast_category: 'commit', lines: { create: [{ product: product['id'], quantity: '2', unit_price: '60' }], update: [], delete: [] } });
	for (const [name, amount, owner] of [['Mine', '1234.56', rep], ['=Theirs', '800', teammate], ['Of South', '6000', stranger]] as const) {
		await pastDeal(world, { name, amount, owner: owner.id, path: [['proposal', `${year}-01-01T00:00:00Z`], ['won', `${today}T00:00:01Z`]] });
	}
	await pastDeal(world, { name: 'Lost', amount: '999', owner: rep.id, path: [['proposal', `${year}-01-01T00:00:00Z`], ['lost', `${today}T00:00:01Z`]] });
	await pastDeal(world, { name: 'Stands still', amount: '77', owner: rep.id, close_date: `${year}-12-31`, path: [['proposal', '2020-01-01T00:00:00Z']] });
	await created(world, 'crm_quotas', { person: rep.id, period: 'year', starts_on: span.from, amount: '12000', currency: 'EUR' });
}, 180_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

const asked = async <Answer>(address: string, { token }: Person): Promise<Answer> => (await world.api(address, { token })).body.data;
const forecastOf = (person: Person, more = '') => asked<Forecast>(`/crm/forecast?from=${span.from}&to=${span.to}${more}`, person);
const metricsOf = (person: Person) => asked<Metrics>('/crm/pipeline/metrics', person);
const exactly = (amount: string) => formatAmount(amount, { locale: 'en-US', currency: 'EUR' });
const reads = (page: Page, selector = 'body') => page.$eval(selector, (element) => (element as HTMLElement).innerText.replace(/\s+/g, ' '));

async function opened(person: Person): Promise<Visitor> {
	const visitor = await logIn(browser, world.url, person);
	await visitor.page.evaluate(() => localStorage.setItem('sidebar-collapsed', 'true'));
	await visitor.open(path);
	return visitor;
}

/** The table of the forecast panel: the exact amount behind each figure that opens deals. */
const table = (page: Page) => page.$$eval('[data-figure]', (buttons) => Object.fromEntries(buttons.map((button) => [button.getAttribute('data-figure') ?? '', button.getAttribute('title') ?? ''])));

/** Opens a figure and says how many deals, and which, the drawer shows; then closes it. */
async function openFigure({ page, settled }: Visitor, figure: string): Promise<{ says: string; deals: string[] }> {
	await page.focus(`[data-figure="${figure}"]`);
	await page.keyboard.press('Enter');
	await page.waitForSelector('.v-drawer [data-deal]', { timeout: 15_000 });
	await settled();
	const says = await reads(page, '.v-drawer .sum');
	const deals = await page.$$eval('.v-drawer [data-deal] .name', (names) => names.map((name) => name.textContent ?? ''));
	await page.keyboard.press('Escape');
	await page.waitForFunction(() => document.querySelector('.v-drawer [data-deal]') === null, { timeout: 10_000 });
	return { says, deals: deals.sort() };
}

describe('a manager', () => {
	let manager: Person;
	let visitor: Visitor;

	beforeAll(async () => {
		manager = cast.people['Sales Manager'];
		visitor = await opened(manager);
	});
	afterAll(() => visitor?.close());

	it('sees what the endpoint answers, in a chart, in a table and in figures', { timeout: 120_000 }, async () => {
		const { page } = visitor;
		await page.waitForSelector('[data-figure="total forecast"]', { timeout: 30_000 });
		const [{ total, buckets }, metrics] = await Promise.all([forecastOf(manager), metricsOf(manager)]);
		expect(total.figures).toMatchObject({ won: '2034.56', commit: '1130.00', counts: { won: 2, lost: 1 } });

		const shown = await table(page);
		for (const figure of ['won', 'commit', 'bestCase', 'pipeline', 'weighted', 'forecast'] as const) {
			expect(shown[`total ${figure}`], figure).toBe(exactly(total.figures[figure]));
			for (const { period, figures } of buckets) expect(shown[`${period.from} ${figure}`] ?? exactly('0'), `${figure} ${period.label}`).toBe(exactly(figures[figure]));
		}
		expect(await page.$eval('.chart', (chart) => chart.getAttribute('aria-label'))).toContain('Won €2K, Commit €1.1K');
		expect(await page.$$eval('.chart svg path', (bars) => bars.length)).toBeGreaterThan(8);

		const text = await reads(page);
		expect(text).toContain('1 deal without a close date');
		expect(text).toContain(`Open deals ${metrics.openCount}`);
		expect(metrics.leaders.map(({ owner }) => owner.name).every((name) => text.includes(name))).toBe(true);
		expect(text).toContain('Stands still');
		expect(text).not.toContain('Elsewhere');
		expect(visitor.complaints).toEqual([]);
	});

	it('opens every figure down to exactly its deals, by the keyboard', { timeout: 120_000 }, async () => {
		const found: Record<string, { says: string; deals: string[] }> = {};
		for (const figure of ['won', 'commit', 'bestCase', 'pipeline', 'weighted', 'forecast', 'overdue']) found[figure] = await openFigure(visitor, `total ${figure}`);
		const { counts } = (await forecastOf(manager)).total.figures;
		const open = counts.commit + counts.bestCase + counts.pipeline;
		expect(Object.fromEntries(Object.entries(found).map(([figure, { says, deals }]) => [figure, [says.split(' ')[0], deals.length]]))).toEqual(
			Object.fromEntries(Object.entries({ won: counts.won, commit: counts.commit, bestCase: counts.bestCase, pipeline: counts.pipeline, weighted: open, forecast: counts.won + open, overdue: counts.overdue }).map(([figure, count]) => [figure, [String(count), count]])),
		);
		expect(found['won']?.deals).toEqual(['=Theirs', 'Mine']);
		expect(found['commit']?.deals).toEqual(['Commit', 'Overdue', 'With a box']);
		expect(found['overdue']?.deals).toContain('Overdue');
		expect((await openFigure(visitor, `${today.slice(0, 7)}-01 won`)).deals).toEqual(['=Theirs', 'Mine']);
	});

	it('tells owners and products apart, and opens theirs alone', { timeout: 120_000 }, async () => {
		const { page, settled } = visitor;
		const choose = async (text: string) => {
			await page.click('[aria-label="Show"]');
			await (await page.waitForSelector(`::-p-xpath(//*[contains(@class, "v-list-item")][normalize-space()="${text}"])`, { timeout: 10_000 }))?.click();
			await settled();
		};
		await choose('by owner');
		const rep = cast.people['Sales Rep'];
		await page.waitForSelector(`[data-figure="${rep.id} won"]`, { timeout: 15_000 });
		const byOwner = await forecastOf(manager, '&by=owner');
		expect((await table(page))[`${rep.id} won`]).toBe(exactly(byOwner.byGroup.find(({ group }) => group.key === rep.id)?.figures.won ?? ''));
		expect((await openFigure(visitor, `${rep.id} won`)).deals).toEqual(['Mine']);

		await choose('by product');
		const { groups } = await forecastOf(manager, '&by=product');
		const box = groups.find(({ label }) => label === 'Box')?.key;
		await page.waitForSelector(`[data-figure="${box} commit"]`, { timeout: 15_000 });
		expect((await openFigure(visitor, `${box} commit`)).deals).toEqual(['With a box']);
		expect((await openFigure(visitor, '- commit')).deals).toEqual(['Commit', 'Overdue']);
	});

	it('finds the view as it was left, and takes it away as CSV that no spreadsheet runs', { timeout: 120_000 }, async () => {
		const { page, settled } = visitor;
		await page.reload();
		await settled();
		await page.waitForSelector('[data-figure="- commit"]', { timeout: 20_000 });
		await page.evaluate(() => {
			const make = URL.createObjectURL.bind(URL);
			URL.createObjectURL = (blob) => {
				void (blob as Blob).text().then((text) => document.body.setAttribute('data-csv', text));
				return make(blob);
			};
		});
		const csv = async (button: string) => {
			await page.evaluate(() => document.body.removeAttribute('data-csv'));
			await page.click(`[aria-label="${button}"]`);
			await page.waitForSelector('[data-csv]', { timeout: 10_000 });
			return page.$eval('[data-csv]', (body) => body.getAttribute('data-csv') ?? '');
		};
		const { total } = await forecastOf(manager, '&by=product');
		expect((await csv('Export as CSV')).split('\r\n')).toContainEqual(expect.stringMatching(`^Total,${total.figures.won},${total.figures.commit},`));

		await page.click('[data-figure="total won"]');
		await page.waitForSelector('.v-drawer [data-deal]', { timeout: 15_000 });
		expect(await csv('Export these deals as CSV')).toContain('"\'=Theirs"');
		await page.keyboard.press('Escape');
		expect(visitor.complaints).toEqual([]);
	});

	it('sees what colleagues change without a reload', { timeout: 60_000 }, async () => {
		const before = (await forecastOf(manager)).total.figures.bestCase;
		await created(world, 'crm_opportunities', { name: 'Just now', amount: '111', currency: 'EUR', owner: cast.teammate.id, stage: stage('proposal'), forecast_category: 'best_case', close_date: `${year}-12-31` });
		const { bestCase } = (await forecastOf(manager)).total.figures;
		expect(Number(bestCase)).toBe(Number(before) + 111);
		await expect.poll(async () => (await table(visitor.page))['total bestCase'], { timeout: 20_000 }).toBe(exactly(bestCase));
	});
});

it('a rep sees their own alone, and opens what stands still', { timeout: 120_000 }, async () => {
	const rep = cast.people['Sales Rep'];
	const visitor = await opened(rep);
	const { page } = visitor;
	await page.waitForSelector('[data-figure="total forecast"]', { timeout: 30_000 });
	const { total } = await forecastOf(rep);
	expect(total.figures).toMatchObject({ won: '1234.56', quota: '12000.00' });
	const shown = await table(page);
	for (const figure of ['won', 'commit', 'weighted', 'forecast'] as const) expect(shown[`total ${figure}`], figure).toBe(exactly(total.figures[figure]));
	expect((await openFigure(visitor, 'total won')).deals).toEqual(['Mine']);
	const text = await reads(page);
	expect(text).toContain('10%');
	expect(text).not.toContain('Teammate');

	await page.click('.v-workspace [data-deal] .name');
	await page.waitForSelector('.v-drawer [data-field="name"] input', { timeout: 20_000 });
	await expect.poll(() => page.$eval('.v-drawer [data-field="name"] input', (input) => (input as HTMLInputElement).value), { timeout: 15_000 }).toBe('Stands still');
	expect(visitor.complaints).toEqual([]);
	await visitor.close();
});

it('somebody who sees no deals is told so in a sentence', { timeout: 120_000 }, async () => {
	const visitor = await opened(cast.people.Support);
	await visitor.page.waitForSelector('.v-workspace [role=alert]', { timeout: 30_000 });
	const text = await reads(visitor.page, '.v-workspace');
	expect(text).toContain('which your role may not see');
	expect(text).not.toMatch(/unexpected error|undefined|null|crm_/i);
	await visitor.close();
});
