import type { Knex } from 'knex';
import type { Filter } from '../../domain/rights/filter.ts';
import { type Currency, valuedDeals, valuedFields } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { readableRows } from '../shared/readable-rows.ts';

/**
 * The deals that the caller may read with all that their worth follows from, and what they are worth.
 *
 * @throws FORBIDDEN for who may not read amounts, or another of these fields
 */
export async function readableDeals({ fields, filter, currency }: { fields: readonly string[]; filter: Filter; currency: Currency }, asker: Asker): Promise<{ deals: Knex.QueryBuilder }> {
	const all = [...new Set(['id', ...fields, ...valuedFields])];
	const { rows } = await readableRows({ collection: 'crm_opportunities', fields: all, filter, needs: all }, asker);
	return { deals: valuedDeals({ rows, currency }, asker.knex).rows };
}
