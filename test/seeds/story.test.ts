import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { normaliseDomain } from '../../extensions/crm/src/domain/shared/domain.ts';
import { normaliseEmail } from '../../extensions/crm/src/domain/shared/email.ts';
import { normalisePhone } from '../../extensions/crm/src/domain/shared/phone.ts';
import { type House, houseOf } from '../../seeds/demo/house.ts';
import { tellStory } from '../../seeds/demo/story.ts';
import type { DemoRow } from '../../seeds/demo/story-shape.ts';
import { referenceRows } from '../../seeds/reference.ts';
import { faultsOf, written } from './dictionary.ts';

/** The first and the last moment of months, a leap day, a weekend, an ordinary day. */
const moments = [
	'2026-01-01T00:00:10Z', '2026-01-31T23:50:00Z', '2026-02-28T12:00:00Z', '2026-03-01T06:00:00Z', '2026-06-14T18:20:00Z', '2026-11-21T09:30:00Z', '2026-12-31T15:00:00Z', '2028-02-29T10:00:00Z',
];
const days = moments.map((moment) => new Date(moment));

const reference = (baseCurrency = 'EUR') => referenceRows({ baseCurrency, fiscalYearStart: 1, defaultCountry: 'DE', rooms: 'all' });

function houseWith(baseCurrency = 'EUR'): House {
	return houseOf((table) => reference(baseCurrency).filter((row) => row.table === table).map(({ id = '', doc }) => ({ id, ...doc })));
}

/** The tables as the story leaves them, without what the database derives. */
function tell(now: Date, house = houseWith()): Map<string, DemoRow[]> {
	const tables = new Map<string, Map<string, DemoRow>>();
	for (const { kind, table, rows } of tellStory({ now, house })) {
		const known = tables.get(table) ?? new Map<string, DemoRow>();
		tables.set(table, known);
		for (const row of rows) {
			if (kind === 'rows') expect(known.has(row.id), `${table}/${row.id} twice`).toBe(false);
			known.set(row.id, { ...known.get(row.id), ...row });
		}
	}
	return new Map([...tables].map(([table, rows]) => [table, [...rows.values()]]));
}

const dayOf = (now: Date) => now.toISOString().slice(0, 10);
const monthOf = (now: Date) => now.toISOString().slice(0, 7);
const text = (value: unknown) => String(value ?? '');
const filled = (rows: readonly DemoRow[], column: string) => rows.map((row) => row[column]).filter((value) => value !== null && value !== undefined).map(String);
const twice = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

const { won, lost, open: openStages } = houseWith().sales;

describe.each(moments)('told on %s', (moment) => {
	const now = new Date(moment);
	const story = tell(now);
	const rows = (table: string) => story.get(table) ?? [];
	const deals = rows('crm_opportunities');
	const activities = rows('crm_activities');

	test('has the cast that was promised', () => {
		expect(Object.fromEntries(['directus_users', 'crm_teams', 'crm_accounts', 'crm_contacts', 'crm_leads', 'crm_opportunities', 'crm_activities', 'crm_products', 'crm_price_books'].map((table) => [table, rows(table).length]))).toEqual({
			directus_users: 11, crm_teams: 2, crm_accounts: 40, crm_contacts: 120, crm_leads: 200, crm_opportunities: 150, crm_activities: 400, crm_products: 12, crm_price_books: 2,
		});
	});

	test('is as the dictionary wants it: columns, choices, bounds, forms, links', () => {
		const all = [...story].flatMap(([table, list]) => list.map((row) => ({ table, row })));
		expect(faultsOf([...all, ...reference().map(written)])).toEqual([]);
	});

	test('has deals to be decided this month, from now on', () => {
		const thisMonth = deals.filter(({ close_date }) => text(close_date).startsWith(monthOf(now)));
		const open = thisMonth.filter(({ stage }) => stage !== won && stage !== lost);
		expect(open.filter(({ close_date }) => text(close_date) >= dayOf(now)).length).toBeGreaterThanOrEqual(5);
	});

	test('has deals won this month, and in each of the eleven before', () => {
		const months = Array.from({ length: 12 }, (_, back) => monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))));
		for (const month of months) expect(deals.filter(({ stage, stage_entered_at }) => stage === won && text(stage_entered_at).startsWith(month)).length, month).toBeGreaterThan(0);
	});

	test('has overdue deals, and some that stand still', () => {
		const open = deals.filter(({ stage }) => openStages.some(({ id }) => id === stage));
		expect(open.filter(({ close_date }) => text(close_date) < dayOf(now)).length).toBeGreaterThanOrEqual(4);
		const monthAgo = new Date(now.getTime() - 31 * 86_400_000).toISOString();
		expect(open.filter(({ stage_entered_at, date_created }) => text(stage_entered_at ?? date_created) < monthAgo).length).toBeGreaterThanOrEqual(3);
	});

	test('has something to do today for everybody, and things that wait', () => {
		const planned = activities.filter(({ status }) => status === 'planned');
		const today = planned.filter(({ due_at }) => text(due_at).startsWith(dayOf(now)));
		expect(new Set(today.map(({ owner }) => owner)).size).toBe(7);
		expect(today.length).toBeGreaterThanOrEqual(14);
		expect(planned.filter(({ due_at }) => text(due_at) < dayOf(now)).length).toBe(22);
		expect(planned.filter(({ due_at }) => text(due_at).slice(0, 10) > dayOf(now)).length).toBe(62);
	});

	test('says nothing of the future but what is planned', () => {
		for (const [table, list] of story) {
			for (const column of ['date_created', 'date_updated', 'stage_entered_at', 'completed_at', 'consent_at']) {
				for (const at of filled(list, column)) expect(at <= now.toISOString(), `${table}.${column} ${at}`).toBe(true);
			}
		}
		for (const { status, due_at } of activities.filter((activity) => activity['status'] === 'done' && activity['due_at'])) expect(text(due_at) <= now.toISOString(), text(status)).toBe(true);
	});

	test('happens in order', () => {
		const made = new Map([...story.values()].flat().map(({ id, date_created }) => [id, text(date_created)]));
		for (const deal of deals) {
			expect(text(deal['close_date']) >= text(deal['date_created']).slice(0, 10), text(deal['name'])).toBe(true);
			expect(text(deal['date_created']) >= (made.get(text(deal['account'])) ?? ''), text(deal['name'])).toBe(true);
		}
		for (const { next_step_at, close_date, name } of deals) if (next_step_at && text(close_date) >= dayOf(now)) expect(text(next_step_at) <= text(close_date), text(name)).toBe(true);
		for (const { kind, table, rows: changed } of tellStory({ now, house: houseWith() })) {
			if (kind !== 'changes' || table !== 'crm_opportunities') continue;
			const last = new Map<string, string>();
			for (const { id, stage_entered_at } of changed) {
				expect(text(stage_entered_at) > (last.get(id) ?? made.get(id) ?? ''), id).toBe(true);
				last.set(id, text(stage_entered_at));
			}
		}
		for (const activity of activities) for (const link of ['opportunity', 'lead']) expect(text(activity['date_created']) >= (made.get(text(activity[link])) ?? ''), text(activity['subject'])).toBe(true);
		for (const { end_at, start_at } of activities) if (end_at) expect(text(end_at) > text(start_at)).toBe(true);
	});

	test('names nobody twice', () => {
		for (const [table, columns] of Object.entries({ directus_users: ['email'], crm_accounts: ['name', 'domain'], crm_contacts: ['email'], crm_leads: ['email', 'company'], crm_opportunities: ['name'], crm_products: ['code', 'name'] })) {
			for (const column of columns) expect(twice(filled(rows(table), column))).toEqual([]);
		}
		const people = rows('crm_contacts').map(({ first_name, last_name }) => `${text(first_name)} ${text(last_name)}`);
		expect(twice(people)).toEqual([]);
		expect(twice([...filled(rows('crm_contacts'), 'email'), ...filled(rows('crm_leads'), 'email')])).toEqual([]);
	});

	test('a deal’s contact works at its account', () => {
		const works = new Set(rows('crm_account_contacts').map(({ account, contact }) => `${text(account)}/${text(contact)}`));
		for (const { account, contact, name } of deals) expect(works.has(`${text(account)}/${text(contact)}`), text(name)).toBe(true);
	});
});

describe('addresses and numbers', () => {
	const all = [...tell(days[5] as Date)];

	test('every telephone number is a valid one that nobody can have', () => {
		const phones = all.flatMap(([, rows]) => [...filled(rows, 'phone'), ...filled(rows, 'mobile')]);
		expect(phones.length).toBeGreaterThan(200);
		for (const phone of phones) {
			expect(parsePhoneNumberFromString(phone)?.isValid(), phone).toBe(true);
			expect(normalisePhone(phone, 'DE')).toBe(phone);
			expect(phone).toMatch(/^\+(49(3023125|6990009|4066969|2214710|8999998|17139200|176040690)|33(19900|26191|35301|46571|53649)|44(207946|113496|161496|117496)0|46(8465004|3139006|4062804|7017406))/);
		}
	});

	test('every e-mail address and domain is in its normal form, below .example or example.com', () => {
		for (const [, rows] of all) {
			for (const email of filled(rows, 'email')) {
				expect(normaliseEmail(email)).toBe(email);
				expect(email).toMatch(/^[a-z.-]+@([a-z0-9-]+\.example|frostlotse\.example\.com)$/);
			}
			for (const domain of filled(rows, 'domain')) expect(normaliseDomain(domain)).toBe(domain);
			for (const website of filled(rows, 'website')) expect(website).toMatch(/^https:\/\/www\.[a-z0-9-]+\.example$/);
		}
	});
});

describe('the same story', () => {
	test('is told to everybody on the same day', () => {
		const now = days[4] as Date;
		expect(tellStory({ now, house: houseWith() })).toEqual(tellStory({ now, house: houseWith() }));
	});

	test('has the same keys, people and deals on every day', () => {
		const [one, other] = [days[0], days[5]].map((now) => tell(now as Date));
		for (const [table, rows] of one ?? []) expect(rows.map(({ id }) => id).sort()).toEqual(other?.get(table)?.map(({ id }) => id).sort());
		const cast = (story: Map<string, DemoRow[]> | undefined) => story?.get('crm_opportunities')?.filter(({ type }) => type !== 'renewal').map(({ id, name, account, currency }) => ({ id, name, account, currency })).sort((a, b) => (a.id < b.id ? -1 : 1));
		expect(cast(one)).toEqual(cast(other));
	});

	test.each(['USD', 'GBP', 'CHF', 'JPY', 'PLN', 'KWD'])('is told in %s where that is the base currency', (base) => {
		const story = tell(days[5] as Date, houseWith(base));
		expect(faultsOf([...[...story].flatMap(([table, list]) => list.map((row) => ({ table, row }))), ...reference(base).map(written)])).toEqual([]);
		const currencies = new Set(filled(story.get('crm_opportunities') ?? [], 'currency'));
		expect(currencies.has(base)).toBe(true);
		for (const currency of currencies) if (currency !== base) expect(filled(story.get('crm_exchange_rates') ?? [], 'from_currency')).toContain(currency);
		expect((story.get('crm_products') ?? []).every(({ currency }) => currency === base)).toBe(true);
	});
});

describe('in an instance that an admin has shaped', () => {
	const shaped = (change: (table: string, row: DemoRow) => DemoRow | undefined) => houseOf((table) => reference().filter((row) => row.table === table).flatMap(({ id = '', doc }) => change(table, { id, ...doc }) ?? []));

	test('a pipeline with fewer stages is enough', () => {
		const house = shaped((table, row) => (table === 'crm_stages' && ['Qualification', 'Negotiation'].includes(text(row['name'])) ? undefined : row));
		const stages = new Set([...house.sales.open.map(({ id }) => id), house.sales.won, house.sales.lost]);
		const sales = tell(days[5] as Date, house).get('crm_opportunities')?.filter(({ pipeline }) => pipeline === house.sales.id) ?? [];
		expect(sales).toHaveLength(126);
		for (const { stage } of sales) expect(stages.has(text(stage))).toBe(true);
	});

	test('without a lost stage, a sentence says what is missing', () => {
		expect(() => shaped((table, row) => (table === 'crm_stages' && row['kind'] === 'lost' ? undefined : row))).toThrow('The demo needs a pipeline with an open, a won and a lost stage; Sales has not all of them.');
	});

	test('sources and reasons that are gone leave gaps', () => {
		const house = shaped((table, row) => (['crm_lead_sources', 'crm_lost_reasons', 'crm_tax_rates'].includes(table) ? undefined : row));
		const story = tell(days[5] as Date, house);
		expect(filled(story.get('crm_leads') ?? [], 'source')).toEqual([]);
		expect(filled(story.get('crm_opportunities') ?? [], 'lost_reason')).toEqual([]);
	});

	test('rates of its own are not outvoted', () => {
		const house = { ...houseWith(), ownRatesFrom: new Map([['CHF/EUR', '2026-06-15']]) };
		const rates = tell(days[5] as Date, house).get('crm_exchange_rates') ?? [];
		expect(rates.filter(({ from_currency, valid_on }) => from_currency === 'CHF' && text(valid_on) >= '2026-06-15')).toEqual([]);
		expect(rates.filter(({ from_currency }) => from_currency === 'GBP')).toHaveLength(18);
	});
});
