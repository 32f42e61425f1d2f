import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { type Counts, type ImportReport, noCounts, summary } from '../../domain/imports/report.ts';
import type { Caller, ImportHost, Key } from './context.ts';
import { errorsFile } from './errors-file.ts';
import { ImportError } from './import-error.ts';
import { beginJournal } from './journal.ts';
import { type ImportRequest, prepareImport, type PreparedImport } from './prepare.ts';
import { runImport } from './run.ts';

export interface ImportResult extends ImportReport {
	/** Of its row in crm_imports; a dry run has none. */
	readonly id: string | null;
	/** The rejected rows in Directus' files. */
	readonly errorsFile: Key | null;
}

export interface Watch {
	/** The import was found possible and begins. */
	readonly onBegin?: (begun: { id: string | null; total: number }) => void;
	readonly onProgress?: (counts: Counts, total: number) => void;
	readonly signal?: AbortSignal;
	/** Where the rejected rows are written to; a name that is free. */
	readonly errorsPath: string;
}

/** Imports a file from beginning to end: checks, journal, rows, rejected rows. Refusals are ImportErrors. */
export async function importFile(host: ImportHost, request: ImportRequest, watch: Watch): Promise<ImportResult> {
	const prepared = await prepareImport(host, request);
	return prepared.dryRun ? tryOut(host, prepared, watch) : carryOut(host, prepared, watch);
}

async function tryOut(host: ImportHost, prepared: PreparedImport, { onBegin, onProgress, signal, errorsPath }: Watch): Promise<ImportResult> {
	const { total } = prepared.csv;
	onBegin?.({ id: null, total });
	const report = await runImport(host, prepared, { errors: errorsOf(prepared, errorsPath), onProgress: (counts) => onProgress?.(counts, total), ...(signal ? { signal } : {}) });
	return { ...report, id: null, errorsFile: null };
}

async function carryOut(host: ImportHost, prepared: PreparedImport, { onBegin, onProgress, signal, errorsPath }: Watch): Promise<ImportResult> {
	const { caller, csv, fileName } = prepared;
	const journal = await beginJournal(host, prepared);
	let counts = noCounts;
	onBegin?.({ id: journal.id, total: csv.total });
	try {
		const report = await runImport(host, prepared, {
			errors: errorsOf(prepared, errorsPath),
			onProgress: async (now) => {
				counts = now;
				onProgress?.(now, csv.total);
				await journal.progress(now);
			},
			...(signal ? { signal } : {}),
		});
		const file = await keepErrors(host, caller, errorsPath, fileName);
		await journal.finish({ status: 'done', message: summary(report), counts: report.rows, errorsFile: file });
		return { ...report, id: journal.id, errorsFile: file };
	} catch (error) {
		const sentence = error instanceof ImportError ? error.message : `The import stopped after ${counts.total} rows, which are in. Something failed on the server; its log says what. Import the file again to go on.`;
		// Whatever broke the import may break this too: then the journal falls silent, and is found interrupted.
		const file = await keepErrors(host, caller, errorsPath, fileName).catch(() => null);
		await journal.finish({ status: 'failed', message: sentence, counts, errorsFile: file }).catch((failure: unknown) => host.logger.error(failure));
		throw error;
	}
}

function errorsOf({ csv, mapping }: PreparedImport, path: string) {
	return errorsFile(path, { columns: csv.columns, delimiter: csv.delimiter, quote: mapping.csv.quote });
}

async function keepErrors({ services, database }: ImportHost, { schema, accountability }: Caller, path: string, fileName: string): Promise<Key | null> {
	const isThere = await access(path).then(() => true, () => false);
	if (!isThere) return null;
	const name = `${fileName.replace(/\.[^.]*$/, '')} - rejected rows.csv`;
	// Filed by the house in the caller's name: to get one's rejected rows back takes no right to upload files.
	const files = new services.FilesService({ knex: database, schema, accountability: { ...accountability, admin: true } });
	return files.uploadOne(createReadStream(path), { title: name, filename_download: name, type: 'text/csv' });
}
