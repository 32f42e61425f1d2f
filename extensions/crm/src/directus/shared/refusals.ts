import type { RegisterFunctions } from '@directus/types';
import type { Application, ErrorRequestHandler } from 'express';
import type { Knex } from 'knex';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import { isDeadlock, refusal, toSentence } from './errors.ts';
import { isAllowed } from './is-allowed.ts';

const ours = new Set(definitionsOf(rooms).filter(({ kind }) => kind === 'collection').map(({ name }) => name));

/**
 * Whatever path a refused write came by, its author reads a sentence. Directus offers inserts and updates to the filter
 * `database.error`; deletes and what fails at COMMIT never reach it. So deletes are asked about beforehand (the same
 * predicate that the database uses), and what is left is caught where Express hands on errors.
 */
export function explainRefusals({ filter, init }: Pick<RegisterFunctions, 'filter' | 'init'>): void {
	// Directus knows a deadlock by its code, and tries the transaction again: only when that is in vain, a sentence says so.
	filter<unknown>('database.error', (error) => (isDeadlock(error) ? error : (toSentence(error) ?? error)));

	filter<unknown[]>('items.delete', async (keys, { collection }, { database, schema, accountability }) => {
		if (!ours.has(String(collection)) || !schema) return keys;
		// Asked before Directus checks rights: whoever may not delete these rows learns nothing here, but Directus' own 403.
		// What can't be asked, such as a key that is none, Directus answers too.
		const isTheirs = await isAllowed({ accountability, action: 'delete', collection: String(collection), primaryKeys: keys }, { schema, knex: database }).catch(() => false);
		if (accountability && !isTheirs) return keys;
		const sentence = await deleteRefusal(database, String(collection), keys);
		if (sentence) throw refusal({ code: 'CONFLICT', status: 409, message: sentence });
		return keys;
	});

	init('routes.custom.after', ({ app }) => {
		const explain: ErrorRequestHandler = (error, _request, _response, next) => next(Array.isArray(error) ? error.map((one) => toSentence(one) ?? one) : (toSentence(error) ?? error));
		(app as Application).use(explain);
	});
}

async function deleteRefusal(database: Knex, collection: string, keys: readonly unknown[]): Promise<string | null> {
	const answer = await database.raw<{ rows: { sentence: string | null }[] }>('SELECT cardinal.delete_refusal(?, ?::text[]) AS sentence', [collection, keys.map(String)]);
	return answer.rows[0]?.sentence ?? null;
}
