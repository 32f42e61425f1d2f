import type { Problem } from '../../domain/imports/problem.ts';
import type { Recipe } from '../../domain/imports/recipe.ts';
import type { FileRecord } from '../../domain/imports/row.ts';
import { readCell } from '../../domain/imports/cell.ts';
import { toSentence } from '../shared/errors.ts';

/** An error of Directus or of the database, as far as it says what a row did wrong. */
interface Refusal {
	readonly name?: string;
	readonly code?: string;
	readonly status?: number;
	readonly message: string;
	readonly extensions?: { readonly field?: string | null; readonly type?: string; readonly collection?: string; readonly reason?: string };
}

/** Why Directus or the database refused a row. undefined: the row is not to blame, the import can't go on. */
export function problemsOf(error: unknown, recipe: Recipe, record: FileRecord): Problem[] | undefined {
	const all = (Array.isArray(error) ? error : [error]) as unknown[];
	const problems = all.map((one) => problemOf((toSentence(one) ?? one) as Refusal, recipe, record));
	return problems.every((problem) => problem !== undefined) ? problems : undefined;
}

/** The same without a place in the file: for rows that are created on the way. */
export function messagesOf(error: unknown): string[] | undefined {
	if (isPassing(error)) return undefined;
	const all = (Array.isArray(error) ? error : [error]).map((one: unknown) => (toSentence(one) ?? one) as Refusal);
	return all.every(isRefusal) ? all.map(({ message }) => message) : undefined;
}

/**
 * Errors after which the same statements may well succeed: a deadlock, a serialization failure, a row that somebody
 * else held for too long. By the time that they get here, the filter that explains errors to people may have put its
 * sentence in their place (shared/errors.ts).
 */
export function isPassing(error: unknown): boolean {
	const { code, message } = (error ?? {}) as { code?: string; message?: string };
	return ['40P01', '40001', '55P03'].includes(code ?? '') || (code === 'CONFLICT' && Boolean(message?.startsWith('Somebody else is changing the same records')));
}

function problemOf(error: Refusal, recipe: Recipe, record: FileRecord): Problem | undefined {
	if (!isRefusal(error)) return undefined;
	const field = error.extensions?.field ?? '';
	return { ...placeOf(field, recipe, record), message: sentenceOf(error, field, recipe) };
}

function isRefusal(error: Refusal): boolean {
	return error.name === 'DirectusError' ? (error.status ?? 500) < 500 : /^(22|23|CR)/.test(error.code ?? '') || isOfAHook(error);
}

/** A filter of a flow or another extension that throws refuses the row; anything with an SQLSTATE or errno is not one. */
function isOfAHook(error: unknown): boolean {
	return error instanceof Error && (error as { code?: string }).code === undefined && !['TypeError', 'ReferenceError', 'RangeError', 'KnexTimeoutError'].includes(error.name);
}

function placeOf(field: string, recipe: Recipe, record: FileRecord): { column?: string; value?: string } {
	const slot = recipe.slots.find((one) => one.field.name === field);
	if (!slot) return {};
	const { column, written } = readCell(slot.cell, record.cells);
	return column === undefined ? {} : { column, ...(written ? { value: written } : {}) };
}

function sentenceOf({ code, message, extensions }: Refusal, name: string, { target }: Recipe): string {
	const field = target.fields.get(name);
	const label = field?.label ?? name;
	switch (code) {
		case 'RECORD_NOT_UNIQUE':
			return `Another record has this ${label || 'key'} already, which has to be unique. It may be one that you can’t see. Change one of them, or use ${label || 'it'} as the key.`;
		case 'INVALID_FOREIGN_KEY':
			return `${label || 'A link'} points to a record that does not exist.`;
		case 'NOT_NULL_VIOLATION':
		case 'CONTAINS_NULL_VALUES':
			return `${label} must not be empty. Fill it in the file, or give it a default in the mapping.`;
		case 'VALUE_TOO_LONG':
			return `${label} is too long.`;
		case 'VALUE_OUT_OF_RANGE':
			return `${label} is too large a number.`;
		case 'FAILED_VALIDATION':
			if (['nnull', 'submitted', 'required', 'any.required'].includes(extensions?.type ?? '')) return `${label} must not be empty. Fill it in the file, or give it a default in the mapping.`;
			return extensions?.type === 'custom' ? message : (field?.message ?? message);
		case 'FORBIDDEN':
			return extensions?.reason ?? message;
		default:
			return message;
	}
}
