import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, logIn, type Visitor } from '../support/browser.ts';
import { startWorld, type World } from '../support/index.ts';
import { type Cast, castOf, type RoleName } from './cast.ts';
import { rowsFor } from './rows.ts';

/** The app as each role finds it: what it shows can be clicked, and nothing that is clicked ends in a refusal. */
let world: World;
let cast: Cast;
let browser: Browser;

beforeAll(async () => {
	world = await startWorld({ env: { SERVE_APP: 'true' } });
	cast = await castOf(world);
	browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});

const records = ['crm_leads', 'crm_accounts', 'crm_contacts', 'crm_opportunities', 'crm_activities'] as const;

/** What each finds in the navigation, and which modules in the bar besides content, people, files and insights. */
const shown: Record<Exclude<RoleName, 'Administrator'>, { readonly records: readonly string[]; readonly modules: readonly string[] }> = {
	'Sales Rep': { records, modules: ['crm'] },
	'Sales Manager': { records, modules: ['crm', 'crm-handover'] },
	Marketing: { records, modules: ['crm', 'crm-handover', 'crm-import'] },
	Support: { records: ['crm_accounts', 'crm_contacts', 'crm_activities'], modules: [] },
	Finance: { records: ['crm_accounts', 'crm_contacts', 'crm_opportunities', 'crm_activities'], modules: ['crm'] },
	Viewer: { records, modules: ['crm'] },
};

describe.each(Object.keys(shown) as (keyof typeof shown)[])('%s', (role) => {
	it('can open all that the app shows', async () => {
		const person = cast.people[role];
		const rows = await rowsFor(person, { world, cast });
		const visitor = await logIn(browser, world.url, { ...person, width: 1440, height: 1000 });
		const { page } = visitor;
		const refused: string[] = [];
		const visit = async (what: string, go: () => Promise<unknown>) => {
			visitor.complaints.length = 0;
			await go();
			await visitor.settled();
			refused.push(...visitor.complaints.map((complaint) => `${what}: ${complaint}`), ...await noticesOn(page, what));
		};

		// Bookmarks and lists to pick from are the same for all: once through them is enough.
		const links = (await linksOn(visitor)).filter((link) => role === 'Sales Rep' || !link.includes('bookmark'));
		const collections = links.flatMap((link) => /\/content\/(crm_\w+)$/.exec(link)?.[1] ?? []);
		expect(records.filter((name) => collections.includes(name))).toEqual(shown[role].records);
		expect(links.flatMap((link) => /\/admin\/(crm(?:-[\w-]+)?)$/.exec(link)?.[1] ?? []).sort()).toEqual([...shown[role].modules].sort());

		// The navigation of content goes when a module is opened: first what stands in it.
		for (const link of links.toSorted((one, other) => Number(other.includes('/content/')) - Number(one.includes('/content/')))) await visit(link, () => page.$eval(`a[href="${link}"]`, (anchor) => (anchor as HTMLElement).click()));
		for (const list of role === 'Sales Rep' ? ['crm_products', 'crm_stages', 'crm_teams', 'crm_settings'] : []) await visit(list, () => navigate(page, `/admin/content/${list}`));
		for (const collection of shown[role].records) {
			const row = rows[collection]?.find(({ own, team }) => own && team) ?? rows[collection]?.[0];
			await visit(`${collection}, a record`, () => navigate(page, `/admin/content/${collection}/${row?.id}`));
			await visit(`${collection}, what stands beside it`, () => openSidebar(visitor));
		}
		await visit('a colleague', () => navigate(page, `/admin/users/${cast.teammate.id}`));
		await visit('oneself', () => navigate(page, `/admin/users/${person.id}`));

		expect(refused).toEqual([]);
		await visitor.close();
	}, 300_000);
});

async function linksOn({ page, open, settled }: Visitor): Promise<string[]> {
	await open('/admin/content');
	await page.waitForSelector('a[href="/admin/content/crm_accounts"]', { timeout: 60_000 });
	await settled();
	const links = await page.$$eval('a', (anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
	return [...new Set(links.filter((link) => /^\/admin\/(content\/crm_\w+(\?bookmark=\d+)?|users|files|insights|crm(-[\w-]+)?)$/.test(link)))];
}

/** As a click within the app does: to load the app anew takes seconds. */
async function navigate(page: Visitor['page'], path: string): Promise<void> {
	await page.evaluate((to) => {
		history.pushState({}, '', to);
		dispatchEvent(new PopStateEvent('popstate', { state: history.state as unknown }));
	}, path);
}

/** Revisions, comments and what else a record has at its side. */
async function openSidebar({ page, settled }: Visitor): Promise<void> {
	for (const detail of await page.$$('.sidebar-detail .toggle')) {
		await detail.evaluate((button) => (button as HTMLElement).click());
		await settled();
	}
}

async function noticesOn(page: Visitor['page'], what: string): Promise<string[]> {
	const lines = await page.evaluate(() => document.body.innerText.split('\n'));
	return lines.filter((line) => /forbidden|don.t have permission|unexpected error|page not found/i.test(line)).map((line) => `${what}: “${line}”`);
}
