import { describe, expect, it } from 'vitest';
import { columnsOf, holds, readCell } from './cell.ts';
import { readMapping } from './mapping.ts';

const cells = new Map([['First', ' Ada '], ['Last', 'Lovelace'], ['Name', 'Anna van  der Berg'], ['Empty', '  '], ['Stage', 'won '], ['Formula', '\'=SUM(A1)'], ['Quote', '\'tis']]);

function cell(settings: unknown) {
	const result = readMapping({ collection: 'x', columns: { field: settings } });
	if ('problems' in result) throw new Error(result.problems.join());
	const [only] = Object.values(result.mapping.columns);
	if (!only) throw new Error('no cell');
	return only;
}

describe('a cell is read', () => {
	it.each<[string, unknown, string | null]>([
		['from its column, trimmed', 'First', 'Ada'],
		['untrimmed when asked for', { column: 'First', trim: false }, ' Ada '],
		['as its first word', { template: 'Ada King Lovelace{Empty}{Last}', part: 'firstWord' }, 'Ada'],
		['as the words after the first', { column: 'Name', part: 'otherWords' }, 'van der Berg'],
		['as its last word', { column: 'Name', part: 'lastWord' }, 'Berg'],
		['as the words before the last', { column: 'Name', part: 'leadingWords' }, 'Anna van der'],
		['as nothing after the only word', { column: 'Last', part: 'otherWords' }, null],
		['as nothing when there is only space', 'Empty', null],
		['with a default for nothing', { column: 'Empty', default: 'n/a' }, 'n/a'],
		['from the first filled of several columns', { column: ['Empty', 'Last'] }, 'Lovelace'],
		['from a template', { template: '{First} {Last}' }, 'Ada Lovelace'],
		['from a template with gaps closed', { template: '{First} {Empty} {Last}' }, 'Ada Lovelace'],
		['as nothing from a template of empty columns', { template: 'Dear {Empty}' }, null],
		['from a constant', { constant: 1 }, '1'],
		['through an alias in any case', { column: 'Stage', aliases: { WON: 'Closed won' } }, 'Closed won'],
		['as nothing through an alias', { column: 'Stage', aliases: { won: null } }, null],
		['as nothing through an alias, with a default', { column: 'Stage', aliases: { won: null }, default: 'Open' }, 'Open'],
		['without the apostrophe that guards a formula', 'Formula', '=SUM(A1)'],
		['with an apostrophe that guards nothing', 'Quote', '\'tis'],
		['from inherited names never', { column: 'Stage', aliases: { toString: 'x' } }, 'won'],
	])('%s', (_, settings, text) => {
		expect(readCell(cell(settings), cells).text).toBe(text);
	});

	it('remembers which column was read, and what it said', () => {
		expect(readCell(cell({ column: ['Empty', 'Stage'], aliases: { won: 'Closed won' } }), cells)).toEqual({ text: 'Closed won', column: 'Stage', written: 'won' });
	});
});

it('names the columns that it needs', () => {
	expect(columnsOf(cell({ template: '{First} {Last}' }))).toEqual(['First', 'Last']);
	expect(columnsOf(cell({ column: ['First', 'Last'] }))).toEqual(['First', 'Last']);
	expect(columnsOf(cell({ constant: 'x' }))).toEqual([]);
});

it.each<[string, Parameters<typeof holds>[0], boolean]>([
	['none', undefined, false],
	['empty', [{ column: 'Empty', is: 'empty' }], true],
	['filled', [{ column: 'Empty', is: 'filled' }], false],
	['in', [{ column: 'Stage', in: ['won', 'lost'] }], true],
	['notIn', [{ column: 'Stage', notIn: ['won', 'lost'] }], false],
	['any of several', [{ column: 'Empty', is: 'filled' }, { column: 'Stage', in: ['won'] }], true],
])('a condition: %s', (_, conditions, result) => {
	expect(holds(conditions, cells)).toBe(result);
});
