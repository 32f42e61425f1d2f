import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { ADMIN, startWorld, type World } from '../support/index.ts';
import { type Cast, castOf, created, type Person } from './cast.ts';

/** The page of rights in a browser, by the keyboard alone. */
let world: World;
let browser: Browser;
let admin: Visitor;
let cast: Cast;

beforeAll(async () => {
	[world, browser] = await Promise.all([startWorld({ env: { SERVE_APP: 'true' } }), launchBrowser()]);
	cast = await castOf(world);
	for (const company of ['First of somebody else', 'Second of somebody else']) await created(world, 'crm_leads', { company, owner: cast.stranger.id });
	admin = await logIn(browser, world.url);
}, 180_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

/** How somebody of the cast signs in. */
const accountOf = ({ token }: Person) => ({ email: `${token.replace('token-', '')}@example.com`, password: token.replace('token-', 'password-') });

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? (document.activeElement as HTMLElement | null)?.innerText.replace(/\s+/g, ' ').trim());
const reads = (page: Page) => page.evaluate(() => document.body.innerText.replace(/\s+/g, ' '));
const press = async (page: Page, ...keys: Parameters<Page['keyboard']['press']>[0][]) => {
	for (const key of keys) await page.keyboard.press(key);
};
const click = async (page: Page, selector: string) => (await page.waitForSelector(selector, { timeout: 20_000 }))?.evaluate((element) => (element as HTMLElement).click());
const is = (page: Page, label: string) => expect.poll(() => focused(page), { timeout: 10_000 }).toContain(label);

describe('an administrator', () => {
	it('goes through the table by the arrow keys, and hears each cell as a sentence', { timeout: 120_000 }, async () => {
		const { page } = admin;
		await admin.open('/admin/crm-access');
		await (await page.waitForSelector('[role=gridcell][tabindex="0"]', { timeout: 20_000 }))?.focus();
		expect(await page.$$eval('[role=gridcell][tabindex="0"]', (stops) => stops.length)).toBe(1);
		await is(page, 'Sales Rep may read Leads: own or waiting for the team; create; update: own or waiting for the team.');
		await press(page, 'ArrowRight');
		await is(page, 'Sales Manager may read Leads: own or team');
		await press(page, 'ArrowDown');
		await is(page, 'Sales Manager may read Accounts: own or team');
		await press(page, 'End');
		await is(page, 'Administrator may do everything with Accounts.');
		await press(page, 'Home', 'ArrowUp', 'ArrowUp');
		await is(page, 'Sales Rep may read Leads');
	});

	it('changes a cell, and the list of somebody with that role follows at once', { timeout: 120_000 }, async () => {
		const rep = cast.people['Sales Rep'];
		const visitor = await logIn(browser, world.url, accountOf(rep));
		await visitor.open('/admin/content/crm_leads');
		expect(await reads(visitor.page)).not.toContain('of somebody else');

		const { page } = admin;
		await page.bringToFront();
		await press(page, 'Enter');
		await page.waitForSelector('[role=radiogroup]', { timeout: 10_000 });
		await is(page, 'own or waiting for the team Rows that they own');
		await press(page, 'ArrowUp', 'ArrowUp', 'ArrowUp');
		await is(page, 'all Every row');
		await press(page, 'Enter');
		await expect.poll(() => reads(page), { timeout: 10_000 }).toContain('Sales Rep may now read Leads: all.');
		expect(await reads(page)).toContain('Cardinal’s default is “own or waiting for the team”.');

		await visitor.page.bringToFront();
		await visitor.open('/admin/content/crm_leads');
		await expect.poll(() => reads(visitor.page), { timeout: 15_000 }).toContain('Second of somebody else');

		await page.bringToFront();
		await press(page, 'Escape');
		await is(page, 'Sales Rep may read Leads: all; create; update: own or waiting for the team. This differs from Cardinal’s default.');
		await click(page, '::-p-xpath(//button[normalize-space()="Undo"])');
		await expect.poll(() => reads(page), { timeout: 10_000 }).not.toContain('Undo');
		await expect.poll(() => page.$eval('[data-cell="Sales Rep crm_leads"]', (cell) => cell.getAttribute('aria-label')), { timeout: 10_000 }).toContain('own or waiting for the team; create');

		await visitor.page.bringToFront();
		await visitor.open('/admin/content/crm_leads');
		expect(await reads(visitor.page)).not.toContain('of somebody else');
		expect([...admin.complaints, ...visitor.complaints]).toEqual([]);
		await visitor.close();
	});

	it('is told what can’t be, where it was tried', { timeout: 120_000 }, async () => {
		const { page } = admin;
		await page.bringToFront();
		await admin.open('/admin/crm-access');
		await click(page, '[data-cell="Support crm_leads"]');
		await click(page, '::-p-xpath(//button[contains(@class, "head")][contains(., "Delete")])');
		await click(page, '::-p-xpath(//*[@role="radiogroup"][@aria-label="Delete Leads"]//*[@role="radio"][contains(., "Every row")])');
		await expect.poll(() => reads(page), { timeout: 10_000 }).toContain('Support can’t see Leads. Let them read before they delete.');
		expect((await world.api('/permissions?filter[policy][name][_eq]=Support&filter[collection][_eq]=crm_leads')).body.data).toEqual([]);
		admin.complaints.length = 0; // it was refused, as it should
	});

	it('finds a collection by its name, and keeps the view when the page is loaded again', { timeout: 120_000 }, async () => {
		const { page } = admin;
		await admin.open('/admin/crm-access');
		await page.locator('[aria-label="Find a collection"]').fill('exchange');
		await expect.poll(() => page.$$eval('tbody th[scope=row]', (rows) => rows.map((row) => row.textContent?.trim().split(/\s+/).slice(-2).join(' ')))).toEqual(['Exchange rates']);
		await page.reload();
		await page.waitForSelector('[role=gridcell]', { timeout: 20_000 });
		expect(await page.$$eval('tbody th[scope=row]', (rows) => rows.length)).toBe(1);
	});

	it('sees one role at a time on a phone', { timeout: 120_000 }, async () => {
		const visitor = await logIn(browser, world.url, { ...ADMIN, width: 390, height: 844 });
		await visitor.open('/admin/crm-access');
		await visitor.page.waitForSelector('[data-cell="Sales Rep crm_leads"]', { timeout: 20_000 });
		expect(await visitor.page.$$('[role=grid]')).toEqual([]);
		expect(await visitor.page.$$eval('[data-cell]', (cells) => new Set(cells.map((cell) => cell.getAttribute('data-cell')?.split(' crm_')[0])).size)).toBe(1);
		expect(await visitor.page.$eval('.page', (body) => body.scrollWidth <= window.innerWidth)).toBe(true);
		expect(visitor.complaints).toEqual([]);
		await visitor.close();
	});
});

it('others have no such page', { timeout: 120_000 }, async () => {
	const visitor = await logIn(browser, world.url, accountOf(cast.people['Sales Manager']));
	expect(await visitor.page.$('a[href="/admin/crm-access"]')).toBeNull();
	await visitor.close();
});
