import { describe, expect, it } from 'vitest';
import { guessDate, guessNumber, suggestColumns, usualCondition, usualKey, usualLookup } from './suggest.ts';
import type { Target, TargetField } from './target.ts';

function target(collection: string, ...fields: (Partial<TargetField> & { name: string })[]): Target {
	const all = [{ name: 'id', type: 'uuid' }, ...fields].map((field) => ({ label: field.name, type: 'string', isRequired: false, ...field }));
	return { collection, label: collection, primary: 'id', fields: new Map(all.map((field) => [field.name, field])) };
}

const users = target('directus_users', { name: 'email' }, { name: 'first_name' }, { name: 'last_name' }, { name: 'password', protection: 'secret' });
const accounts = target('crm_accounts', { name: 'name' }, { name: 'external_id' }, { name: 'last_activity_at', protection: 'kept' });
const opportunities = target('crm_opportunities',
	{ name: 'name' }, { name: 'account', type: 'uuid', link: { collection: 'crm_accounts' } }, { name: 'owner', type: 'uuid', link: { collection: 'directus_users' } },
	{ name: 'close_date', type: 'date' }, { name: 'amount', type: 'decimal' }, { name: 'stage_kind', label: 'State', protection: 'kept' }, { name: 'external_id' });
const targets = new Map([users, accounts, opportunities].map((one) => [one.collection, one]));

it('columns find their fields by name, label and what other programs call them', () => {
	const columns = ['Opportunity ID', 'Deal name', 'Account Name', 'Sales Agent', 'Close date', 'Close value', 'State', 'Colour'];
	const samples = new Map([['Close date', ['31.12.2017', '']], ['Close value', ['1.054,50']]]);
	expect(suggestColumns({ columns, samples, target: opportunities, targets })).toEqual([
		{ column: 'Opportunity ID', field: 'external_id' },
		{ column: 'Deal name', field: 'name' },
		{ column: 'Account Name', field: 'account', lookupBy: ['name', 'external_id'] },
		{ column: 'Sales Agent', field: 'owner', lookupBy: ['email', 'first_name last_name'] },
		{ column: 'Close date', field: 'close_date', date: 'dd.MM.yyyy' },
		{ column: 'Close value', field: 'amount', number: { decimal: ',', group: '.' } },
	]);
});

it('rows are recognised by the best of the mapped fields', () => {
	expect(usualKey(opportunities, ['name', 'external_id'])).toBe('external_id');
	expect(usualKey(opportunities, ['amount'])).toBeUndefined();
	expect(usualLookup(target('crm_currencies', { name: 'rate' }))).toEqual(['id']);
	expect([usualCondition(target('crm_stages')), usualCondition(accounts)]).toEqual([{ 'pipeline.is_default': true }, undefined]);
});

describe('the date format is told from the values', () => {
	it.each([
		[['2017-03-01'], undefined],
		[['31.12.2017', '01.02.2017'], 'dd.MM.yyyy'],
		[['12/31/2017', '01/02/2017'], 'MM/dd/yyyy'],
		[['31/12/2017', '01/02/2017'], 'dd/MM/yyyy'],
		[['01/02/2017'], 'MM/dd/yyyy'],
		[['31.12.17'], 'dd.MM.yy'],
		[['soon'], undefined],
		[[], undefined],
	])('%j -> %s', (values, pattern) => {
		expect(guessDate(values)).toBe(pattern);
	});
});

describe('the number format is told from the values', () => {
	it.each([
		[['1054', '12.5'], { decimal: '.', group: '' }],
		[['1,054.50'], { decimal: '.', group: ',' }],
		[['1.054,50'], { decimal: ',', group: '.' }],
		[['12,5'], { decimal: ',', group: '' }],
		[['1,054', '2,000'], { decimal: '.', group: ',' }],
		[['1.054', '2.000'], { decimal: ',', group: '.' }],
		[['1.054'], { decimal: '.', group: '' }],
		[['1 054,50'], { decimal: ',', group: ' ' }],
		[[], { decimal: '.', group: '' }],
	])('%j -> %j', (values, format) => {
		expect(guessNumber(values)).toEqual(format);
	});
});
