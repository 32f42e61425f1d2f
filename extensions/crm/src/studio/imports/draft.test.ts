import { describe, expect, it } from 'vitest';
import { carriedNames, type Draft, draftFrom, draftProblems, mappingOf, newLine, suggestDraft } from './draft.ts';
import type { Inspection, TargetDetails, TargetField } from './types.ts';

const field = (name: string, rest: Partial<TargetField> = {}): TargetField => ({ name, label: name.toUpperCase(), type: 'string', isRequired: false, ...rest });
const target: TargetDetails = {
	collection: 'crm_opportunities', label: 'Opportunities', primary: 'id', history: ['created'],
	fields: [
		field('name', { isRequired: true }), field('external_id'), field('amount', { type: 'decimal' }), field('close_date', { type: 'date' }), field('currency'),
		field('account', { type: 'uuid', link: { collection: 'crm_accounts', label: 'Accounts', ways: [{ by: ['name'], text: 'Name' }] } }),
	],
};
const fields = new Map(target.fields.map((one) => [one.name, one]));
const inspection: Inspection = {
	fileName: 'deals.csv', columns: ['ID', 'Deal', 'Account', 'Amount', 'Closed', 'Colour'], total: 2, encoding: 'utf-8', delimiter: ',', rows: [], key: 'external_id',
	suggestions: [
		{ column: 'ID', field: 'external_id' }, { column: 'Deal', field: 'name' }, { column: 'Account', field: 'account', lookupBy: ['name'] },
		{ column: 'Amount', field: 'amount', number: { decimal: ',', group: '.' } }, { column: 'Closed', field: 'close_date', date: 'dd.MM.yyyy' },
	],
};

describe('a draft', () => {
	it('begins with what the file suggests, and says it as shortly as can be', () => {
		const draft = suggestDraft(inspection, target);
		expect(draft.lines.map(({ column, field: name }) => [column, name])).toEqual([['ID', 'external_id'], ['Deal', 'name'], ['Account', 'account'], ['Amount', 'amount'], ['Closed', 'close_date'], ['Colour', null]]);
		expect(mappingOf(draft, fields)).toEqual({
			collection: 'crm_opportunities', key: 'external_id',
			columns: {
				external_id: 'ID', name: 'Deal', account: { column: 'Account', lookup: { by: ['name'] } },
				amount: { column: 'Amount', format: { decimal: ',', group: '.' } }, close_date: { column: 'Closed', format: { date: 'dd.MM.yyyy' } },
			},
		});
	});

	it('has values for all rows, times of a history, and what stands for what', () => {
		const draft: Draft = {
			collection: 'crm_opportunities', key: 'gone', carried: { columns: {}, rest: {} },
			lines: [
				newLine('Deal', { field: 'name', aliases: [{ from: ' x ', to: 'y' }, { from: 'n/a', to: '' }, { from: '', to: 'z' }], isEmptying: true, isOnce: true }),
				newLine('Account', { field: 'account', way: { by: ['name'], where: { type: 'customer' } }, isCreating: true, isOptional: true, date: 'yyyy' }),
				newLine(null, { field: 'currency', constant: 'USD' }),
				newLine(null, { field: 'amount', constant: '' }),
				newLine('Created', { field: 'history:created', date: 'MM/dd/yyyy' }),
			],
		};
		expect(mappingOf(draft, fields)).toEqual({
			collection: 'crm_opportunities',
			columns: {
				name: { column: 'Deal', aliases: { x: 'y', 'n/a': null }, empty: 'null', once: true },
				account: { column: 'Account', lookup: { by: ['name'], where: { type: 'customer' }, create: true, missing: 'null' } },
				currency: { constant: 'USD' },
			},
			history: { created: { column: 'Created', format: { date: 'MM/dd/yyyy' } } },
		});
	});

	it('is an earlier mapping again, with what the screen has no words for', () => {
		const mapping = {
			collection: 'crm_opportunities', key: 'external_id',
			columns: {
				external_id: 'ID', name: { template: '{Deal} for {Account}' }, account: { column: 'Account', lookup: { by: ['name'], where: { type: 'customer' }, create: true } },
				amount: { column: 'Amount', format: { decimal: ',', group: '.', multiply: '1000' } }, close_date: 'Closed', currency: { constant: 'USD' },
			},
			children: { lines: { rows: [{ columns: { product: 'Product' } }] } },
			history: { created: 'Closed', openingStage: { template: '{Deal}', lookup: { by: ['name'], where: { 'pipeline.is_default': true } } } },
			skipWhen: { column: 'ID', is: 'empty' },
		};
		const draft = draftFrom(mapping, inspection);
		expect(draft.lines.map(({ column, field: name }) => [column, name])).toEqual([
			['ID', 'external_id'], ['Deal', null], ['Account', 'account'], ['Amount', 'amount'], ['Closed', 'close_date'], ['Closed', 'history:created'], ['Colour', null], [null, 'currency'],
		]);
		expect(carriedNames(draft, fields)).toEqual(['NAME', 'Lines', 'When things happened', 'Which rows to leave out']);
		expect(mappingOf(draft, fields)).toEqual(mapping);
	});

	it('keeps what speaks of columns that this file does not have', () => {
		const draft = draftFrom({ collection: 'x', key: ['a', 'b'], columns: { name: 'Elsewhere' } }, inspection);
		expect(draft.carried.columns).toEqual({ name: 'Elsewhere' });
		expect(mappingOf(draft, fields)).toEqual({ collection: 'x', key: ['a', 'b'], columns: { name: 'Elsewhere' } });
	});

	it('knows what is missing and what is there twice', () => {
		const draft: Draft = { collection: 'x', key: null, carried: { columns: {}, rest: {} }, lines: [newLine('A', { field: 'amount' }), newLine('B', { field: 'amount' })] };
		expect(draftProblems(draft, fields)).toEqual({ missing: ['NAME'], doubled: ['AMOUNT'] });
		expect(draftProblems({ ...draft, carried: { columns: { name: 'x' }, rest: {} } }, fields).missing).toEqual([]);
	});
});
