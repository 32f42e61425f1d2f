import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Colleague, found, hire, made } from '../rights/hire.ts';
import { type Hands, handsOf, soon } from '../studio/hands.ts';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';

/** The stage path on a deal: it goes where it may, and asks in place for what a stage wants. */
let world: World;
let browser: Browser;
let rep: Colleague;
let visitor: Visitor;
let hands: Hands;
let stages: readonly { readonly id: string; readonly name: string; readonly kind: string }[];

beforeAll(async () => {
	world = await startWorld({ env: { SERVE_APP: 'true' } });
	rep = await hire(world, { role: 'sales_rep', name: 'Rosa', team: await found(world) });
	stages = (await world.sql.query("SELECT s.id, s.name, s.kind FROM crm_stages s JOIN crm_pipelines p ON p.id = s.pipeline WHERE p.is_default ORDER BY s.sort")).rows;
	browser = await launchBrowser();
	visitor = await logIn(browser, world.url, { ...rep, width: 1440, height: 1000 });
	hands = handsOf(visitor);
}, 240_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

const newDeal = async (facts: object = {}) => (await made(world, '/items/crm_opportunities', { name: 'Sensoren', owner: rep.id, ...facts })).id as string;
const row = async (key: string) => (await world.api(`/items/crm_opportunities/${key}`)).body.data;
const stage = (kind: string, place = 0) => stages.filter((one) => one.kind === kind)[place] ?? { id: '', name: '' };
const step = ({ id }: { id: string }) => `.stage-path [data-stage="${id}"]`;
const current = () => visitor.page.$eval('.stage-path [aria-current=step]', (one) => one.getAttribute('data-stage'));

test('a deal moves by the arrow keys and Enter, and back by Undo', { timeout: 120_000 }, async () => {
	const deal = await newDeal();
	const { page } = visitor;
	await hands.open('crm_opportunities', deal);
	await page.waitForSelector(step(stage('open')));
	await hands.act('move-stage');
	expect(await page.evaluate(() => document.activeElement?.getAttribute('data-stage'))).toBe(stage('open').id);
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Enter');
	await hands.reads(`Moved to ${stage('open', 1).name}.`);
	await expect.poll(current, soon).toBe(stage('open', 1).id);
	expect((await row(deal)).stage).toBe(stage('open', 1).id);
	await hands.shoot('actions-path');

	await hands.press('.stage-path-field .undo');
	await expect.poll(current, soon).toBe(stage('open').id);
	expect((await row(deal)).stage).toBe(stage('open').id);
	expect(visitor.complaints).toEqual([]);
});

test('lost asks for the reason in place, and what happened where the reason wants it; then it can be reopened', { timeout: 120_000 }, async () => {
	const deal = await newDeal({ amount: '100', currency: 'EUR', close_date: '2030-01-31' });
	const { page } = visitor;
	await hands.open('crm_opportunities', deal);
	await hands.press(step(stage('lost')));
	await page.waitForSelector('.ask [data-field="lost_reason"] .radio-buttons button, .ask [data-field="lost_reason"] button');
	await hands.shoot('actions-lost');
	await hands.apply();
	await page.waitForSelector('.ask [data-field="lost_reason"] .validation-error');
	expect((await row(deal)).stage_kind).toBe('open');

	await hands.press('.ask [data-field="lost_reason"] ::-p-text(Other)');
	await hands.apply();
	await page.waitForSelector('.ask [data-field="lost_note"] .validation-error');
	await hands.type('.ask [data-field="lost_note"] textarea', 'They built it themselves.');
	await hands.apply();
	await hands.isDone();
	await expect.poll(current, soon).toBe(stage('lost').id);
	expect(await row(deal)).toMatchObject({ stage_kind: 'lost', lost_note: 'They built it themselves.' });

	await hands.press('.stage-path .below button');
	await expect.poll(current, soon).toBe(stage('open').id);
	expect((await row(deal)).stage_kind).toBe('open');
});

test('won asks for the amount, and what counts in it is read-only then', { timeout: 120_000 }, async () => {
	const deal = await newDeal({ close_date: '2030-01-31' });
	await hands.open('crm_opportunities', deal);
	await hands.press(step(stage('won')));
	await hands.type('.ask [data-field="amount"] input', '1200');
	await hands.apply();
	await hands.isDone();
	await expect.poll(current, soon).toBe(stage('won').id);
	expect(await row(deal)).toMatchObject({ stage_kind: 'won', amount: '1200.0000' });
	await hands.shoot('actions-won');
	await expect.poll(() => visitor.page.$eval('[data-field="amount"] input', (input) => (input as HTMLInputElement).disabled), soon).toBe(true);
});

test('on a phone the stages stand below one another', { timeout: 120_000 }, async () => {
	const deal = await newDeal({ name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft' });
	await visitor.page.setViewport({ width: 390, height: 844 });
	await hands.open('crm_opportunities', deal);
	await visitor.page.waitForSelector(step(stage('won')));
	await hands.shoot('actions-path-phone');
	const heights = await visitor.page.$$eval('.stage-path [data-stage]', (steps) => steps.map((one) => one.getBoundingClientRect().height));
	expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
	expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
