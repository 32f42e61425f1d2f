import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Colleague, found, hire, made } from '../rights/hire.ts';
import { type Hands, handsOf, soon } from '../studio/hands.ts';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';

/** Converting by the button: what becomes of the lead is seen, chosen and corrected, and then it is there. */
let world: World;
let browser: Browser;
let rep: Colleague;
let mate: Colleague;
let visitor: Visitor;
let hands: Hands;

beforeAll(async () => {
	world = await startWorld({ env: { SERVE_APP: 'true' } });
	const team = await found(world);
	[rep, mate] = await Promise.all([hire(world, { role: 'sales_rep', name: 'Rosa', team }), hire(world, { role: 'sales_rep', name: 'Mats', team })]);
	browser = await launchBrowser();
	visitor = await logIn(browser, world.url, { ...rep, width: 1440, height: 1000 });
	hands = handsOf(visitor);
}, 240_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

const newLead = async (facts: object) => (await made(world, '/items/crm_leads', { owner: rep.id, status: 'qualified', ...facts })).id as string;
const row = async (collection: string, key: string) => (await world.api(`/items/${collection}/${key}`)).body.data;
const part = (target: string, rest: string) => `.ask .part:nth-child(${['account', 'contact', 'opportunity'].indexOf(target) + 1}) ${rest}`;

test('a rep converts a lead through the button and lands on the deal; the lead points to what it became', { timeout: 180_000 }, async () => {
	const lead = await newLead({ first_name: 'Amy', last_name: 'Ames', company: 'Donaudampfschifffahrtsgesellschaft Regensburg-Passau GmbH & Co. KG', email: 'amy@dampf.example.com', phone: '+49 941 123456' });
	await made(world, '/items/crm_activities', { lead, type: 'call', subject: 'First talk', owner: rep.id });
	await hands.open('crm_leads', lead);
	await hands.act('convert');
	await hands.reads('Goes along: 1 activity');
	await hands.shoot('actions-convert');
	await hands.type(part('opportunity', '[data-field="name"] input'), 'Dampfer 2027');
	await hands.apply();

	await expect.poll(() => visitor.page.url(), soon).toContain('/admin/content/crm_opportunities/');
	const deal = visitor.page.url().split('/').at(-1) ?? '';
	const converted = await row('crm_leads', lead);
	expect(converted).toMatchObject({ status: 'converted', converted_opportunity: deal });
	expect(await row('crm_opportunities', deal)).toMatchObject({ name: 'Dampfer 2027', owner: rep.id, account: converted.converted_account, contact: converted.converted_contact });
	await hands.reads('Dampfer 2027');

	await hands.open('crm_leads', lead);
	await visitor.page.waitForSelector(`.became a[href$="/crm_opportunities/${deal}"]`);
	await hands.shoot('actions-converted');
	expect(await visitor.page.$eval('[data-field="company"] input', (input) => (input as HTMLInputElement).disabled)).toBe(true);
	expect(visitor.complaints).toEqual([]);

	await hands.act('unconvert');
	await hands.apply();
	await hands.reads('The conversion is undone.');
	expect((await row('crm_leads', lead)).status).not.toBe('converted');
	await visitor.page.waitForSelector('[data-action="convert"]');
});

test('an existing account is used, with why it matches; somebody else’s is known by its owner alone', { timeout: 180_000 }, async () => {
	const account = (await made(world, '/items/crm_accounts', { name: 'Kühlhaus Nord', domain: 'kuehlhaus.example', owner: rep.id })).id;
	await made(world, '/items/crm_contacts', { last_name: 'Geheim', email: 'ben@kuehlhaus.example', owner: mate.id });
	const lead = await newLead({ last_name: 'Berg', company: 'Kühlhaus Nord AG', email: 'ben@kuehlhaus.example' });
	await hands.open('crm_leads', lead);
	await hands.act('convert');
	await visitor.page.waitForSelector(part('account', '.match.chosen'));
	expect(await visitor.page.$eval(part('account', '.match .name'), (name) => name.textContent)).toBe('Kühlhaus Nord');
	expect(await visitor.page.$eval(part('contact', '.elsewhere'), (text) => text.textContent)).toContain(mate.name);
	expect(await visitor.page.$eval('.ask', (dialog) => dialog.textContent)).not.toContain('Geheim');
	await hands.press(part('opportunity', '.choices > :last-child input'));
	await hands.apply();
	await expect.poll(() => visitor.page.url(), soon).toContain('/admin/content/crm_contacts/');
	expect(await row('crm_leads', lead)).toMatchObject({ status: 'converted', converted_account: account, converted_opportunity: null });
});

test('what is missing is asked for at its part, and nothing typed is lost', { timeout: 180_000 }, async () => {
	const lead = await newLead({ last_name: 'Clausen', company: 'Clausen Tiefkühl' });
	await hands.open('crm_leads', lead);
	await hands.act('convert');
	await hands.type(part('opportunity', '[data-field="name"] input'), 'Halle 4');
	await hands.type(part('contact', '[data-field="last_name"] input'), ' ');
	await visitor.page.keyboard.press('Backspace');
	await hands.apply();
	await visitor.page.waitForSelector(part('contact', '[data-field="last_name"] .validation-error'));
	expect((await row('crm_leads', lead)).status).toBe('qualified');
	expect(await visitor.page.$eval(part('opportunity', '[data-field="name"] input'), (input) => (input as HTMLInputElement).value)).toBe('Halle 4');
	await hands.type(part('contact', '[data-field="last_name"] input'), 'Clausen-Voß');
	await hands.apply();
	await expect.poll(() => visitor.page.url(), soon).toContain('/admin/content/crm_opportunities/');
	expect(await row('crm_contacts', (await row('crm_leads', lead)).converted_contact)).toMatchObject({ last_name: 'Clausen-Voß' });
});

test('on a phone the three parts stand below one another, in the dark as in the light', { timeout: 180_000 }, async () => {
	const lead = await newLead({ first_name: 'Maximiliane-Charlotte', last_name: 'Oberhollenzer-Brandstetter', company: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk GmbH', email: 'mc@ob.example' });
	await visitor.page.setViewport({ width: 390, height: 844 });
	await hands.open('crm_leads', lead);
	await hands.shoot('actions-bar-phone');
	await hands.act('convert');
	await visitor.page.waitForSelector('.ask .part');
	await hands.shoot('actions-convert-phone');
	const lefts = await visitor.page.$$eval('.ask .part', (parts) => parts.map((one) => Math.round(one.getBoundingClientRect().left)));
	expect(new Set(lefts).size).toBe(1);
	expect(await visitor.page.$eval('.ask .v-card-text', (text) => text.scrollWidth <= text.clientWidth)).toBe(true);
	await visitor.page.keyboard.press('Escape');
	await hands.isDone();
	await world.api(`/users/${rep.id}`, { method: 'PATCH', body: { appearance: 'dark' } });
	await visitor.page.setViewport({ width: 1440, height: 1000 });
	await hands.open('crm_leads', lead);
	await hands.act('convert');
	await hands.shoot('actions-convert-dark');
});
