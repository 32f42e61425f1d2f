import { appendFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { errorHeader, errorRow, type Failure } from '../../domain/imports/report.ts';

/** The rows that failed, as a CSV that can be corrected and imported with the same mapping. */
export interface ErrorsFile {
	readonly path: string;
	readonly add: (failures: readonly Failure[]) => Promise<void>;
}

export function errorsFile(path: string, { columns, delimiter, quote }: { columns: readonly string[]; delimiter: string; quote: string }): ErrorsFile {
	let isBegun = false;
	return {
		path,
		add: async (failures) => {
			if (failures.length === 0) return;
			const rows = failures.map((failure) => errorRow(failure, columns));
			// Spreadsheets take a file for UTF-8 when it begins with a byte order mark.
			const text = stringify(isBegun ? rows : [errorHeader(columns), ...rows], { delimiter, quote, escape: quote, bom: !isBegun });
			isBegun = true;
			await appendFile(path, text);
		},
	};
}
