import type { Knex } from 'knex';
import type { Filter } from '../../domain/rights/filter.ts';
import { type Asker, forbidden, guardedQuery } from '../rights/guarded-query.ts';
import { host } from './host.ts';

export interface Wanted {
	readonly collection: string;
	/** Columns of the collection itself; its key comes along. */
	readonly fields: readonly string[];
	readonly filter?: Filter | null | undefined;
	readonly search?: string | null | undefined;
	/** Fields without which a row takes no part: where one of them may not be read, it is left out. */
	readonly needs?: readonly string[];
}

/**
 * The rows of a collection as somebody may read them, as a subquery to join, group and add up freely: whatever is
 * figured out of it says no more than they could read themselves. Values that may not be read in some of the rows are
 * null there, and take no part in filter and search.
 *
 * ```ts
 * const { rows } = await readableRows({ collection: 'crm_opportunities', fields: ['stage', 'amount'] }, asker);
 * await knex.with('deals', rows).from('deals').select('stage').sum('amount').groupBy('stage');
 * ```
 *
 * It comes in an object, since a query that is returned by itself would be run. Pass the same `knex` that will run it.
 *
 * @throws FORBIDDEN for a collection or a field that may not be read at all, or that there is not
 */
export async function readableRows({ collection, fields, filter, search, needs = [] }: Wanted, asker: Asker): Promise<{ rows: Knex.QueryBuilder }> {
	assertShowable(fields, collection, asker);
	const { query } = await guardedQuery(collection, { filter, search, group: needs }, asker);
	return host.subquery({ collection, query: { fields: [...fields], filter: query.filter, search: query.search, limit: -1 }, accountability: asker.accountability }, asker);
}

/** What is only shown beside something else, such as names: undefined where the caller may read none of it. */
export async function ifAllowed<Result>(reading: Promise<Result>): Promise<Result | undefined> {
	try {
		return await reading;
	} catch (error) {
		if ((error as { code?: string }).code === 'FORBIDDEN') return undefined;
		throw error;
	}
}

/** Directus conceals passwords and tokens when it answers: here nobody would. */
function assertShowable(fields: readonly string[], collection: string, { schema }: Asker): void {
	const known = schema.collections[collection]?.fields ?? {};
	const concealed = fields.find((field) => known[field]?.special.some((special) => special === 'conceal' || special === 'hash'));
	if (concealed) throw forbidden(`You don’t have permission to figure with “${concealed}”.`);
}
