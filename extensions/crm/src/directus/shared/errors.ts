import { createError, type DirectusError, ErrorCode, isDirectusError } from '@directus/errors';
import { definitionsOf, rangeMessage } from '../../../../../schema/apply/desired.ts';
import { rulesOf } from '../../../../../schema/apply/rules.ts';
import { rooms } from '../../../../../schema/index.ts';
import { isOurLink, linkMessage } from './link-message.ts';

/** What PostgreSQL says of a refused statement. */
interface DatabaseError {
	readonly code: string;
	readonly message: string;
	readonly column?: string;
	readonly constraint?: string;
	readonly table?: string;
	readonly detail?: string;
}

const definitions = definitionsOf(rooms);
const rules = new Map(rulesOf(definitions).map((rule) => [rule.name, rule]));
const labels = new Map(definitions.flatMap((definition) => (definition.kind === 'extension' ? [] : [[definition.name, definition.label.toLowerCase()]])));

/** What a form says at a field that is wrong, by collection and field. */
const fieldMessages = new Map(definitions.flatMap((definition) => (definition.kind === 'folder'
	? []
	: Object.entries(definition.fields).map(([name, field]) => [`${definition.name}.${name}`, field.options.pattern?.message ?? rangeMessage(field)]))));

/**
 * A refusal of the database as an error for people: a sentence, a code, a status, the field to mark.
 * Guards raise SQLSTATE CR400, CR403, CR409 (schema/guards); rules are CHECK constraints with a sentence each
 * (schema/apply/rules.ts). Anything else is not ours, and comes back as undefined.
 */
export function toSentence(error: unknown): Refused | undefined {
	if (isDirectusError(error)) return retold(error);
	if (isDeadlock(error)) return refusal({ code: 'CONFLICT', status: 409, message: 'Somebody else is changing the same records at this moment. Try again.' });
	if (!isDatabaseError(error)) return undefined;
	const rule = error.code === '23514' ? rules.get(error.constraint ?? '') : undefined;
	if (rule) return invalid({ message: rule.message, field: rule.field, collection: rule.collection });
	const sentence = error.detail ?? error.message;
	switch (error.code) {
		case 'CR400':
			return invalid({ message: sentence, field: error.column, collection: error.table });
		case 'CR403':
			return refusal({ code: 'FORBIDDEN', status: 403, message: sentence });
		case 'CR409':
			return refusal({ code: 'CONFLICT', status: 409, message: sentence, field: error.column });
		case '23503':
			return inUse(error);
		case '2BP01':
			return refusal({ code: 'CONFLICT', status: 409, message: 'It can’t be deleted: other collections link to it. Remove those links first.' });
		default:
			return error.code.startsWith('22') ? invalid({ message: sentences.get(error.code) ?? unreadable }) : undefined;
	}
}

const unreadable = 'A value can’t be read as what its field holds (a number, a day, a time, an id). Correct it.';
const badDate = 'A day or a time can’t be read. Write it like 2026-01-31 or 2026-01-31T14:30:00Z.';
const badCharacter = 'A text holds a character that can’t be stored (code 0). Remove it.';
const tooLarge = 'A number is too large for its field. Correct it.';
const tooLong = 'A text is too long for its field. Shorten it.';

/** Data that PostgreSQL can't take: it names no field. What is ours was checked before, with its field (payloads.ts). */
const sentences: ReadonlyMap<string, string> = new Map([
	['22007', badDate], ['22008', badDate], ['22021', badCharacter], ['22P05', badCharacter], ['22003', tooLarge], ['22001', tooLong],
]);

/**
 * What Directus made of a refusal of the database. The field of a link is known; else Directus reads it out of the SQL
 * text and blames the first one: better none than a wrong one.
 */
function retold(error: DirectusError<unknown>): Refused | undefined {
	const { collection, field } = (error.extensions ?? {}) as { collection?: string; field?: string };
	if (isDirectusError(error, ErrorCode.InvalidForeignKey) && collection && field && isOurLink(collection, field)) return invalid({ message: linkMessage(collection, field), field, cause: error });
	if (!labels.has(collection ?? '')) return undefined;
	if (isDirectusError(error, ErrorCode.ValueOutOfRange)) return invalid({ message: tooLarge, cause: error });
	if (isDirectusError(error, ErrorCode.ValueTooLong)) return invalid({ message: tooLong, cause: error });
	return undefined;
}

/** Directus tries a transaction that met a deadlock several times, and then says so with the first one as its cause. */
export function isDeadlock(error: unknown): boolean {
	if (isDatabaseError(error)) return error.code === '40P01' || error.code === '40001';
	return error instanceof Error && error.message.startsWith('Transaction failed after') && isDeadlock(error.cause);
}

/**
 * Directus' forms say the sentence above all fields. At the field itself they can say its own message and nothing else:
 * so the field is marked (which takes its collection) where that is what is wrong.
 */
export function invalid({ message, field, collection, cause }: Pick<Refusal, 'message' | 'field' | 'collection' | 'cause'>): Refused {
	const isOfField = fieldMessages.get(`${collection}.${field}`) === message;
	return refusal({ code: 'FAILED_VALIDATION', status: 400, message, field, type: 'custom', cause, ...(isOfField ? { collection } : {}) });
}

interface Refusal {
	readonly code: string;
	readonly status: number;
	readonly message: string;
	readonly field?: string | undefined;
	/** Marks the field in the form, with the field's own message. */
	readonly collection?: string | undefined;
	readonly type?: string;
	/** What was refused in other words before. */
	readonly cause?: unknown;
}

/** What the form needs to mark the field. */
interface Marks {
	collection?: string;
	field?: string;
	path?: string[];
	type?: string;
	/** What the form says of it; without that, it would look for a text of its own for the type. */
	validation_message?: string;
}

type Refused = DirectusError<Marks>;

export function refusal({ code, status, message, field, collection, type, cause }: Refusal): Refused {
	const extensions: Marks = {
		...(field ? { field, path: [] } : {}),
		...(collection ? { collection } : {}),
		...(type ? { type, validation_message: message } : {}),
	};
	return new (createError<Marks>(code, message, status))(extensions, cause === undefined ? undefined : { cause });
}

/** A question that can't be answered, in a sentence that names the parameter. */
export function badRequest(message: string): Refused {
	return refusal({ code: 'INVALID_QUERY', status: 400, message });
}

/** A row that others need (on delete restrict), met where Directus translates nothing: deletes. */
function inUse({ table, detail = '' }: DatabaseError): Refused | undefined {
	if (!detail.includes('still referenced')) return undefined;
	return refusal({ code: 'CONFLICT', status: 409, message: `It is still in use: ${labels.get(table ?? '') ?? table}. Change or delete those first, or archive this instead.` });
}

function isDatabaseError(error: unknown): error is DatabaseError {
	return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code);
}
