import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { type GuardedQuery, guardQuery, isPlain, type Query } from '../../domain/rights/guard-query.ts';
import { RightsRefusal } from '../../domain/rights/refusal.ts';
import { refusal } from '../shared/errors.ts';
import { host } from '../shared/host.ts';

/** Whose rights a query has to keep to; null: the system's own. */
export interface Asker {
	readonly accountability: Accountability | null;
	readonly schema: SchemaOverview;
	readonly knex: Knex;
}

/** The query as somebody may ask it (domain/rights): no value takes part that they can't read. Costs next to nothing where none could. */
export async function guardedQuery(collection: string, query: Query, { accountability, schema, knex }: Asker): Promise<GuardedQuery> {
	const untouched = { query, isChanged: false, orders: [] };
	if (!accountability || accountability.admin || isPlain(query)) return untouched;
	const guarded = async (isRaw: boolean) => guardQuery({ shape: schema, rules: await host.rules({ accountability, isRaw }, { schema, knex }) }, collection, query);
	try {
		// As the rules are written, they say already whether they matter here. A share has none of its own.
		if (accountability.share) return await guarded(false);
		const first = await guarded(true);
		return first.isChanged || first.orders.length > 0 ? await guarded(false) : first;
	} catch (error) {
		throw error instanceof RightsRefusal ? forbidden(error.message) : error;
	}
}

/** Whoever sent a request. No accountability would be the system's own, which may do all. */
export function askerOf({ accountability, schema }: { readonly accountability: Accountability | null; readonly schema: SchemaOverview }, knex: Knex): Asker & { readonly accountability: Accountability } {
	if (!accountability) throw forbidden('You don’t have permission to see this.');
	return { accountability, schema, knex };
}

export function forbidden(message: string) {
	return refusal({ code: 'FORBIDDEN', status: 403, message });
}
