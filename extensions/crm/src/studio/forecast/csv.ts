import { guardFormula } from '../../domain/imports/report.ts';

/** Rows as CSV (RFC 4180), with a mark by which spreadsheets know that it is UTF-8. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
	return `\u{feff}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
	const text = guardFormula(String(value ?? ''));
	return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a file to the viewer. */
export function download(name: string, content: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
