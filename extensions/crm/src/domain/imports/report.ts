import { type Problem, sentenceOf } from './problem.ts';

/** What became of a row. */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';

export type Counts = { readonly [O in Outcome]: number } & { readonly total: number };

export interface Failure {
	readonly line: number;
	readonly raw: readonly string[];
	readonly problems: readonly Problem[];
}

export interface ImportReport {
	readonly collection: string;
	readonly dryRun: boolean;
	readonly rows: Counts;
	/** What went wrong, the most frequent first. */
	readonly problems: readonly FrequentProblem[];
	/** The first rows that failed; all of them are in the error file. */
	readonly errors: readonly { readonly line: number; readonly errors: readonly string[] }[];
	/** What somebody should know besides. */
	readonly notes: readonly string[];
}

/** The same thing wrong in several rows. */
export interface FrequentProblem extends Problem {
	readonly sentence: string;
	readonly rows: number;
	/** Where it is met first. */
	readonly line: number;
}

const mostDistinct = 1000;
const mostReported = 50;

/** Adds what is wrong with some rows to what was wrong before. A file with thousands of different errors is cut short. */
export function tally(before: ReadonlyMap<string, FrequentProblem>, failures: readonly Failure[]): ReadonlyMap<string, FrequentProblem> {
	const all = new Map(before);
	for (const { line, problems } of failures) {
		for (const { mayComeLater: _, ...problem } of problems) {
			const sentence = sentenceOf(problem);
			const known = all.get(sentence);
			if (known) all.set(sentence, { ...known, rows: known.rows + 1 });
			else if (all.size < mostDistinct) all.set(sentence, { ...problem, sentence, rows: 1, line });
		}
	}
	return all;
}

export function mostFrequent(problems: ReadonlyMap<string, FrequentProblem>): FrequentProblem[] {
	return [...problems.values()].sort((a, b) => b.rows - a.rows || a.line - b.line).slice(0, mostReported);
}

export const noCounts: Counts = { total: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };

export function counted(counts: Counts, outcome: Outcome): Counts {
	return { ...counts, total: counts.total + 1, [outcome]: counts[outcome] + 1 };
}

export function shownError({ line, problems }: Failure): ImportReport['errors'][number] {
	return { line, errors: problems.map(sentenceOf) };
}

/** The header of the error file: the columns as they were, and what was wrong, so that corrected rows can be imported again. */
export function errorHeader(columns: readonly string[]): string[] {
	let name = 'error';
	for (let count = 2; columns.includes(name); count++) name = `error ${count}`;
	return [...columns, name].map(guardFormula);
}

export function errorRow({ line, raw, problems }: Failure, columns: readonly string[]): string[] {
	const cells = Array.from({ length: Math.max(columns.length, raw.length) }, (_, index) => raw[index] ?? '');
	// Cells beyond the header would push the sentence into a column without a name.
	const fitted = cells.length > columns.length ? [...cells.slice(0, columns.length - 1), cells.slice(columns.length - 1).join(' ')] : cells;
	return [...fitted, `Line ${line}: ${problems.map(sentenceOf).join(' ')}`].map(guardFormula);
}

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front, which reading takes off again. Numbers
 * and telephone numbers can do no harm and are left as they are.
 * Source: OWASP, CSV injection.
 */
export function guardFormula(text: string): string {
	return /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^[+-][\d\s.,()/-]*$/.test(text) ? `'${text}` : text;
}

/** A sentence that sums it up. */
export function summary({ dryRun, rows, collection }: ImportReport): string {
	const counts = (['created', 'updated', 'unchanged', 'skipped', 'failed'] as const).filter((outcome) => rows[outcome] > 0).map((outcome) => `${rows[outcome]} ${outcome}`);
	const what = counts.length > 0 ? counts.join(', ') : 'nothing to do';
	return `${rows.total} ${rows.total === 1 ? 'row' : 'rows'} for ${collection}: ${what}.${dryRun ? ' This was a dry run: nothing was written.' : ''}`;
}
