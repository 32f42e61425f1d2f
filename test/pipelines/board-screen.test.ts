import { mkdirSync } from 'node:fs';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { type Colleague, found, hire, made } from '../rights/hire.ts';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';

/** The board in people's hands: a rep moves deals by mouse and by keyboard, and the manager sees it happen. */
let world: World;
let browser: Browser;
let rep: Colleague;
let manager: Colleague;
let atRep: Visitor;
let atManager: Visitor;
/** What the server told the manager's browser without being asked. */
const told: string[] = [];

const stage = (name: string) => referenceId('crm_stages', `sales/${name}`);
const patient = { timeout: 15_000 };

beforeAll(async () => {
	[world, browser] = await Promise.all([startWorld({ env: { SERVE_APP: 'true' } }), launchBrowser()]);
	const team = await found(world, { name: 'Nord' });
	[rep, manager] = [await hire(world, { role: 'sales_rep', name: 'Rosa', team }), await hire(world, { role: 'sales_manager', name: 'Mona', team })];
	for (const name of ['Delta', 'Charlie', 'Bravo', 'Alpha']) await deal(name, { stage: stage('prospecting'), amount: '1000' });
	await deal('Oscar', { stage: stage('negotiation'), amount: '5000.50' });
	[atRep, atManager] = [await logIn(browser, world.url, { ...rep, width: 1600, height: 1000 }), await logIn(browser, world.url, { ...manager, width: 1600, height: 1000 })];
	const cdp = await atManager.page.createCDPSession();
	await cdp.send('Network.enable');
	cdp.on('Network.webSocketFrameReceived', ({ response }) => void told.push(response.payloadData));
	for (const { page } of [atRep, atManager]) await page.evaluate(() => localStorage.setItem('sidebar-collapsed', 'true'));
}, 240_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

const deal = async (name: string, facts: object = {}): Promise<string> => {
	const { status, body } = await rep.create('crm_opportunities', { name, currency: 'EUR', close_date: '2099-01-01', ...facts });
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body.data.id;
};
const column = (name: string) => `.column[data-stage="${stage(name)}"]`;
const cards = (page: Page, name: string) => page.$$eval(`${column(name)} .card .open`, (all) => all.map((one) => one.textContent));
const head = (page: Page, name: string) => page.$eval(`${column(name)} header`, (one) => (one as HTMLElement).innerText.replace(/\s+/g, ' ').trim());
const said = (page: Page) => page.$eval('.board [role=status]', (one) => one.textContent ?? '');
const message = (page: Page) => page.$eval('.message p', (one) => one.textContent ?? '').catch(() => '');
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest('.card')?.querySelector('.open')?.textContent ?? null);
const stageOf = async (name: string) => (await world.sql.query<{ stage: string }>('SELECT s.name AS stage FROM crm_opportunities o JOIN crm_stages s ON s.id = o.stage WHERE o.name = $1', [name])).rows[0]?.stage;
const cardOf = async (page: Page, name: string) => (await page.waitForSelector(`::-p-xpath(//li[contains(@class, "card")][.//button[text()="${name}"]])`, patient)) as ElementHandle<HTMLElement>;
const click = async (page: Page, selector: string) => ((await page.waitForSelector(selector, patient)) as ElementHandle<HTMLElement>).evaluate((one) => one.click());

async function look({ page, open }: Visitor, query = ''): Promise<void> {
	await open(`/admin/crm/pipeline${query}`);
	await page.waitForSelector('.column', { timeout: 30_000 });
}

async function drag(page: Page, name: string, to: string): Promise<void> {
	const [from, target] = [await restingPlaceOf(page, name), await (await page.waitForSelector(column(to)))?.boundingBox()];
	if (!from || !target) throw new Error('There is nothing to drag, or nowhere to drop it.');
	await page.mouse.move(from.x + 60, from.y + 30);
	await page.mouse.down();
	await page.mouse.move(from.x + 75, from.y + 40, { steps: 4 });
	await page.mouse.move(target.x + target.width / 2, target.y + 130, { steps: 12 });
	await new Promise((resolve) => setTimeout(resolve, 250));
	await page.mouse.up();
}

/** Where a card stands once nothing moves any more: while it fades, the veil under which Directus' app starts takes every click. */
async function restingPlaceOf(page: Page, name: string) {
	for (let before = ''; ;) {
		const card = await cardOf(page, name);
		await new Promise((resolve) => setTimeout(resolve, 400));
		const place = await card.boundingBox();
		if (place && JSON.stringify(place) === before) return place;
		before = JSON.stringify(place);
	}
}

async function focusOn(page: Page, name: string): Promise<void> {
	await (await cardOf(page, name)).$eval('.open', (one) => (one as HTMLElement).focus());
}

async function shoot({ page }: Visitor, name: string): Promise<void> {
	const shots = process.env['SHOTS'];
	if (!shots) return;
	mkdirSync(shots, { recursive: true });
	await page.screenshot({ path: `${shots}/board-${name}.png` as `${string}.png` });
}

test('is one click away, and asks the server once for its first paint', { timeout: 120_000 }, async () => {
	const { page, open, settled } = atRep;
	await open('/admin/content');
	const asked: string[] = [];
	page.on('request', (request) => void (['xhr', 'fetch'].includes(request.resourceType()) && asked.push(new URL(request.url()).pathname)));
	await click(page, '.module-bar a[href="/admin/crm"]');
	await page.waitForSelector('.card', patient);
	await settled();
	expect(new URL(page.url()).pathname).toBe('/admin/crm/pipeline');
	expect(asked.filter((path) => path.startsWith('/crm/'))).toEqual(['/crm/board']);
	expect(asked.filter((path) => path.startsWith('/items/'))).toEqual([]);
	expect(await cards(page, 'prospecting')).toEqual(['Alpha', 'Bravo', 'Charlie', 'Delta']);
	expect(await head(page, 'prospecting')).toBe('Prospecting 4 €4,000 €400');
	page.removeAllListeners('request');
});

describe('with two people at it', () => {
	test('a card dragged by the mouse takes the sums along, and the colleague is told at once', { timeout: 120_000 }, async () => {
		await Promise.all([look(atRep), look(atManager)]);
		await cardOf(atManager.page, 'Alpha');
		told.length = 0;
		await drag(atRep.page, 'Alpha', 'proposal');
		await expect.poll(() => cards(atRep.page, 'proposal'), patient).toEqual(['Alpha']);
		expect(await head(atRep.page, 'prospecting')).toBe('Prospecting 3 €3,000 €300');
		expect(await head(atRep.page, 'proposal')).toBe('Proposal 1 €1,000 €500');
		await expect.poll(() => stageOf('Alpha')).toBe('Proposal');
		// Long before it would ask by itself, which it does every 30 seconds only where it can't be told.
		await expect.poll(() => cards(atManager.page, 'proposal'), patient).toEqual(['Alpha']);
		expect(await head(atManager.page, 'proposal')).toBe('Proposal 1 €1,000 €500');
		expect(told.map((frame) => JSON.parse(frame))).toContainEqual({ type: 'crm', changed: 'crm_opportunities' });
		await shoot(atManager, 'colleague');
	});

	test('by the keyboard alone a card goes where it shall, its holder hears where it is, and keeps the focus', { timeout: 120_000 }, async () => {
		await look(atRep);
		const { page } = atRep;
		await focusOn(page, 'Bravo');
		await page.keyboard.press('ArrowDown');
		expect(await focused(page)).toBe('Charlie');
		await page.keyboard.press('Space');
		await expect.poll(() => said(page)).toMatch(/^Picked up Charlie, Prospecting, place 2 of 3/);
		await page.keyboard.press('ArrowRight');
		await expect.poll(() => said(page)).toBe('Qualification, place 1 of 1');
		expect(await focused(page)).toBe('Charlie');
		await page.keyboard.press('Escape');
		await expect.poll(() => cards(page, 'prospecting')).toEqual(['Bravo', 'Charlie', 'Delta']);
		expect(await stageOf('Charlie')).toBe('Prospecting');

		await page.keyboard.press('Space');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Space');
		await expect.poll(() => said(page), patient).toBe('Charlie has another place in Prospecting.');
		await page.keyboard.press('Space');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Space');
		await expect.poll(() => said(page), patient).toBe('Charlie is in Qualification now.');
		expect(await focused(page)).toBe('Charlie');
		expect(await head(page, 'qualification')).toBe('Qualification 1 €1,000 €250');
		expect(await stageOf('Charlie')).toBe('Qualification');
	});

	test('the last move is taken back, by the keys or by a click', { timeout: 120_000 }, async () => {
		await look(atRep);
		const { page } = atRep;
		await focusOn(page, 'Delta');
		for (const key of ['Space', 'ArrowRight', 'Space'] as const) await page.keyboard.press(key);
		await expect.poll(() => said(page), patient).toBe('Delta is in Qualification now.');
		await page.keyboard.down('Control');
		await page.keyboard.press('z');
		await page.keyboard.up('Control');
		await expect.poll(() => said(page), patient).toBe('Delta is back in Prospecting.');
		expect(await stageOf('Delta')).toBe('Prospecting');
		expect(await cards(page, 'prospecting')).toEqual(['Bravo', 'Delta']);

		await drag(page, 'Delta', 'proposal');
		await click(page, '.message .undo');
		await expect.poll(() => stageOf('Delta'), patient).toBe('Prospecting');
		await expect.poll(() => cards(page, 'prospecting'), patient).toEqual(['Bravo', 'Delta']);
	});

	test('a deal that somebody moved meanwhile shows where it is, and who was faster', { timeout: 120_000 }, async () => {
		await look(atRep);
		const { page } = atRep;
		// What the colleague did has not come yet: the answer to the move is the first to say so.
		await page.setRequestInterception(true);
		const hold = (request: { url: () => string; abort: () => Promise<void>; continue: () => Promise<void> }) => void (request.url().includes('/crm/board') ? request.abort() : request.continue());
		page.on('request', hold);
		expect((await manager.update('crm_opportunities', await idOf('Oscar'), { stage: stage('qualification') })).status).toBe(200);
		await focusOn(page, 'Oscar');
		for (const key of ['Space', 'ArrowLeft', 'Space'] as const) await page.keyboard.press(key);
		await expect.poll(() => message(page), patient).toMatch(/moved this deal to Qualification meanwhile/);
		expect(await cards(page, 'negotiation')).toEqual(['Oscar']);
		page.off('request', hold);
		await page.setRequestInterception(false);
		await look(atRep);
		expect(await cards(page, 'qualification')).toContain('Oscar');
		atRep.complaints.length = 0;
	});
});

const idOf = async (name: string) => (await world.sql.query<{ id: string }>('SELECT id FROM crm_opportunities WHERE name = $1', [name])).rows[0]?.id ?? '';

describe('a stage that wants something', () => {
	test('asks why a deal was lost, in place, and puts it back where nobody says', { timeout: 120_000 }, async () => {
		await deal('Lima', { stage: stage('negotiation'), amount: '300' });
		await look(atRep);
		const { page } = atRep;
		await drag(page, 'Lima', 'lost');
		await page.waitForSelector('[role=dialog] [data-field="lost_reason"]', patient);
		await shoot(atRep, 'asked');
		await click(page, '::-p-xpath(//div[@role="dialog"]//button[contains(., "Cancel")])');
		await expect.poll(() => cards(page, 'negotiation'), patient).toEqual(['Lima']);
		expect(await stageOf('Lima')).toBe('Negotiation');

		await drag(page, 'Lima', 'lost');
		await page.locator('[role=dialog] [data-field="lost_reason"] ::-p-text(Went quiet)').setTimeout(15_000).click();
		await shoot(atRep, 'answered');
		await click(page, '::-p-xpath(//div[@role="dialog"]//button[contains(., "Move to Lost")])');
		await expect.poll(() => stageOf('Lima'), patient).toBe('Lost');
		await expect.poll(() => cards(page, 'negotiation'), patient).toEqual([]);
		await expect.poll(() => head(page, 'lost'), patient).toBe('Lost 1 €300');
		atRep.complaints.length = 0;
	});
});

test('pages a long column in as it is scrolled, while its sums are of all deals', { timeout: 120_000 }, async () => {
	await made(world, '/items/crm_opportunities', Array.from({ length: 75 }, (_, index) => ({ name: `Viele ${index}`, stage: stage('negotiation'), amount: '10', currency: 'EUR', close_date: '2099-01-01', owner: rep.id })));
	await look(atRep, '?search=Viele');
	const { page } = atRep;
	expect(await head(page, 'negotiation')).toBe('Negotiation 75 €750 €563');
	expect((await cards(page, 'negotiation')).length).toBe(30);
	await expect.poll(async () => {
		await page.$eval(`${column('negotiation')} .body`, (body) => body.scrollTo(0, body.scrollHeight));
		return (await cards(page, 'negotiation')).length;
	}, patient).toBe(75);
	expect(new Set(await cards(page, 'negotiation')).size).toBe(75);
	await shoot(atRep, 'many');
});

test('keeps the filters in the address, and remembers them for whoever set them', { timeout: 120_000 }, async () => {
	await look(atRep);
	const { page } = atRep;
	await page.type('.search input', 'brav');
	await expect.poll(() => cards(page, 'prospecting'), patient).toEqual(['Bravo']);
	expect(await head(page, 'prospecting')).toBe('Prospecting 1 €1,000 €100');
	expect(new URL(page.url()).search).toBe('?search=brav');
	await page.reload();
	await expect.poll(() => cards(page, 'prospecting').catch(() => []), { timeout: 30_000 }).toEqual(['Bravo']);
	// Come to by the bar on the left, it is as it was left.
	await atRep.open('/admin/content');
	await click(page, '.module-bar a[href="/admin/crm"]');
	await expect.poll(() => cards(page, 'prospecting').catch(() => []), { timeout: 30_000 }).toEqual(['Bravo']);
	await click(page, '.filters .clear');
	await expect.poll(() => cards(page, 'prospecting'), patient).toEqual(['Bravo', 'Delta']);
});

test('opens a deal in a drawer, and takes up what was saved there', { timeout: 120_000 }, async () => {
	await look(atRep);
	const { page } = atRep;
	await restingPlaceOf(page, 'Bravo');
	await (await cardOf(page, 'Bravo')).click();
	const name = await page.waitForSelector('.v-drawer [data-field="name"] input', { timeout: 20_000 });
	await expect.poll(() => name?.evaluate((input) => (input as HTMLInputElement).value), { timeout: 20_000 }).toBe('Bravo');
	await name?.click({ count: 3 });
	await name?.type('Bravo Zwei');
	await shoot(atRep, 'drawer');
	await click(page, '.v-drawer header .v-button:not(.secondary) button:has([data-icon=check]), .v-drawer .header-bar .v-button:not(.secondary) > button:has([data-icon=check])');
	await expect.poll(() => cards(page, 'prospecting'), patient).toContain('Bravo Zwei');
	expect(atRep.complaints).toEqual([]);
});

test('makes a deal from the board, which then stands on it', { timeout: 120_000 }, async () => {
	await look(atRep);
	const { page } = atRep;
	await click(page, '::-p-xpath(//button[contains(., "New deal")])');
	await (await page.waitForSelector('.v-drawer [data-field="name"] input', { timeout: 20_000 }))?.type('Neu am Brett');
	await atRep.settled();
	await click(page, '.v-drawer .header-bar .v-button:not(.secondary) > button:has([data-icon=check]):not([disabled])');
	await expect.poll(() => cards(page, 'prospecting'), patient).toContain('Neu am Brett');
	await expect.poll(() => focused(page), patient).toBe('Neu am Brett');
	expect(await stageOf('Neu am Brett')).toBe('Prospecting');
	expect(atRep.complaints).toEqual([]);
});

test('on a phone, one column at a time, and a menu to move by', { timeout: 120_000 }, async () => {
	const { page } = atRep;
	await page.setViewport({ width: 390, height: 844 });
	await look(atRep);
	expect(await page.$$eval('.column', (all) => all.length)).toBe(1);
	await click(page, '[role=tab][aria-selected=false]');
	await expect.poll(() => cards(page, 'qualification').catch(() => []), patient).toContain('Charlie');
	await shoot(atRep, 'phone');
	await (await cardOf(page, 'Charlie')).$eval('.more', (one) => (one as HTMLElement).click());
	await click(page, '::-p-xpath(//button[@role="menuitem"][contains(., "Proposal")])');
	await expect.poll(() => stageOf('Charlie'), patient).toBe('Proposal');
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
	await page.setViewport({ width: 1600, height: 1000 });
	expect(atRep.complaints).toEqual([]);
});
