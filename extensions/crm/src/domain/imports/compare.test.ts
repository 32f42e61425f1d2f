import { describe, expect, it } from 'vitest';
import { changesTo, childChanges, isSame } from './compare.ts';
import { recipeOf } from './recipe.ts';
import { mappingOf, targets } from './test-fixtures.ts';

describe('a value that is stored already is not written again', () => {
	it.each<[string, unknown, Parameters<typeof isSame>[1], boolean]>([
		['decimal', '550.0000', '550', true],
		['decimal', '550.0000', '550.01', false],
		['decimal', '12345678901234567890.1', '12345678901234567890.2', false],
		['integer', 3, 3, true],
		['bigInteger', '9007199254740993', '9007199254740993', true],
		['decimal', 'NaN', '1', false],
		['string', 'a', 'a', true],
		['string', 'a', 'A', false],
		['string', null, null, true],
		['string', '', null, true],
		['string', undefined, 'a', false],
		['string', 'a', null, false],
		['boolean', false, false, true],
		['boolean', null, false, false],
		['date', '2017-03-01', '2017-03-01', true],
		['timestamp', '2017-03-01T00:00:00Z', '2017-03-01T01:00:00+01:00', true],
		['timestamp', '2017-03-01T00:00:00Z', '2017-03-01T00:00:01.000Z', false],
		['uuid', '5AD9C5BA-52D4-4B54-9C2B-7E2E90C0D5A8', '5ad9c5ba-52d4-4b54-9c2b-7e2e90c0d5a8', true],
		['json', { b: 1, a: [1, 2] }, { a: [1, 2], b: 1 }, true],
		['json', ['a'], ['b'], false],
		['string', ['a', 'b'], ['a', 'b'], true],
	])('%s %j and %j: %s', (type, stored, imported, same) => {
		expect(isSame(stored, imported, { name: 'x', label: 'X', type, isRequired: false })).toBe(same);
	});

	it('an update writes only what differs', () => {
		const target = targets.get('crm_opportunities');
		if (!target) throw new Error('no target');
		const changes = changesTo({ name: 'Deal', amount: '10.0000', close_date: '2017-01-01' }, new Map([['name', 'Deal'], ['amount', '11'], ['close_date', null]]), target);
		expect(Object.fromEntries(changes)).toEqual({ amount: '11', close_date: null });
	});
});

describe('child rows become those of the file', () => {
	const recipeWith = (settings: object) => {
		const mapping = mappingOf({ collection: 'crm_opportunities', columns: { name: 'x' }, children: { lines: { ...settings, rows: [{ columns: { product: 'x', quantity: 'x' } }] } } });
		const [only] = recipeOf(mapping, targets).children;
		if (!only) throw new Error('no children');
		return only;
	};
	const line = (product: string, quantity: string) => new Map([['product', product], ['quantity', quantity]]);
	const stored = [{ id: 1, product: 'a', quantity: '1.0000' }, { id: 2, product: 'b', quantity: '2.0000' }];

	it.each<[string, object, ReadonlyMap<string, string>[], unknown]>([
		['nothing to do', { key: ['product'] }, [line('b', '2'), line('a', '1')], null],
		['one changed', { key: ['product'] }, [line('a', '3'), line('b', '2')], { create: [], update: [{ id: 1, quantity: '3' }], delete: [] }],
		['one new, the other kept', { key: ['product'] }, [line('c', '1'), line('a', '1')], { create: [{ product: 'c', quantity: '1' }], update: [], delete: [] }],
		['others removed when asked for', { key: ['product'], others: 'remove' }, [line('a', '1')], { create: [], update: [], delete: [2] }],
		['without a key a changed one is another', {}, [line('a', '3')], { create: [{ product: 'a', quantity: '3' }], update: [], delete: [] }],
		['the same twice', {}, [line('a', '1'), line('a', '1')], { create: [{ product: 'a', quantity: '1' }], update: [], delete: [] }],
	])('%s', (_, settings, wanted, changes) => {
		expect(childChanges(recipeWith(settings), stored, wanted)).toEqual(changes);
	});
});
