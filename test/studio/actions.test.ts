import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Colleague, found, hire, made } from '../rights/hire.ts';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';
import { type Hands, handsOf, soon } from './hands.ts';

/** The action bar on top of forms: what can be done is a click away, what can't says why. */
let world: World;
let browser: Browser;
let rep: Colleague;
let mate: Colleague;
let team: string;
let visitor: Visitor;
let hands: Hands;

beforeAll(async () => {
	world = await startWorld({ env: { SERVE_APP: 'true' } });
	team = await found(world);
	[rep, mate] = await Promise.all([hire(world, { role: 'sales_rep', name: 'Rosa', team }), hire(world, { role: 'sales_rep', name: 'Mats', team })]);
	browser = await launchBrowser();
	visitor = await logIn(browser, world.url, { ...rep, width: 1440, height: 1000 });
	hands = handsOf(visitor);
}, 240_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

const newLead = async (facts: object) => (await made(world, '/items/crm_leads', { owner: rep.id, ...facts })).id as string;
const row = async (collection: string, key: string) => (await world.api(`/items/${collection}/${key}`)).body.data;
const activitiesOf = async (filter: object) => (await world.api(`/items/crm_activities?filter=${JSON.stringify(filter)}`)).body.data;

test('a call is logged by the keyboard alone, linked and done', { timeout: 120_000 }, async () => {
	const lead = await newLead({ first_name: 'Amy', last_name: 'Frost', company: 'Frostwerk' });
	await hands.open('crm_leads', lead);
	const { page } = visitor;
	await page.focus('[data-action="log-call"] button');
	await page.keyboard.press('Enter');
	await page.waitForSelector('.ask input');
	await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).value), soon).toBe('Call with Amy Frost');
	await page.keyboard.press('End');
	await page.keyboard.type(' about May');
	await page.keyboard.down('Meta');
	await page.keyboard.press('Enter');
	await page.keyboard.up('Meta');

	await hands.reads('Call logged.');
	await hands.isDone();
	expect(await activitiesOf({ lead: { _eq: lead } })).toMatchObject([{ type: 'call', status: 'done', subject: 'Call with Amy Frost about May', owner: rep.id, direction: 'outbound' }]);
	expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Log call');
	expect(visitor.complaints).toEqual([]);
});

test('a note says what it lacks, keeps what was typed through a refusal of nothing, and is called by its first line', { timeout: 120_000 }, async () => {
	const account = (await made(world, '/items/crm_accounts', { name: 'Kühlhaus Süd', owner: rep.id })).id;
	await hands.open('crm_accounts', account);
	await hands.act('add-note');
	await hands.apply();
	await hands.reads('Write the note first.');
	await hands.type('.ask textarea', 'Wants a pilot in May.');
	await hands.apply();
	await hands.isDone();
	expect(await activitiesOf({ account: { _eq: account } })).toMatchObject([{ type: 'note', status: 'done', subject: 'Wants a pilot in May.', description: 'Wants a pilot in May.' }]);
});

test('what waits for the team is claimed by one click', { timeout: 120_000 }, async () => {
	const lead = await newLead({ company: 'Wartet GmbH', owner: null, team });
	await hands.open('crm_leads', lead);
	await hands.act('claim');
	await hands.reads('It is yours now.');
	expect((await row('crm_leads', lead)).owner).toBe(rep.id);
	await expect.poll(() => visitor.page.$('[data-action="claim"]'), soon).toBeNull();
});

test('what can’t be done says why, to eye and ear', { timeout: 120_000 }, async () => {
	await hands.open('crm_leads', await newLead({ company: 'Spam AG', rating: 'junk' }));
	const described = await visitor.page.$eval('[data-action="convert"] button', (button) => ({
		isOff: button.getAttribute('aria-disabled'), why: document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent,
	}));
	expect(described).toEqual({ isOff: 'true', why: 'It is rated as junk. Change its rating first.' });
	await hands.act('convert');
	await expect.poll(() => visitor.page.$eval('.action-bar [role=status]', (said) => said.textContent), soon).toContain('It is rated as junk.');
	expect(await visitor.page.$('.ask')).toBeNull();
});

test('what is typed and unsaved is saved first, and stays when somebody thinks better of it', { timeout: 120_000 }, async () => {
	const lead = await newLead({ last_name: 'Lang', company: 'Lang & Söhne' });
	await hands.open('crm_leads', lead);
	await hands.type('[data-field="first_name"] input', 'Greta');
	await hands.act('hand-over');
	await hands.reads('You have changed First name and not saved it yet.');
	await visitor.page.keyboard.press('Escape');
	await hands.isDone();
	expect(await visitor.page.$eval('[data-field="first_name"] input', (input) => (input as HTMLInputElement).value)).toBe('Greta');
	expect((await row('crm_leads', lead)).first_name).toBeNull();

	await hands.act('hand-over');
	await hands.apply();
	await visitor.page.waitForSelector('.ask .people-list');
	expect((await row('crm_leads', lead)).first_name).toBe('Greta');
	await hands.press(`.ask input[type=radio][aria-label="${mate.name}"]`);
	await hands.reads(`Hand over to ${mate.name}`);
	await hands.apply();
	await hands.reads(`${mate.name} looks after it now.`);
	expect(await row('crm_leads', lead)).toMatchObject({ owner: mate.id, first_name: 'Greta' });
	// It is somebody else's now, and not theirs to see any more.
	visitor.complaints.length = 0;
});

test('a deal is opened from its account, and works in a drawer as on a page', { timeout: 120_000 }, async () => {
	const account = (await made(world, '/items/crm_accounts', { name: 'Molkerei Mitte', owner: rep.id })).id;
	await hands.open('crm_accounts', account);
	await hands.act('new-deal');
	await hands.type('.ask [data-field="name"] input', 'Fleet 2027');
	await hands.apply();
	await expect.poll(() => visitor.page.url(), soon).toMatch(/crm_opportunities\/[0-9a-f-]{36}$/);
	const deal = visitor.page.url().split('/').at(-1) ?? '';
	expect(await row('crm_opportunities', deal)).toMatchObject({ name: 'Fleet 2027', account, owner: rep.id });

	await hands.open('crm_accounts', account);
	await hands.press('[data-field="opportunities"] .table-row td:nth-child(2)');
	await visitor.page.waitForSelector('.v-drawer .action-bar [data-action="new-task"], [role=dialog] .action-bar [data-action="new-task"], #dialog-outlet .action-bar [data-action="new-task"]');
	await hands.act('new-task');
	await hands.type('.ask [data-field="subject"] input', 'Send the offer');
	await hands.apply();
	await hands.reads('Task added.');
	expect(await activitiesOf({ opportunity: { _eq: deal } })).toMatchObject([{ type: 'task', status: 'planned', subject: 'Send the offer', owner: rep.id, account }]);
	expect(visitor.complaints).toEqual([]);
});
