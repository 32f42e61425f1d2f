import type { Knex } from 'knex';

export type Attempt<T> = { readonly isDone: true; readonly value: T } | { readonly isDone: false; readonly reason: string };

/**
 * Tries a step in a savepoint. What the rows of this instance don't allow waits, with its reason: it holds up neither
 * the rest of an upgrade nor the start of an instance. Any other failure is one.
 */
export async function attempt<T>(trx: Knex, work: (savepoint: Knex) => Promise<T>): Promise<Attempt<T>> {
	try {
		return { isDone: true, value: await trx.transaction(work) };
	} catch (error) {
		const reason = reasonOf(error) ?? reasonOf((error as Error).cause);
		if (!reason) throw error;
		return { isDone: false, reason };
	}
}

const shared = 'rows here share a value that must be unique';
const empty = 'rows here are empty in it';
const large = 'values here do not fit';
const lost = 'what it belongs to was deleted here';

/** Where people are told in a sentence, its cause is what the database refused. */
function reasonOf(error: unknown): string | undefined {
	return reasons[(error as { code?: string } | undefined)?.code ?? ''];
}

/** By PostgreSQL's code, or that of the error that Directus makes of it. */
const reasons: { readonly [code: string]: string } = {
	'23505': shared, RECORD_NOT_UNIQUE: shared,
	'23502': empty, NOT_NULL_VIOLATION: empty, CONTAINS_NULL_VALUES: empty,
	'22003': large, VALUE_OUT_OF_RANGE: large,
	'22001': large, VALUE_TOO_LONG: large,
	'23503': lost, INVALID_FOREIGN_KEY: lost,
};
