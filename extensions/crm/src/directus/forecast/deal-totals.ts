import type { ClosedDeals, OpenDeals } from '../../domain/forecast/metrics.ts';
import type { Period } from '../../domain/forecast/periods.ts';
import type { Filter } from '../../domain/rights/filter.ts';
import type { Currency } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { readableRows } from '../shared/readable-rows.ts';
import { readableDeals } from './readable-deals.ts';

export interface Asked {
	readonly span: Period & { readonly before: Period };
	readonly filter: Filter;
	readonly currency: Currency;
}

/** Deals closed in the span and in the one before, added up by owner. */
export async function closedDeals({ span, filter, currency }: Asked, asker: Asker): Promise<ClosedDeals[]> {
	const { knex } = asker;
	const { deals } = await readableDeals({ fields: ['owner', 'cycle_days'], filter, currency }, asker);
	return knex.from(deals.as('deal'))
		.select(knex.raw("CASE WHEN closed_at < ?::timestamp AT TIME ZONE 'UTC' THEN 'before' ELSE 'now' END AS span", [span.from]), 'owner', 'stage_kind AS kind')
		.select(knex.raw("count(*)::int AS count, coalesce(sum(CASE WHEN stage_kind = 'won' THEN amount_in END), 0)::text AS amount, coalesce(sum(cycle_days), 0)::text AS days, count(cycle_days)::int AS \"dayCount\""))
		.where('stage_kind', '<>', 'open')
		.whereRaw("closed_at >= ?::timestamp AT TIME ZONE 'UTC' AND closed_at < ?::timestamp AT TIME ZONE 'UTC'", [span.before.from, span.to])
		.groupBy('span', 'owner', 'kind');
}

/** Deals that are open now, added up by owner and stage. */
export async function openDeals({ span, filter, currency }: Asked, asker: Asker): Promise<OpenDeals[]> {
	const { knex } = asker;
	const { deals } = await readableDeals({ fields: ['owner', 'stage', 'close_date'], filter, currency }, asker);
	return knex.from(deals.as('deal'))
		.select('owner', 'stage', knex.raw('count(*)::int AS count, coalesce(sum(amount_in), 0)::text AS amount'))
		.select(knex.raw("coalesce(sum(amount_in) FILTER (WHERE close_date >= ? AND close_date < ? AND forecast_category IS DISTINCT FROM 'omitted'), 0)::text AS closing", [span.from, span.to]))
		.where('stage_kind', 'open')
		.groupBy('owner', 'stage');
}

/** How many deals were open when the spans ended: opened before, and not closed until then (as far as is known: a deal that was reopened is as if it had never been closed). */
export async function openAtEnd({ span, filter }: Asked, asker: Asker): Promise<{ now: number; before: number }> {
	const { knex } = asker;
	const fields = ['opened_on', 'closed_at'];
	const { rows } = await readableRows({ collection: 'crm_opportunities', fields, filter, needs: fields }, asker);
	const isOpen = "opened_on < :day::date AND (closed_at IS NULL OR closed_at >= :day::timestamp AT TIME ZONE 'UTC')";
	const [counts] = await knex.from(rows.as('deal')).select<{ now: number; before: number }[]>(
		knex.raw(`count(*) FILTER (WHERE ${isOpen})::int AS now`, { day: span.to }),
		knex.raw(`count(*) FILTER (WHERE ${isOpen})::int AS before`, { day: span.before.to }),
	);
	return counts ?? { now: 0, before: 0 };
}
