import { expect, it } from 'vitest';
import { readMapping } from './mapping.ts';

const valid = { collection: 'crm_accounts', columns: { name: 'account' } };

it('a mapping may be as short as this', () => {
	const result = readMapping(valid);
	expect('mapping' in result && result.mapping.columns['name']).toEqual({ column: ['account'], trim: true, empty: 'skip', once: false });
	expect('mapping' in result && result.mapping.csv).toEqual({ delimiter: 'auto', quote: '"', encoding: 'auto', header: true });
});

it('single values stand for lists of one', () => {
	const result = readMapping({ ...valid, key: 'name', format: { date: 'dd.MM.yyyy' }, skipWhen: { column: 'account', is: 'empty' } });
	expect(result).toMatchObject({ mapping: { key: ['name'], format: { date: ['dd.MM.yyyy'] }, skipWhen: [{ column: 'account', is: 'empty' }] } });
});

it.each([
	['nothing', null, 'mapping: '],
	['no collection', { columns: { name: 'x' } }, 'mapping.collection: '],
	['no columns', { collection: 'x', columns: {} }, 'mapping.columns: Map at least one column.'],
	['an unknown setting', { ...valid, colums: {} }, 'mapping: Unrecognized key: "colums"'],
	['an unknown setting of a cell', { ...valid, columns: { name: { column: 'a', lookUp: {} } } }, 'mapping.columns.name: Unrecognized key: "lookUp"'],
	['two sources', { ...valid, columns: { name: { column: 'a', constant: 'b' } } }, 'mapping.columns.name: Say where the value comes from: exactly one of "column", "template" and "constant".'],
	['no source', { ...valid, columns: { name: {} } }, 'mapping.columns.name: Say where the value comes from'],
	['a cell of the wrong kind', { ...valid, columns: { name: 7 } }, 'mapping.columns.name: '],
	['an unknown time zone', { ...valid, format: { timeZone: 'Mars/Olympus' } }, 'mapping.format.timeZone: Write a time zone such as "Europe/Berlin".'],
	['a lookup without by', { ...valid, columns: { owner: { column: 'a', lookup: {} } } }, 'mapping.columns.owner.lookup.by: '],
	['a delimiter of two characters', { ...valid, csv: { delimiter: '||' } }, 'mapping.csv.delimiter: '],
	['an unclear condition', { ...valid, skipWhen: { column: 'a', is: 'empty', in: ['x'] } }, 'mapping.skipWhen: Say when: exactly one of "is", "in" and "notIn".'],
	['a wrong cell of a child', { ...valid, children: { lines: { rows: [{ columns: { product: { colum: 'x' } } }] } } }, 'mapping.children.lines.rows.0.columns.product: '],
])('%s is refused with its place', (_, input, start) => {
	const result = readMapping(input);
	const problems = 'problems' in result ? result.problems : [];
	expect(problems.some((sentence) => sentence.startsWith(start)), problems.join('\n')).toBe(true);
});
