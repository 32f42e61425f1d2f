import { describe, expect, it } from 'vitest';
import { detectDelimiter, detectUnicode, fitProblem, hasDelimiterHint, readHeader } from './csv.ts';

describe('the delimiter', () => {
	it.each([
		['a,b,c\n1,2,3\n', ','],
		['a;b;c\n1,5;2,5;3\n', ';'],
		['a\tb\n1\t2\n', '\t'],
		['a|b\n1|2\n', '|'],
		['name;"a,b,c,d"\nx;y\n', ';'],
		['"a\n,,,,,";b\n1;2\n', ';'],
		['name, first;city\nAda;London\nBob;Paris\n', ';'],
		['sep=|\r\na,b|c\r\n1,2|3\r\n', '|'],
		['only one column\nx\ny\n', ','],
		['', ','],
	])('of %j is %j', (text, delimiter) => {
		expect(detectDelimiter(text, '"')).toBe(delimiter);
	});

	it('may be named by the file', () => {
		expect([hasDelimiterHint('sep=;\r\na;b'), hasDelimiterHint('sep;a')]).toEqual([true, false]);
	});
});

describe('the encoding', () => {
	const bytes = (text: string, encoding: BufferEncoding) => new Uint8Array(Buffer.from(text, encoding));
	it.each<[string, Uint8Array, string | null]>([
		['utf-8 with BOM', bytes('\ufeffa,b', 'utf8'), 'utf-8'],
		['utf-16le with BOM', bytes('\ufeffa,b', 'utf16le'), 'utf-16le'],
		['utf-16be with BOM', new Uint8Array([0xfe, 0xff, 0, 0x61]), 'utf-16be'],
		['utf-16le without BOM', bytes('name,city', 'utf16le'), 'utf-16le'],
		['utf-16be without BOM', new Uint8Array(Buffer.from('name,city', 'utf16le').swap16()), 'utf-16be'],
		['plain', bytes('name,city', 'latin1'), null],
		['nothing', new Uint8Array(), null],
	])('%s', (_, start, encoding) => {
		expect(detectUnicode(start)).toBe(encoding);
	});
});

describe('the header', () => {
	it.each<[string[], unknown]>([
		[['a', ' b '], { columns: ['a', 'b'] }],
		[['a', 'b', '', ''], { columns: ['a', 'b'] }],
		[['', ''], { problems: ['The first line of the file is empty. It has to hold the names of the columns.'] }],
		[['a', '', 'c'], { problems: ['Column 2 has no name. Name it in the first line of the file.'] }],
		[['a', 'b', 'a', 'a'], { problems: ['Several columns are called “a”. Give each its own name in the first line of the file.'] }],
	])('%j', (names, result) => {
		expect(readHeader(names)).toEqual(result);
	});

	it.each<[string[], boolean]>([[['1', '2'], true], [['1', '2', ' '], true], [['1'], false], [['1', '2', '3'], false]])('fits %j: %s', (raw, fits) => {
		expect(fitProblem(raw, ['a', 'b']) === undefined).toBe(fits);
	});
});
