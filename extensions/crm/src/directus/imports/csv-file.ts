import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import stream from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { detectDelimiter, detectUnicode, fitProblem, hasDelimiterHint, numberedColumns, readHeader } from '../../domain/imports/csv.ts';
import type { Mapping } from '../../domain/imports/mapping.ts';
import type { FileRecord } from '../../domain/imports/row.ts';
import { ImportError } from './import-error.ts';

/** A CSV file that was read once to the end: it can be read as a whole, and how many rows it has is known. */
export interface CsvFile {
	readonly columns: readonly string[];
	readonly total: number;
	readonly encoding: string;
	readonly delimiter: string;
	/** The records, from the beginning, as often as they are asked for. */
	readonly records: () => AsyncGenerator<FileRecord>;
}

export type CsvSettings = Mapping['csv'];

// The build leaves out what a browser would not have.
iconv.enableStreamingAPI(stream);

const sampleBytes = 64 * 1024;
/** A quote that is never closed swallows the rest of the file; no honest record is as long as this. */
const longestRecord = 1024 * 1024;

export async function openCsv(path: string, settings: CsvSettings): Promise<CsvFile> {
	const dialect = await detect(path, settings);
	const head = readRecords(path, dialect);
	const first = await head.next();
	await head.return(undefined);
	if (first.done) throw new ImportError(['The file is empty.']);

	const header = settings.header ? readHeader(first.value.raw) : { columns: numberedColumns(first.value.raw.length) };
	if ('problems' in header) throw new ImportError(header.problems);
	const { columns } = header;

	async function* records(): AsyncGenerator<FileRecord> {
		let isHeader = settings.header;
		for await (const { line, raw } of readRecords(path, dialect)) {
			if (isHeader) isHeader = false;
			else if (raw.some((cell) => cell.trim() !== '')) yield fitted(line, raw, columns);
		}
	}

	let total = 0;
	for await (const _ of records()) total += 1;
	return { columns, total, encoding: dialect.encoding, delimiter: dialect.delimiter, records };
}

function fitted(line: number, raw: readonly string[], columns: readonly string[]): FileRecord {
	const problem = fitProblem(raw, columns);
	return { line, raw, cells: new Map(columns.map((name, index) => [name, raw[index] ?? ''])), ...(problem ? { problem } : {}) };
}

interface Dialect {
	readonly encoding: string;
	readonly delimiter: string;
	readonly quote: string;
	readonly isHinted: boolean;
}

async function detect(path: string, { encoding, delimiter, quote }: CsvSettings): Promise<Dialect> {
	const start = await readStart(path);
	if (start.length === 0) throw new ImportError(['The file is empty.']);
	if (start.subarray(0, 4).toString('latin1') === 'PK\x03\x04') throw new ImportError(['This is a workbook, not a CSV file. Open it in your spreadsheet program and save it as “CSV UTF-8”.']);
	const known = await detectEncoding(path, start, encoding);
	const text = iconv.decode(start, known);
	const isHinted = hasDelimiterHint(text);
	return { encoding: known, quote, isHinted, delimiter: delimiter === 'auto' ? detectDelimiter(text, quote) : delimiter };
}

/** A byte order mark beats what the mapping says: our error report has one, whatever the file was written in. */
async function detectEncoding(path: string, start: Buffer, stated: string): Promise<string> {
	const unicode = detectUnicode(start.subarray(0, 4096));
	const hasMark = unicode && (start[0] === 0xef || start[0] === 0xff || start[0] === 0xfe);
	if (unicode && (hasMark || stated === 'auto')) return unicode;
	if (stated !== 'auto' && !iconv.encodingExists(stated)) throw new ImportError([`mapping.csv.encoding: “${stated}” is no known encoding. Use one such as utf-8, windows-1252 or utf-16le, or leave it out.`]);
	const isUtf8 = await isValidUtf8(path);
	if (stated === 'auto') return isUtf8 ? 'utf-8' : 'windows-1252';
	if (/^utf-?8$/i.test(stated) && !isUtf8) throw new ImportError(['The file is not written in UTF-8. Set “encoding” to what it is written in, such as windows-1252, or to auto.']);
	return stated;
}

async function isValidUtf8(path: string): Promise<boolean> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	try {
		for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true });
		decoder.decode();
		return true;
	} catch (error) {
		if (error instanceof TypeError) return false;
		throw error;
	}
}

async function readStart(path: string): Promise<Buffer> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}

interface Parsed {
	readonly record: string[];
	readonly info: { readonly lines: number };
}

async function* readRecords(path: string, { encoding, delimiter, quote, isHinted }: Dialect): AsyncGenerator<{ line: number; raw: readonly string[] }> {
	const options: Options = {
		delimiter,
		quote,
		escape: quote,
		bom: true,
		info: true,
		from_line: isHinted ? 2 : 1,
		record_delimiter: ['\r\n', '\n', '\r'],
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
		max_record_size: longestRecord,
	};
	const file = createReadStream(path);
	const parser = parse(options);
	const decoder = iconv.decodeStream(encoding);
	file.on('error', (error) => parser.destroy(error));
	decoder.on('error', (error: Error) => parser.destroy(error));
	file.pipe(decoder).pipe(parser);
	// The parser counts lines to the end of a record, and CR LF within quotes as two; people look for its beginning.
	let countedTwice = 0;
	try {
		for await (const { record, info } of parser as AsyncIterable<Parsed>) {
			countedTwice += countIn(record, /\r\n/g);
			yield { line: info.lines - countedTwice - countIn(record, /\r\n|\n|\r/g), raw: record };
		}
	} catch (error) {
		throw error instanceof CsvError ? new ImportError([sentenceFor(error)]) : error;
	} finally {
		file.destroy();
		parser.destroy();
	}
}

function countIn(record: readonly string[], pattern: RegExp): number {
	return record.reduce((sum, cell) => sum + (/[\r\n]/.test(cell) ? (cell.match(pattern)?.length ?? 0) : 0), 0);
}

function sentenceFor({ code, message, ...rest }: CsvError): string {
	const line = 'lines' in rest ? ` near line ${String(rest.lines)}` : '';
	if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') return `A quotation mark is opened${line} and never closed, so that the rest of the file reads as one cell. Close it, or set “quote” to the character that the file uses.`;
	return `The file can’t be read as CSV: ${message}.`;
}
