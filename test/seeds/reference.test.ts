import { describe, expect, test } from 'vitest';
import type { RowResource } from '../../schema/apply/resource.ts';
import { countries } from '../../schema/countries.ts';
import { type InstanceSettings, referenceId, referenceRows } from '../../seeds/reference.ts';
import { faultsOf, written } from './dictionary.ts';

const settings: InstanceSettings = { baseCurrency: 'EUR', fiscalYearStart: 1, defaultCountry: 'DE', rooms: 'all' };
const rowsFor = (changed: Partial<InstanceSettings> = {}) => referenceRows({ ...settings, ...changed });
const of = (table: string, rows: readonly RowResource[] = rowsFor()) => rows.filter((row) => row.table === table);

test('every row is one that the dictionary allows, in every country', () => {
	for (const defaultCountry of Object.keys(countries)) {
		expect(faultsOf(rowsFor({ defaultCountry }).map(written))).toEqual([]);
	}
});

test('keys and names occur once', () => {
	for (const rows of [rowsFor(), rowsFor({ defaultCountry: 'FR' }), rowsFor({ defaultCountry: 'US' })]) {
		const twice = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);
		expect(twice(rows.map(({ key }) => key))).toEqual([]);
		for (const table of ['crm_tax_rates', 'crm_lead_sources', 'crm_lost_reasons', 'crm_stages', 'crm_currencies']) expect(twice(of(table, rows).map(({ doc }) => String(doc['name'])))).toEqual([]);
	}
});

test('values have the form in which PostgreSQL gives them back, or a plan would never rest', () => {
	for (const { doc } of of('crm_tax_rates', rowsFor({ defaultCountry: 'CH' }))) expect(doc['rate']).toMatch(/^\d+\.\d{4}$/);
	for (const { doc } of rowsFor()) for (const value of Object.values(doc)) expect(['string', 'number', 'boolean', 'object']).toContain(typeof value);
});

describe('currencies', () => {
	test('the base currency is always there, with the decimals that it has', () => {
		const found = (code: string) => of('crm_currencies', rowsFor({ baseCurrency: code })).find(({ id }) => id === code)?.doc;
		expect(found('EUR')).toMatchObject({ name: 'Euro', symbol: '€', decimals: 2 });
		expect(found('JPY')).toMatchObject({ decimals: 0 });
		expect(found('ISK')).toMatchObject({ name: 'Icelandic Króna', decimals: 0 });
		expect(found('KWD')).toMatchObject({ name: 'Kuwaiti Dinar', decimals: 3 });
	});
});

describe('the pipeline', () => {
	test('has four open stages, a won and a lost one, each with guidance', () => {
		const stages = of('crm_stages');
		expect(stages.map(({ doc }) => doc['name'])).toEqual(['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Won', 'Lost']);
		expect(stages.map(({ doc }) => doc['kind'])).toEqual(['open', 'open', 'open', 'open', 'won', 'lost']);
		expect(stages.every(({ doc }) => String(doc['guidance']).length > 40)).toBe(true);
		expect(of('crm_pipelines')).toMatchObject([{ id: referenceId('crm_pipelines', 'sales'), doc: { name: 'Sales', is_default: true } }]);
	});

	test('can be left for a reason: one asks for a note, one is for imports alone', () => {
		const reasons = of('crm_lost_reasons').map(({ doc }) => doc);
		expect(reasons.filter(({ needs_note }) => needs_note).map(({ name }) => name)).toEqual(['Other']);
		expect(reasons.filter(({ is_active }) => !is_active).map(({ name }) => name)).toEqual(['Not recorded']);
	});
});

describe('tax rates', () => {
	const named = (country: string) => of('crm_tax_rates', rowsFor({ defaultCountry: country })).map(({ doc }) => doc['name']);

	test('are those of the country that the instance is at home in', () => {
		expect(named('DE')).toEqual(['VAT 19 %', 'VAT 7 % (reduced)', 'Zero rated', 'Exempt from VAT', 'Reverse charge', 'Intra-community supply', 'Export outside the EU', 'Outside the scope of VAT']);
		expect(named('CH')).toContain('VAT 8.1 %');
		expect(named('CH')).not.toContain('Intra-community supply');
		expect(named('US')).toEqual(['No tax']);
	});

	test('one of them is the default', () => {
		for (const country of Object.keys(countries)) expect(of('crm_tax_rates', rowsFor({ defaultCountry: country })).filter(({ doc }) => doc['is_default'])).toHaveLength(1);
	});

	test('a rate that changes stays the same row', () => {
		const ids = (country: string) => of('crm_tax_rates', rowsFor({ defaultCountry: country })).filter(({ doc }) => doc['is_default']).map(({ id }) => id);
		expect(ids('DE')).toEqual(ids('FR'));
	});
});

test('a country that is none is left open', () => {
	expect(of('crm_settings', rowsFor({ defaultCountry: 'XX' }))[0]?.doc).toEqual({ base_currency: 'EUR', fiscal_year_start: 1, default_country: null });
});
