import type { Cell, Conditions } from './mapping.ts';

/** The cells of one record, by the names of their columns. */
export type Cells = ReadonlyMap<string, string>;

export interface Reading {
	/** null: there is nothing. */
	readonly text: string | null;
	/** The columns it was read from; none for a constant. */
	readonly column?: string;
	/** What the file says, before aliases. */
	readonly written?: string;
}

/** What a cell of the mapping says for this record, as text. */
export function readCell(cell: Cell, cells: Cells): Reading {
	const { text, column } = source(cell, cells);
	const written = cell.trim ? text.trim() : text;
	const meant = aliased(cell, partOf(cell, written));
	const filled = meant === null || meant === '' ? (cell.default ?? null) : meant;
	return { text: filled === '' ? null : filled, ...(column === undefined ? {} : { column, written }) };
}

/** Whether any of the conditions holds. */
export function holds(conditions: Conditions | undefined, cells: Cells): boolean {
	return (conditions ?? []).some(({ column, is, in: list, notIn }) => {
		const text = cellText(cells, column).trim();
		if (is) return (text === '') === (is === 'empty');
		return list ? list.includes(text) : !notIn?.includes(text);
	});
}

/** The columns of the file that a cell reads. */
export function columnsOf(cell: Cell): string[] {
	if (cell.template !== undefined) return [...cell.template.matchAll(placeholder)].map(([, name = '']) => name);
	return cell.column ?? [];
}

function partOf({ part }: Cell, text: string): string {
	const words = text.trim().split(/\s+/);
	switch (part) {
		case 'firstWord':
			return words[0] ?? '';
		case 'otherWords':
			return words.slice(1).join(' ');
		case 'lastWord':
			return words.at(-1) ?? '';
		case 'leadingWords':
			return words.slice(0, -1).join(' ');
		default:
			return text;
	}
}

const placeholder = /\{([^{}]+)\}/g;

function source(cell: Cell, cells: Cells): { text: string; column?: string } {
	if (cell.constant !== undefined) return { text: cell.constant };
	if (cell.template !== undefined) return { text: fill(cell.template, cells), column: columnsOf(cell).join(', ') };
	const columns = cell.column ?? [];
	const filled = columns.find((name) => cellText(cells, name).trim() !== '') ?? columns[0] ?? '';
	return { text: cellText(cells, filled), column: filled };
}

/** A template all of whose columns are empty gives nothing; gaps that an empty column leaves are closed. */
function fill(template: string, cells: Cells): string {
	let isFilled = false;
	const text = template.replace(placeholder, (_, name: string) => {
		const value = cellText(cells, name).trim();
		isFilled ||= value !== '';
		return value;
	});
	return isFilled ? text.replace(/ {2,}/g, ' ') : '';
}

/**
 * Exports that guard spreadsheets against formulas, our own error report among them, put an apostrophe before a cell that
 * begins like one. It is no part of the value.
 */
function cellText(cells: Cells, column: string): string {
	return (cells.get(column) ?? '').replace(/^'(?=[=+\-@\t\r])/, '');
}

function aliased({ aliases }: Cell, text: string): string | null {
	if (!aliases) return text;
	if (Object.hasOwn(aliases, text)) return aliases[text] ?? null;
	const key = Object.keys(aliases).find((name) => name.toLowerCase() === text.toLowerCase());
	return key === undefined ? text : (aliases[key] ?? null);
}
