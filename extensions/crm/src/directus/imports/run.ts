import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { type Counts, counted, type Failure, type FrequentProblem, type ImportReport, mostFrequent, noCounts, shownError, tally } from '../../domain/imports/report.ts';
import type { FileRecord } from '../../domain/imports/row.ts';
import { host as internals } from '../shared/host.ts';
import { type ChunkContext, type ChunkResult, importChunk, type RowResult } from './chunk.ts';
import type { ImportHost } from './context.ts';
import type { ErrorsFile } from './errors-file.ts';
import { ImportError } from './import-error.ts';
import { createLookups } from './lookups.ts';
import type { PreparedImport } from './prepare.ts';
import { isPassing } from './row-error.ts';

const chunkSize = 200;
const attempts = 6;
/** Rows that wait for others of the same file are kept in memory. */
const mostWaiting = 50_000;
const shownErrors = 100;

export interface Course {
	/** After each chunk, when it is committed. */
	readonly onProgress?: (counts: Counts) => Promise<void> | void;
	/** Stops after the chunk at hand; what is in stays in. */
	readonly signal?: AbortSignal;
	readonly errors: ErrorsFile;
}

/** Carries a prepared import out, from the first row to the last. A dry run does the same, and takes it all back. */
export async function runImport(host: ImportHost, prepared: PreparedImport, course: Course): Promise<ImportReport> {
	if (!prepared.dryRun) return importAll(host, prepared, course, (work) => host.database.transaction(work));
	// One transaction from beginning to end: a row may refer to any row before it.
	const trx = await host.database.transaction();
	try {
		return await importAll(host, prepared, course, (work) => work(trx));
	} finally {
		await trx.rollback();
	}
}

type InTransaction = <T>(work: (knex: Knex) => Promise<T>) => Promise<T>;

async function importAll(host: ImportHost, prepared: PreparedImport, { onProgress, signal, errors }: Course, inTransaction: InTransaction): Promise<ImportReport> {
	const { recipe, caller, csv, dryRun, mapping, notes, owner } = prepared;
	const context: ChunkContext = { host, caller, recipe, owner, lookups: createLookups(host, caller) };
	const shown: ImportReport['errors'][number][] = [];
	let problems: ReadonlyMap<string, FrequentProblem> = new Map();
	let counts = noCounts;

	const importRecords = async (records: readonly FileRecord[], isLast: boolean): Promise<FileRecord[]> => {
		if (signal?.aborted) throw new ImportError([`The import was stopped after ${counts.total} rows. Those stay in.`], { status: 409, code: 'IMPORT_STOPPED' });
		const { results, events } = await withRetry(() => inTransaction((knex) => importChunk(records, context, knex)), context, dryRun);
		if (!dryRun) await tell(events);
		const waiting = isLast ? [] : results.filter(mayWait).map(({ record }) => record);
		const settled = isLast ? results : results.filter((result) => !mayWait(result));
		const failures: Failure[] = settled.filter(({ outcome }) => outcome === 'failed').map(({ record, problems }) => ({ line: record.line, raw: record.raw, problems }));
		await errors.add(failures);
		problems = tally(problems, failures);
		shown.push(...failures.slice(0, shownErrors - shown.length).map(shownError));
		counts = settled.reduce((sum, { outcome }) => counted(sum, outcome), counts);
		await onProgress?.(counts);
		return waiting;
	};

	let waiting: FileRecord[] = [];
	for await (const records of inChunks(csv.records())) waiting.push(...await importRecords(records, waiting.length > mostWaiting));
	// Subsidiaries before their parents: again, until nothing moves any more.
	for (let isLast = false; waiting.length > 0;) {
		const still: FileRecord[] = [];
		for await (const records of inChunks(waiting)) still.push(...await importRecords(records, isLast));
		isLast = still.length === waiting.length;
		waiting = still;
	}
	return { collection: mapping.collection, dryRun, rows: counts, problems: mostFrequent(problems), errors: shown, notes };
}

function mayWait({ outcome, problems }: RowResult): boolean {
	return outcome === 'failed' && problems.length > 0 && problems.every(({ mayComeLater }) => mayComeLater);
}

async function* inChunks(records: AsyncIterable<FileRecord> | Iterable<FileRecord>): AsyncGenerator<FileRecord[]> {
	let chunk: FileRecord[] = [];
	for await (const record of records) {
		chunk.push(record);
		if (chunk.length < chunkSize) continue;
		yield chunk;
		chunk = [];
	}
	if (chunk.length > 0) yield chunk;
}

/** Two who change the same rows at once may be in each other’s way; one of them tries again. */
async function withRetry(work: () => Promise<ChunkResult>, { lookups }: ChunkContext, dryRun: boolean): Promise<ChunkResult> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			lookups.forget();
			if (!isPassing(error)) throw error;
			// The one transaction of a dry run is over with its first failure.
			if (attempt === attempts || dryRun) {
				const next = dryRun ? 'Try it out again in a moment.' : 'Rows that are counted are in. Import the file again in a moment.';
				throw new ImportError([`Somebody else is changing the same records, or another import is. ${next}`], { status: 409, code: 'CONFLICT' });
			}
			// Not both at the same time again.
			await sleep(50 * 2 ** attempt * (1 + Math.random()));
		}
	}
}

/** Flows and sockets hear of imported rows as they do of all others, but only of those that are really in. */
async function tell(events: ChunkResult['events']): Promise<void> {
	if (events.length === 0) return;
	const emitter = await internals.emitter();
	for (const { event, meta, context } of events) emitter.emitAction(event, meta, context);
}
