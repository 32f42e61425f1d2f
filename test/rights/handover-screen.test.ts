import { mkdirSync } from 'node:fs';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';
import { changed, type Colleague, found, hire, made } from './hire.ts';

/** Ownership in people's hands: a rep claims, a manager hands over, one at a time, many, and all of somebody's. */
let world: World;
let browser: Browser;
let north: string;
let rep: Colleague;
let mate: Colleague;
let manager: Colleague;
let leaver: Colleague;

beforeAll(async () => {
	world = await startWorld({ env: { SERVE_APP: 'true' } });
	[north] = [await found(world, { name: 'Nord und Mitte' })];
	rep = await hire(world, { role: 'sales_rep', name: 'Rosa', team: north });
	mate = await hire(world, { role: 'sales_rep', name: 'Mats', team: north });
	manager = await hire(world, { role: 'sales_manager', name: 'Mona', team: north });
	leaver = await hire(world, { role: 'sales_rep', name: 'Maximiliane-Charlotte Oberhollenzer-', team: north });
	for (let count = 0; count < 6; count++) await hire(world, { role: 'sales_rep', name: `Extra ${count}`, team: await found(world) });
	for (const [collection, item] of [['crm_leads', { company: 'Frostwerk' }], ['crm_accounts', { name: 'Kühlhaus' }], ['crm_opportunities', { name: 'Sensoren' }], ['crm_activities', { subject: 'Anrufen' }], ['crm_activities', { subject: 'Besucht', status: 'done' }]] as const) {
		await made(world, `/items/${collection}`, { ...item, owner: leaver.id });
	}
	await made(world, '/items/crm_teams', { name: 'Hafen', manager: leaver.id });
	await changed(world, `/users/${leaver.id}`, { status: 'suspended' });
	browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

const shots = process.env['SHOTS'];
async function shoot({ page }: Visitor, name: string): Promise<void> {
	if (!shots) return;
	mkdirSync(shots, { recursive: true });
	await page.screenshot({ path: `${shots}/${name}.png` as `${string}.png` });
}
const reads = ({ page }: Visitor, text: string) => expect.poll(() => page.evaluate(() => document.body.innerText.replace(/\s+/g, ' ')), { timeout: 20_000 }).toContain(text);
async function press({ page }: Visitor, selector: string): Promise<void> {
	const element = await page.waitForSelector(selector, { timeout: 20_000 });
	await (element as ElementHandle<HTMLElement>).evaluate((one) => one.click());
}
const settled = ({ page }: Visitor) => page.waitForNetworkIdle({ idleTime: 300, timeout: 20_000 });
const save = async (visitor: Visitor) => {
	await press(visitor, '.header-bar .v-button:not(.secondary) > button:has([data-icon=check])');
	await settled(visitor);
};

test('a rep claims what waits for the team: three clicks and save', { timeout: 240_000 }, async () => {
	const lead = (await made(world, '/items/crm_leads', { company: 'Wartet GmbH', team: north })).id;
	await made(world, '/items/crm_leads', { company: 'Anderswo GmbH', team: await found(world) });
	const visitor = await logIn(browser, world.url, { ...rep, width: 1440, height: 1000 });
	await visitor.open('/admin/content/crm_leads');
	const bookmark = await visitor.page.waitForSelector('::-p-xpath(//nav//a[contains(., "Unassigned")] | //*[contains(@class, "content-navigation")]//a[contains(., "Unassigned")])', { timeout: 20_000 }).catch(() => null);
	if (bookmark) await (bookmark as ElementHandle<HTMLElement>).evaluate((one) => one.click());
	else await visitor.open(`/admin/content/crm_leads?bookmark=${(await world.sql.query('SELECT id FROM directus_presets WHERE collection = \'crm_leads\' AND bookmark = \'Unassigned\'')).rows[0].id}`);
	await settled(visitor);
	await reads(visitor, 'Wartet GmbH');
	expect(await visitor.page.evaluate(() => document.body.innerText)).not.toContain('Anderswo GmbH');
	await shoot(visitor, 'unassigned');
	await press(visitor, '::-p-xpath(//*[contains(@class, "table-row")][contains(., "Wartet GmbH")]//td[2])');
	await press(visitor, '[data-field="owner"] button.current:not([disabled])');
	await visitor.page.waitForSelector('.menu [role=option]');
	await shoot(visitor, 'claim');
	expect(await visitor.page.$$eval('.menu [role=option] .name', (names) => names.map((name) => name.textContent?.trim()))).toEqual([rep.name]);
	await press(visitor, '.menu [role=option]');
	await save(visitor);
	expect((await world.sql.query('SELECT owner FROM crm_leads WHERE id = $1', [lead])).rows[0].owner).toBe(rep.id);
	expect(visitor.complaints).toEqual([]);
	await visitor.close();
});

test('a manager hands over all of somebody who left', { timeout: 240_000 }, async () => {
	const visitor = await logIn(browser, world.url, { ...manager, width: 1440, height: 1100 });
	await visitor.open('/admin/crm-handover');
	await reads(visitor, 'Whose records?');
	await shoot(visitor, 'handover-empty');
	expect(await visitor.page.$$eval('.parties section:first-child .first', (names) => names[0]?.textContent)).toContain('Suspended');
	await press(visitor, `input[type=radio][aria-label^="Maximiliane"]`);
	await reads(visitor, 'manages the team Hafen: choose another manager.');
	await press(visitor, `input[type=radio][aria-label="${mate.name}"]`);
	await reads(visitor, `Hand over 4 records to ${mate.name}`);
	await visitor.page.type('#handover-reason', 'Geht nach Lissabon');
	await shoot(visitor, 'handover-chosen');
	await visitor.page.setViewport({ width: 390, height: 844 });
	await settled(visitor);
	await shoot(visitor, 'handover-phone');
	expect(await visitor.page.$eval('.page', (page) => page.scrollWidth <= page.clientWidth)).toBe(true);
	expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
	await visitor.page.setViewport({ width: 1440, height: 1100 });
	await press(visitor, '.go button[type=submit]');
	await reads(visitor, `${mate.name} has taken over 4 records from ${leaver.name}.`);
	await reads(visitor, 'Geht nach Lissabon');
	await shoot(visitor, 'handover-done');
	await press(visitor, '::-p-xpath(//button[contains(., "Accounts (1)")])');
	await reads(visitor, 'Kühlhaus');
	await shoot(visitor, 'handover-list');
	expect(visitor.page.url()).toContain('/admin/content/crm_accounts');
	expect(visitor.complaints).toEqual([]);
	await visitor.close();
});

test('a manager gives several rows of a list to somebody at once', { timeout: 240_000 }, async () => {
	await Promise.all(['Eins', 'Zwei'].map((name) => made(world, '/items/crm_accounts', { name: `Stapel ${name}`, owner: rep.id })));
	const visitor = await logIn(browser, world.url, { ...manager, width: 1440, height: 1000 });
	await visitor.open('/admin/content/crm_accounts');
	await reads(visitor, 'Stapel Eins');
	for (const name of ['Stapel Eins', 'Stapel Zwei']) await press(visitor, `::-p-xpath(//*[contains(@class, "table-row")][contains(., "${name}")]//*[contains(@class, "select")]//button | //*[contains(@class, "table-row")][contains(., "${name}")]//*[contains(@class, "v-checkbox")])`);
	await press(visitor, '.header-bar .action-batch button, .header-bar button:has([data-icon=edit])');
	await visitor.page.waitForSelector('.v-drawer [data-field="owner"], .drawer-batch [data-field="owner"]', { timeout: 20_000 });
	await shoot(visitor, 'batch');
	await visitor.page.locator('.v-form [data-field="owner"] .v-checkbox').click();
	await shoot(visitor, 'batch-active');
	await press(visitor, '[data-field="owner"] button.current:not([disabled])');
	await visitor.page.waitForSelector('.menu [role=option]');
	await shoot(visitor, 'batch-owner');
	await visitor.page.locator(`.menu [role=option] ::-p-text(${mate.name})`).click();
	await shoot(visitor, 'batch-picked');
	await press(visitor, '.v-drawer .header-bar button:has([data-icon=check]), .v-drawer header button:has([data-icon=check])');
	await settled(visitor);
	await shoot(visitor, 'batch-saved');
	await expect.poll(async () => (await world.sql.query('SELECT count(*) FROM crm_accounts WHERE owner = $1 AND name LIKE \'Stapel%\'', [mate.id])).rows[0].count, { timeout: 15_000 }).toBe('2');
	expect(visitor.complaints).toEqual([]);
	await visitor.close();
});

test('a rep finds no page to hand over others’ records', { timeout: 120_000 }, async () => {
	const visitor = await logIn(browser, world.url, { ...rep, width: 1440, height: 1000 });
	await visitor.open('/admin/content');
	expect(await visitor.page.$('.module-bar a[href*="crm-handover"]')).toBeNull();
	await visitor.close();
});
