import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, test } from 'vitest';
import { mappingSchema } from '../../extensions/crm/src/domain/imports/mapping.ts';
import { type CsvSettings, openCsv } from '../../extensions/crm/src/directus/imports/csv-file.ts';

const temporary = mkdtempSync(join(tmpdir(), 'cardinal-csv-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const auto = mappingSchema.shape.csv.parse({});

async function read(content: string | Uint8Array, settings: Partial<CsvSettings> = {}) {
	const path = join(temporary, 'file.csv');
	writeFileSync(path, content);
	return readFile(path, settings);
}

async function readFile(path: string, settings: Partial<CsvSettings> = {}) {
	const { records, ...file } = await openCsv(path, { ...auto, ...settings });
	const all = [];
	for await (const record of records()) all.push(record);
	return { ...file, lines: all.map(({ line }) => line), problems: all.map(({ problem }) => problem?.message), rows: all.map(({ cells }) => Object.fromEntries(cells)) };
}

describe('csv-spectrum', () => {
	const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'csv-spectrum');
	const files = existsSync(folder) ? readdirSync(join(folder, 'csvs')).sort() : [];

	test.skipIf(files.length === 0)('has twelve files (../shared/data/csv-spectrum)', () => {
		expect(files).toHaveLength(12);
	});

	test.each(files)('%s is what its JSON says', async (file) => {
		const json: unknown = JSON.parse(readFileSync(join(folder, 'json', `${basename(file, '.csv')}.json`), 'utf8'));
		const { rows } = await readFile(join(folder, 'csvs', file));
		// The telephone number of this one differs between its two forms, and its JSON is a bare object.
		const expected = file === 'location_coordinates.csv' ? [{ ...(json as object), 'Contact Phone Number': '2095257564' }] : json;
		expect(rows).toEqual(expected);
	});
});

describe('encodings', () => {
	const text = 'name;city\nMüller;Köln\nŁódź €;Ærø\n';
	const expected = [{ name: 'Müller', city: 'Köln' }, { name: 'Łódź €', city: 'Ærø' }];

	test.each([
		['utf-8', 'utf-8', false],
		['utf-8', 'utf-8', true],
		['utf-16le', 'utf-16le', true],
		['utf-16be', 'utf-16be', true],
	])('%s is recognised (as %s, byte order mark: %s)', async (encoding, found, addBOM) => {
		const file = await read(iconv.encode(text, encoding, { addBOM }));
		expect(file.rows).toEqual(expected);
		expect(file.encoding).toBe(found);
	});

	test('what is not UTF-8 is taken for the code page of Windows', async () => {
		const file = await read(iconv.encode('name;price\nMüller “quoted”;5 €\n', 'windows-1252'));
		expect(file).toMatchObject({ encoding: 'windows-1252', rows: [{ name: 'Müller “quoted”', price: '5 €' }] });
	});

	test('a letter that shows the encoding may come late in the file', async () => {
		const rows = Array.from({ length: 20_000 }, (_, index) => `row ${index};x`).join('\n');
		const file = await read(iconv.encode(`name;city\n${rows}\nMüller;Köln\n`, 'windows-1252'));
		expect(file.rows.at(-1)).toEqual({ name: 'Müller', city: 'Köln' });
	});

	test.each(['windows-1250', 'iso-8859-2', 'shift_jis', 'utf-16le'])('%s is read when the mapping says so', async (encoding) => {
		const sample = encoding === 'shift_jis' ? 'name;city\n田中;東京\n' : 'name;city\nŁódź;Kraków\n';
		const file = await read(iconv.encode(sample, encoding), { encoding });
		expect(file.rows).toEqual([encoding === 'shift_jis' ? { name: '田中', city: '東京' } : { name: 'Łódź', city: 'Kraków' }]);
	});

	test('a byte order mark beats what the mapping says', async () => {
		expect((await read(iconv.encode(text, 'utf-8', { addBOM: true }), { encoding: 'windows-1252' })).rows).toEqual(expected);
	});

	test.each<[string, string, string]>([
		['what is not UTF-8 but said to be', 'utf-8', 'The file is not written in UTF-8. Set “encoding” to what it is written in, such as windows-1252, or to auto.'],
		['an unknown encoding', 'klingon', 'mapping.csv.encoding: “klingon” is no known encoding. Use one such as utf-8, windows-1252 or utf-16le, or leave it out.'],
	])('%s is refused', async (_, encoding, sentence) => {
		await expect(read(iconv.encode(text, 'windows-1252'), { encoding })).rejects.toThrow(sentence);
	});
});

describe('what programs make of CSV', () => {
	test.each([
		['semicolons', 'a;b\n1,5;2\n', [{ a: '1,5', b: '2' }]],
		['tabs', 'a\tb\n1\t2\n', [{ a: '1', b: '2' }]],
		['bars', 'a|b\n1|2\n', [{ a: '1', b: '2' }]],
		['Excel’s hint', 'sep=;\r\na;b,c\r\n1;2\r\n', [{ a: '1', 'b,c': '2' }]],
		['mixed ends of lines', 'a,b\r\n1,2\n3,4\r5,6', [{ a: '1', b: '2' }, { a: '3', b: '4' }, { a: '5', b: '6' }]],
		['empty lines, and lines of nothing', 'a,b\n\n1,2\n,\n  ,\n3,4\n\n', [{ a: '1', b: '2' }, { a: '3', b: '4' }]],
		['empty columns on the right', 'a,b,,\n1,2,,\n', [{ a: '1', b: '2' }]],
		['spaces around names', ' a , b \n1,2\n', [{ a: '1', b: '2' }]],
		['a quote within a cell', 'a,b\n5" nail,2\n', [{ a: '5" nail', b: '2' }]],
		['a single column', 'a\n1\n2\n', [{ a: '1' }, { a: '2' }]],
		['no row at all', 'a,b\n', []],
	])('%s', async (_, content, rows) => {
		expect((await read(content)).rows).toEqual(rows);
	});

	test('another quote', async () => {
		expect((await read('a;b\n\'1;\'\'x\';2\n', { quote: '\'' })).rows).toEqual([{ a: '1;\'x', b: '2' }]);
	});

	test('a file without a header has columns that are counted', async () => {
		expect((await read('x,y\nz,w\n', { header: false })).rows).toEqual([{ 1: 'x', 2: 'y' }, { 1: 'z', 2: 'w' }]);
	});

	test('rows are counted beforehand, and know the line they begin in', async () => {
		const file = await read('a,b\n1,"two\nlines"\n\n3,4\n"5\r\n\r\n",6\n7,8\n');
		expect(file.total).toBe(4);
		expect(file.lines).toEqual([2, 5, 6, 9]);
	});

	test('a row that does not fit the header is told, the others are read', async () => {
		const file = await read('a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n');
		expect(file.problems).toEqual([undefined, 'The row has 2 cells, the header has 3. Check the quotes and separators of this row.', 'The row has 4 cells, the header has 3. Check the quotes and separators of this row.', undefined]);
	});
});

test.each<[string, string | Uint8Array, string]>([
	['nothing', '', 'The file is empty.'],
	['only a byte order mark', '\ufeff', 'The file is empty.'],
	['names that are there twice', 'a,b,a\n1,2,3\n', 'Several columns are called “a”. Give each its own name in the first line of the file.'],
	['a column without a name', 'a,,c\n1,2,3\n', 'Column 2 has no name. Name it in the first line of the file.'],
	['a header of nothing', ',,\n1,2,3\n', 'The first line of the file is empty. It has to hold the names of the columns.'],
	['a quotation mark that is never closed', `a,b\n1,"2\n${'x,y\n'.repeat(10)}`, 'A quotation mark is opened'],
	['one in a large file', `a,b\n1,"2\n${'x,y\n'.repeat(400_000)}`, 'A quotation mark is opened'],
	['a workbook', new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0, 0]), 'This is a workbook, not a CSV file. Open it in your spreadsheet program and save it as “CSV UTF-8”.'],
])('%s: the file as a whole is refused', async (_, content, sentence) => {
	await expect(read(content)).rejects.toThrow(sentence);
});
