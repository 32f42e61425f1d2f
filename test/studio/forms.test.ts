import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionsOf } from '../../schema/apply/desired.ts';
import { rooms } from '../../schema/index.ts';
import type { Collection } from '../../schema/shape.ts';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';
import { openScreen, type Screen } from './screen.ts';

const collections = definitionsOf(rooms).filter((definition): definition is Collection => definition.kind === 'collection' && !definition.hidden);

let world: World;
let browser: Browser;
let visitor: Visitor;
let screen: Screen;

beforeAll(async () => {
	[world, browser] = await Promise.all([startWorld({ demo: true, env: { SERVE_APP: 'true' } }), launchBrowser()]);
	visitor = await logIn(browser, world.url);
	screen = await openScreen(visitor);
});

afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

/** Nothing failed on the way here, and nobody has to read what is meant for machines. */
async function expectPlain(): Promise<void> {
	expect(visitor.complaints).toEqual([]);
	expect(await screen.text()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\bundefined\b|\[object|\[ ?null|\bNaN\b|unexpected error/i);
}

describe('lists and forms speak as the dictionary does', () => {
	it.each(collections)('$label', async ({ name, label, one, columns = [], singleton = false, fields }) => {
		const labelOf = (key: string) => fields[key]?.label;
		const isSection = (key: string) => fields[key]?.special?.includes('group') ?? false;

		await screen.list(name);
		await expectPlain();

		if (!singleton) {
			expect(await screen.title()).toBe(label);
			expect([columns.map(labelOf), []]).toContainEqual(await screen.columns());
			await screen.form(name);
			expect(await screen.title()).toBe(`Creating ${one}`);
		}

		await screen.unfold();
		await expectPlain();
		const labels = await screen.labels(name);
		const shown = Object.keys(fields).filter((key) => isAlwaysShown(fields, key));
		expect(labels).toEqual(Object.fromEntries(Object.keys(labels).map((key) => [key, labelOf(key)])));
		expect(shown.filter((key) => !isSection(key) && !(key in labels))).toEqual([]);
		expect(await screen.sections()).toEqual(expect.arrayContaining(shown.filter(isSection).map(labelOf)));
	});
});

function isAlwaysShown(fields: Collection['fields'], key: string): boolean {
	const { options, special, section } = fields[key] ?? {};
	const isHint = !special?.includes('group') && special?.includes('no-data');
	const mayHide = options?.hidden || options?.conditions?.some(({ hidden }) => hidden !== undefined);
	return !isHint && !mayHide && (section === undefined || isAlwaysShown(fields, section));
}

describe('a lead', () => {
	it('is refused with a sentence that says what is missing', async () => {
		await screen.list('crm_leads');
		await screen.form('crm_leads');
		await screen.type('first_name', 'Grace');
		await screen.save();
		expect(await screen.text()).toContain('Give the lead a last name or a company.');
	});

	it('is refused with a sentence at the field that is wrong, and nothing typed is lost', async () => {
		await screen.type('last_name', 'Hopper');
		await screen.type('phone', '030 123456');
		await screen.type('email', 'Grace.Hopper@Navy');
		await screen.save();

		expect(await screen.said('email')).toBe('Email needs an address such as amy@example.com.');
		expect(await screen.typed('last_name')).toBe('Hopper');
		visitor.complaints.length = 0; // they were refused, as they should
	});

	it('is taken once that is right, and stands in the list and the form as it is kept', async () => {
		await screen.type('email', 'Grace.Hopper@Navy.MIL');
		await screen.save();
		await screen.list('crm_leads');
		expect(await screen.firstRow()).toContain('Grace Hopper');
		await screen.row('Grace Hopper');
		expect(await screen.title()).toBe('Grace Hopper');
		expect(await screen.typed('email')).toBe('grace.hopper@navy.mil');
		expect(await screen.typed('phone')).toBe('+4930123456');
		await expectPlain();
	});
});

describe('an amount, for somebody who reads German', () => {
	beforeAll(async () => {
		await world.api('/users/me', { method: 'PATCH', body: { language: 'de-DE' } });
		await visitor.open('/admin/content/crm_opportunities');
	});

	it('is refused in a sentence while it is none', async () => {
		await screen.form('crm_opportunities');
		await screen.type('name', 'Ein Angebot');
		await screen.type('amount', 'bald');
		expect(await screen.said('amount')).toBe('“bald” is not an amount. Type one like 1.234,56.');
		expect(await screen.typed('amount')).toBe('bald');
	});

	it('is typed, kept and shown as it is written there', async () => {
		await screen.type('amount', '1.234,56');
		expect(await screen.typed('amount')).toBe('1.234,56');
		await screen.save();

		const { rows } = await world.sql.query("SELECT amount, currency FROM crm_opportunities WHERE name = 'Ein Angebot'");
		expect(rows).toEqual([{ amount: '1234.5600', currency: 'EUR' }]);
		await screen.list('crm_opportunities');
		expect((await screen.text()).replaceAll('\u00a0', ' ')).toContain('1.234,56 €');
		await screen.row('Ein Angebot');
		expect(await screen.typed('amount')).toBe('1.234,56');
		await expectPlain();
	});
});
