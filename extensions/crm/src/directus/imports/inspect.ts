import { mappingSchema } from '../../domain/imports/mapping.ts';
import { suggestColumns, type Suggestion, usualKey } from '../../domain/imports/suggest.ts';
import type { Caller, ImportHost } from './context.ts';
import { openCsv } from './csv-file.ts';
import { ImportError } from './import-error.ts';
import { readTargets } from './targets.ts';

const sampledRows = 200;
const shownRows = 5;

export interface Inspection {
	readonly fileName: string;
	readonly columns: readonly string[];
	readonly total: number;
	readonly encoding: string;
	readonly delimiter: string;
	/** The first rows, as they are. */
	readonly rows: readonly (readonly string[])[];
	readonly suggestions: readonly Suggestion[];
	/** The field by which rows had best be recognised. */
	readonly key: string | null;
}

/** What is in a file, and what its columns probably mean for a collection. */
export async function inspectFile({ database }: ImportHost, { caller, path, fileName, csv, collection }: {
	caller: Caller; path: string; fileName: string; csv: unknown; collection: string | undefined;
}): Promise<Inspection> {
	const settings = mappingSchema.shape.csv.safeParse(csv);
	if (!settings.success) throw new ImportError(settings.error.issues.map(({ path: place, message }) => `csv.${place.join('.')}: ${message}`));
	const { columns, total, encoding, delimiter, records } = await openCsv(path, settings.data);
	const rows: (readonly string[])[] = [];
	for await (const { raw } of records()) if (rows.push(raw) >= sampledRows) break;

	const targets = await readTargets(caller.schema, database);
	const target = collection === undefined ? undefined : targets.get(collection);
	const samples = new Map(columns.map((name, index) => [name, rows.map((row) => row[index] ?? '')]));
	const suggestions = target ? suggestColumns({ columns, samples, target, targets }) : [];
	return {
		fileName, columns, total, encoding, delimiter, suggestions,
		rows: rows.slice(0, shownRows),
		key: (target && usualKey(target, suggestions.map(({ field }) => field))) ?? null,
	};
}
