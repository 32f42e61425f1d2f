/** What the endpoints below /crm answer about imports. */

export interface Target {
	readonly collection: string;
	readonly label: string;
}

export interface TargetField {
	readonly name: string;
	readonly label: string;
	readonly type: string;
	readonly isRequired: boolean;
	readonly link?: { readonly collection: string; readonly label: string; readonly ways: readonly { readonly by: readonly string[]; readonly text: string }[] };
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

export interface RowErrors {
	readonly line: number;
	readonly errors: readonly string[];
}

export interface Report {
	readonly id: string | null;
	readonly rows: Counts;
	readonly errors: readonly RowErrors[];
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
