import type { Knex } from 'knex';
import { ApplyError } from './error.ts';

const tries = 3;
const patience = '10s';

/** An end of the transaction that is no failure: a plan was made, and nothing is to be kept of it. */
const rollback = Symbol('rollback');

/**
 * One transaction, one at a time in a database. It waits for a table only so long: whoever waits for a lock on a table
 * makes every reader behind it wait as well. Then it steps back, and tries again.
 *
 * @throws ApplyError when somebody does not let go of a table
 */
export async function inApplyTransaction<T>(database: Knex, end: 'commit' | 'rollback', work: (trx: Knex) => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		let result: { value: T } | undefined;
		try {
			await database.transaction(async (trx) => {
				await trx.raw("SELECT pg_advisory_xact_lock(hashtext('cardinal:apply'))");
				await trx.raw(`SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '${patience}'`);
				await assertPublic(trx);
				result = { value: await work(trx) };
				if (end === 'rollback') throw rollback;
			});
		} catch (error) {
			if (isLocked(error) && attempt < tries) continue;
			if (isLocked(error)) throw new ApplyError(`Somebody has been using a table for more than ${patience}, so the schema could not be brought up to date. Try again when long reports or backups are done.`);
			if (error !== rollback) throw error;
		}
		if (result) return result.value;
	}
}

/** Guards name their tables with the schema, so that no search path of a session leads them elsewhere. */
async function assertPublic(trx: Knex): Promise<void> {
	const { rows } = await trx.raw<{ rows: { schema: string | null }[] }>('SELECT current_schema() AS schema');
	if (rows[0]?.schema !== 'public') throw new ApplyError(`Cardinal keeps its tables in PostgreSQL's schema “public”, but the connection leads to “${rows[0]?.schema ?? 'none'}”. Leave DB_SEARCH_PATH unset.`);
}

function isLocked(error: unknown): boolean {
	const code = (error as { code?: string } | undefined)?.code;
	return code === '55P03' || code === '40P01';
}
