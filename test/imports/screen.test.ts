import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';
import { csv } from './support.ts';

let world: World;
let browser: Browser;
let visitor: Visitor;
const folder = mkdtempSync(join(tmpdir(), 'cardinal-screen-'));

beforeAll(async () => {
	world = await startWorld({ env: { SERVE_APP: 'true' } });
	await world.api('/settings', { method: 'PATCH', body: { module_bar: [{ type: 'module', id: 'content', enabled: true }, { type: 'module', id: 'crm-import', enabled: true }] } });
	browser = await launchBrowser();
	visitor = await logIn(browser, world.url);
});
afterAll(async () => {
	await browser?.close();
	await world?.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** By what a person reads on it, or what is read out to them. */
async function press(text: string): Promise<void> {
	const button = await visitor.page.waitForSelector(`::-p-xpath(//*[self::button or self::a][normalize-space()="${text}" and (not(@disabled) or @disabled="false")])`, { timeout: 15_000 });
	await (button as ElementHandle<HTMLElement>).evaluate((element) => element.click());
}

async function choose(label: string, option: string): Promise<void> {
	const select = await visitor.page.waitForSelector(`[aria-label="${label}"]`, { timeout: 15_000 });
	await (select as ElementHandle<HTMLElement>).evaluate((element) => element.click());
	const item = await visitor.page.waitForSelector(`::-p-xpath(//*[contains(@class, "v-list-item")][normalize-space()="${option}"])`, { timeout: 15_000 });
	await (item as ElementHandle<HTMLElement>).evaluate((element) => element.click());
	// Menus take a moment to go.
	await visitor.page.waitForFunction(() => !document.querySelector('.v-menu-popper'), { timeout: 15_000 });
	expect(await visitor.page.$eval(`[aria-label="${label}"]`, (input) => (input as HTMLInputElement).value)).toBe(option);
}

const reads = (text: string) => expect.poll(() => visitor.page.evaluate(() => document.body.innerText.replace(/\s+/g, ' ')), { timeout: 20_000 }).toContain(text);

async function chooseFile(name: string, content: string): Promise<void> {
	writeFileSync(join(folder, name), content);
	const input = await visitor.page.waitForSelector('#crm-import-file', { timeout: 20_000 });
	await (input as ElementHandle<HTMLInputElement>).uploadFile(join(folder, name));
}

test('a file is matched, tried out, corrected and imported; the next one goes the same way', { timeout: 120_000 }, async () => {
	await visitor.open('/admin/crm-import');
	await chooseFile('kunden.csv', csv('Name;Sektor;Parent company;Jahr', 'Screen Mutter;technology;;1999', 'Screen Tochter;technolgy;Screen Mutter;2001', 'Screen Enkel;technolgy;Screen Tochter;uralt'));
	await choose('What is in it?', 'Accounts');
	await press('Match the columns');
	await reads('kunden.csv has 3 rows.');
	// Name and parent were recognised; the others are German.
	await choose('Field for Sektor', 'Industry');
	await choose('Field for Jahr', 'Founded in');
	await press('Try it out');
	await reads('This is what the import would do.');
	await reads('2 rows Sektor “technolgy” is not among the choices of Industry.');
	expect((await world.api('/items/crm_accounts?filter[name][_starts_with]=Screen')).body.data).toEqual([]);

	await press('Add an alias');
	await choose('What it means', 'Technology');
	await press('Try it out');
	await reads('1 row Jahr “uralt” is not a number');
	await press('Import 2 rows');
	await reads('Imported, but for the rows that were rejected');
	expect(visitor.page.url()).toMatch(/\/admin\/crm-import\/[0-9a-f-]{36}$/);
	const { body } = await world.api('/items/crm_accounts?filter[name][_starts_with]=Screen&sort=name&fields=name,industry,parent.name');
	expect(body.data).toEqual([{ name: 'Screen Mutter', industry: 'technology', parent: null }, { name: 'Screen Tochter', industry: 'technology', parent: { name: 'Screen Mutter' } }]);

	const session = await visitor.page.createCDPSession();
	await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, browserContextId: visitor.page.browserContext().id });
	await press('Rejected rows');
	await expect.poll(() => readdirSync(folder).find((name) => name.startsWith('kunden - rejected rows') && name.endsWith('.csv')), { timeout: 15_000 }).toBeTruthy();
	const rejected = readFileSync(join(folder, readdirSync(folder).find((name) => name.startsWith('kunden - rejected rows')) ?? ''), 'utf8');
	expect(rejected).toContain('Screen Enkel;technolgy;Screen Tochter;uralt;');

	await press('Import another such file');
	await chooseFile('korrigiert.csv', rejected.replace('uralt;', '1950;'));
	await press('Match the columns');
	await reads('korrigiert.csv has 1 row.');
	await press('Try it out');
	await press('Import 1 row');
	await reads('Imported');
	expect((await world.api('/items/crm_accounts?filter[name][_eq]=Screen Enkel&fields=industry,founded_year,parent.name')).body.data).toEqual([{ industry: 'technology', founded_year: 1950, parent: { name: 'Screen Tochter' } }]);
	expect(visitor.complaints).toEqual([]);
});

test('what is wrong with a file is said where it was chosen', { timeout: 60_000 }, async () => {
	await visitor.open('/admin/crm-import?into=crm_accounts');
	await chooseFile('doppelt.csv', csv('Name,Name', 'a,b'));
	await press('Match the columns');
	await reads('Several columns are called “Name”. Give each its own name in the first line of the file.');
	await chooseFile('einmal.csv', csv('Name', 'a'));
	await press('Match the columns');
	await reads('einmal.csv has 1 row.');
});

test('every control has a name', { timeout: 60_000 }, async () => {
	await visitor.page.evaluate(() => document.querySelector<HTMLElement>('[aria-label="Settings of Name"]')?.click());
	await visitor.page.waitForSelector('[aria-label="Settings of Name"][aria-expanded="true"]');
	const nameless = await visitor.page.$$eval('.page :is(input, button, textarea)', (controls) => controls
		.filter((control) => {
			const labelled = control as HTMLInputElement;
			return !control.getAttribute('aria-label') && !control.textContent?.trim() && !(labelled.labels?.length ?? 0);
		})
		.map((control) => control.outerHTML.slice(0, 200)));
	expect(nameless).toEqual([]);
});
