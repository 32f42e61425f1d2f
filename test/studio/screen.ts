import type { Page } from 'puppeteer-core';
import type { Visitor } from '../support/browser.ts';

/** What a person sees and does on a page of the admin UI. */
export interface Screen {
	/** Goes to the list of a collection by the navigation; to the form, where there is one row alone. */
	list: (collection: string) => Promise<void>;
	/** From the list to the form of a new row. */
	form: (collection: string) => Promise<void>;
	/** Opens the row that shows this text. */
	row: (text: string) => Promise<void>;
	/** Unfolds the folded sections of a form. */
	unfold: () => Promise<void>;
	title: () => Promise<string>;
	/** All that can be read on the page. */
	text: () => Promise<string>;
	/** The headers of a list; none where it is empty. */
	columns: () => Promise<string[]>;
	/** The cells of a list's first row. */
	firstRow: () => Promise<string[]>;
	/** The labels of a form, by field. */
	labels: (collection: string) => Promise<Record<string, string>>;
	sections: () => Promise<string[]>;
	type: (field: string, text: string) => Promise<void>;
	/** What stands in a field's input. */
	typed: (field: string) => Promise<string>;
	/** What a field says beneath its input. */
	said: (field: string) => Promise<string>;
	save: () => Promise<void>;
}

export async function openScreen({ page, open, complaints }: Visitor): Promise<Screen> {
	// Where an interface or a display breaks, Directus puts a plain one and tells the console alone.
	page.on('console', (message) => {
		if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
	});

	await open('/admin/content');
	page.setDefaultTimeout(20_000);
	// A busy machine is long about drawing what has arrived.
	await page.waitForSelector('.content-navigation .activator-icon');
	const folded = '.content-navigation .activator-icon:not(.active) button';
	while (await page.$(folded)) await unfoldOne(page, folded);

	const texts = (selector: string) => page.$$eval(selector, (elements) => elements.map((element) => element.textContent.trim()));
	const of = (field: string) => `.v-form [data-field="${field}"]`;

	return {
		list: async (collection) => {
			await page.locator(`.content-navigation a[href="/admin/content/${collection}"]`).click();
			await arrived(page, `/admin/content/${collection}`);
			await page.waitForSelector('.v-table tbody .table-row, .v-info, .v-form [data-field]');
			await settled(page);
		},
		form: async (collection) => {
			await page.locator(`.header-bar a[href="/admin/content/${collection}/+"]`).click();
			await page.waitForSelector(`.v-form [data-collection="${collection}"][data-field]`);
			await settled(page);
		},
		row: async (text) => {
			await page.locator(`.v-table .table-row ::-p-text(${text})`).click();
			await page.waitForSelector('.v-form [data-field]');
			await settled(page);
		},
		unfold: async () => {
			const folded = '.group-detail:not(:has(.v-form))';
			await page.$$eval(`${folded} > button`, (sections) => sections.forEach((section) => section.click()));
			await page.waitForFunction((selector) => !document.querySelector(selector), {}, folded);
			await settled(page);
		},
		title: async () => (await texts('.header-bar h1'))[0] ?? '',
		text: () => page.evaluate(() => document.body.innerText),
		columns: () => texts('thead .name'),
		firstRow: () => texts('.v-table .table-row:first-child td'),
		labels: async (collection) => Object.fromEntries(await page.$$eval(
			`.v-form [data-collection="${collection}"][data-field]`,
			(fields) => fields.map((field) => [field.getAttribute('data-field'), field.querySelector('.field-label-content')?.textContent.trim() ?? '']),
		)),
		sections: () => texts('.group-detail .title'),
		type: async (field, text) => {
			await page.locator(`${of(field)} input`).click({ count: 3 });
			await page.keyboard.type(text);
			await page.keyboard.press('Tab');
		},
		typed: (field) => page.$eval(`${of(field)} input`, (input) => (input as HTMLInputElement).value),
		said: async (field) => (await page.waitForSelector(`${of(field)} [role=alert], ${of(field)} .validation-error`))?.evaluate((element) => element.textContent.trim()) ?? '',
		save: async () => {
			await page.locator('.header-bar .v-button:not(.secondary) > button:has([data-icon=check])').click();
			await page.waitForNetworkIdle({ idleTime: 150, timeout: 20_000 });
		},
	};
}

async function unfoldOne(page: Page, folded: string): Promise<void> {
	const count = (await page.$$(folded)).length;
	await page.locator(folded).click();
	await page.waitForFunction((selector, before) => document.querySelectorAll(selector).length < before, {}, folded, count);
}

async function arrived(page: Page, path: string): Promise<void> {
	await page.waitForFunction((pathname) => location.pathname === pathname, {}, path);
}

/** Nothing is loading any more. */
async function settled(page: Page): Promise<void> {
	await page.waitForNetworkIdle({ idleTime: 150, timeout: 20_000 });
	await page.waitForFunction(() => !document.querySelector('.v-skeleton-loader, .v-progress-linear, .v-progress-circular'));
}
