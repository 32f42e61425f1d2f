/** What the endpoints below /crm answer about imports. */

export interface Target {
	readonly collection: string;
	readonly label: string;
}

/** How a file names a row of another collection. */
export interface Way {
	readonly by: readonly string[];
	/** Only rows with these values are meant. */
	readonly where?: { readonly [path: string]: string | number | boolean };
}

export interface TargetField {
	readonly name: string;
	readonly label: string;
	readonly type: string;
	readonly isRequired: boolean;
	readonly link?: { readonly collection: string; readonly label: string; readonly ways: readonly (Way & { readonly text: string })[] };
	readonly choices?: readonly { readonly text: string; readonly value: string | number }[];
}

export interface TargetDetails extends Target {
	readonly primary: string;
	readonly fields: readonly TargetField[];
	/** The times of a history that the viewer may bring in. */
	readonly history: readonly string[];
}

export interface Inspection {
	readonly fileName: string;
	readonly columns: readonly string[];
	readonly total: number;
	readonly encoding: string;
	readonly delimiter: string;
	readonly rows: readonly (readonly string[])[];
	readonly suggestions: readonly {
		readonly column: string;
		readonly field: string;
		readonly lookupBy?: readonly string[];
		readonly lookupWhere?: Way['where'];
		readonly date?: string;
		readonly number?: { readonly decimal: string; readonly group: string };
	}[];
	readonly key: string | null;
}

export interface Counts {
	readonly total: number;
	readonly created: number;
	readonly updated: number;
	readonly unchanged: number;
	readonly skipped: number;
	readonly failed: number;
}

/** The same thing wrong in several rows. */
export interface FrequentProblem {
	readonly column?: string;
	readonly value?: string;
	readonly message: string;
	readonly sentence: string;
	readonly rows: number;
	/** Where it is met first. */
	readonly line: number;
}

export interface Report {
	readonly id: string | null;
	readonly rows: Counts;
	readonly problems: readonly FrequentProblem[];
	readonly notes: readonly string[];
	readonly errorsFile: string | null;
	readonly errorsCsv?: string;
	readonly isErrorsCsvCut?: boolean;
}

/** A row of crm_imports. */
export interface PastImport {
	readonly id: string;
	readonly file_name: string;
	readonly collection: string;
	readonly status: 'running' | 'done' | 'failed' | 'interrupted';
	readonly message: string | null;
	readonly rows_total: number;
	readonly rows_created: number;
	readonly rows_updated: number;
	readonly rows_unchanged: number;
	readonly rows_skipped: number;
	readonly rows_failed: number;
	readonly started_at: string;
	readonly finished_at: string | null;
	readonly errors_file: string | null;
	readonly mapping: unknown;
}

export function countsOf(row: PastImport): Counts {
	const { rows_created: created, rows_updated: updated, rows_unchanged: unchanged, rows_skipped: skipped, rows_failed: failed } = row;
	return { created, updated, unchanged, skipped: skipped ?? 0, failed, total: created + updated + unchanged + (skipped ?? 0) + failed };
}
