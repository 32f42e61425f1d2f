import type { Problem } from './problem.ts';

/** How a CSV file is written: RFC 4180, and what people's programs make of it. */

const delimiters = [',', ';', '\t', '|'];

/** Excel's own hint: a first line such as sep=; */
const hint = /^sep=(.)\r?\n/i;

/**
 * The character between the cells, from the beginning of a file: of those that occur in the header, the one that the
 * following records use most regularly.
 */
export function detectDelimiter(text: string, quote: string): string {
	const hinted = hint.exec(text)?.[1];
	if (hinted) return hinted;
	const scores = delimiters.map((delimiter) => ({ delimiter, ...regularity(countPerRecord(text, delimiter, quote)) }));
	const [best] = scores.filter(({ header }) => header > 0).sort((a, b) => b.regular - a.regular || b.header - a.header);
	return best?.delimiter ?? ',';
}

export function hasDelimiterHint(text: string): boolean {
	return hint.test(text);
}

function countPerRecord(text: string, delimiter: string, quote: string): number[] {
	const counts = [0];
	let isQuoted = false;
	for (const character of text) {
		if (character === quote) isQuoted = !isQuoted;
		else if (isQuoted) continue;
		else if (character === delimiter) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
		else if (character === '\n') counts.push(0);
		if (counts.length > 50) break;
	}
	return counts;
}

/** The last record may be cut off, and empty lines say nothing. */
function regularity(counts: readonly number[]): { header: number; regular: number } {
	const [header = 0, ...rest] = counts;
	const records = rest.slice(0, -1).filter((count) => count > 0);
	const regular = records.length === 0 ? 0 : records.filter((count) => count === header).length / records.length;
	return { header, regular };
}

export type Bom = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What the first bytes say about the encoding: a byte order mark, or the pattern of UTF-16. */
export function detectUnicode(start: Uint8Array): Bom | null {
	const [a, b, c] = start;
	if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
	if (a === 0xff && b === 0xfe) return 'utf-16le';
	if (a === 0xfe && b === 0xff) return 'utf-16be';
	const zeros = [0, 0];
	for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	const half = start.length / 4;
	if ((zeros[1] ?? 0) > half && zeros[0] === 0) return 'utf-16le';
	if ((zeros[0] ?? 0) > half && zeros[1] === 0) return 'utf-16be';
	return null;
}

/** The names of the columns from the header line, or what is wrong with it. */
export function readHeader(names: readonly string[]): { readonly columns: string[] } | { readonly problems: string[] } {
	const trimmed = names.map((name) => name.trim());
	// Spreadsheets like to add columns without content on the right.
	const columns = trimmed.slice(0, trimmed.findLastIndex((name) => name !== '') + 1);
	if (columns.length === 0) return { problems: ['The first line of the file is empty. It has to hold the names of the columns.'] };
	const empty = columns.flatMap((name, index) => (name === '' ? [`Column ${index + 1} has no name. Name it in the first line of the file.`] : []));
	const twice = [...new Set(columns.filter((name, index) => name !== '' && columns.indexOf(name) !== index))];
	const problems = [...empty, ...twice.map((name) => `Several columns are called “${name}”. Give each its own name in the first line of the file.`)];
	return problems.length > 0 ? { problems } : { columns };
}

/** The columns of a file without a header: "1", "2", … */
export function numberedColumns(count: number): string[] {
	return Array.from({ length: count }, (_, index) => String(index + 1));
}

/** Whether a record has the columns of the header. Empty cells on its right are no harm. */
export function fitProblem(raw: readonly string[], columns: readonly string[]): Problem | undefined {
	const extra = raw.slice(columns.length).some((text) => text.trim() !== '');
	if (raw.length < columns.length || extra) {
		return { message: `The row has ${raw.length} cells, the header has ${columns.length}. Check the quotes and separators of this row.` };
	}
	return undefined;
}
