import type { Knex } from 'knex';
import type { Cell } from '../../domain/forecast/figures.ts';
import type { NamedPeriod } from '../../domain/forecast/periods.ts';
import type { Dimension } from '../../domain/forecast/question.ts';
import type { Filter } from '../../domain/rights/filter.ts';
import type { Currency } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { readableRows } from '../shared/readable-rows.ts';
import { readableDeals } from './readable-deals.ts';

interface Wanted {
	readonly periods: readonly NamedPeriod[];
	readonly by?: Dimension | undefined;
	readonly filter: Filter;
	readonly currency: Currency;
	readonly today: string;
}

/** Which column says to which group a deal belongs; products stand in its lines. */
const columns: { readonly [Name in Exclude<Dimension, 'product'>]: string } = {
	owner: 'owner', team: 'team', category: 'forecast_category', stage: 'stage', pipeline: 'pipeline', source: 'source',
};

/**
 * Adds up, in one pass over the deals, what stands in each period: closed ones by the day (in UTC) on which they were
 * closed, open ones by their close date; those without one stand in no period.
 */
export async function cellsOf({ periods, by, filter, currency, today }: Wanted, asker: Asker): Promise<Cell[]> {
	const { knex } = asker;
	const { deals } = await readableDeals({ fields: ['close_date', ...(by && by !== 'product' ? [columns[by]] : [])], filter, currency }, asker);
	const starts = periods.map(({ from }) => from);
	const span = { from: starts[0], to: periods.at(-1)?.to };
	const dated = knex.from(deals.as('deal'))
		.select('id', 'stage_kind AS kind', 'forecast_category AS category', knex.raw('? AS key', [keyOf(by, knex)]))
		.select(knex.raw("width_bucket(CASE WHEN stage_kind = 'open' THEN close_date ELSE (closed_at AT TIME ZONE 'UTC')::date END, ?::date[]) AS period", [starts]))
		.select(knex.raw("stage_kind = 'open' AND coalesce(close_date < ?, false) AS is_overdue", [today]))
		// What is lost is worth nothing, at whatever rate.
		.select(knex.raw("CASE WHEN stage_kind <> 'lost' THEN amount_in END AS amount, CASE WHEN stage_kind = 'open' THEN weighted_in END AS weighted"))
		.whereRaw(`CASE WHEN stage_kind = 'open' THEN close_date IS NULL OR (close_date >= :from AND close_date < :to)
			ELSE closed_at >= :from::timestamp AT TIME ZONE 'UTC' AND closed_at < :to::timestamp AT TIME ZONE 'UTC' END`, span);
	const parts = by === 'product' ? (await byProduct(dated, currency, asker)).parts : dated;
	const found = await knex.from(parts.as('part'))
		.select('period', 'key', 'kind', 'category', 'is_overdue')
		.select(knex.raw(`count(*)::int AS count, ${by === 'product' ? 'count(*) FILTER (WHERE is_first)' : 'count(*)'}::int AS once`))
		.select(knex.raw('coalesce(sum(amount), 0)::text AS amount, coalesce(sum(weighted), 0)::text AS weighted'))
		.groupBy('period', 'key', 'kind', 'category', 'is_overdue') as FoundCell[];
	return found.map(({ is_overdue: isOverdue, period, ...cell }) => ({ ...cell, isOverdue, period: period === null ? null : period - 1 }));
}

interface FoundCell extends Omit<Cell, 'isOverdue'> {
	readonly is_overdue: boolean;
}

function keyOf(by: Dimension | undefined, knex: Knex): Knex.Raw {
	if (!by || by === 'product') return knex.raw('NULL::text');
	return by === 'category' ? knex.raw("CASE WHEN stage_kind = 'open' THEN forecast_category ELSE stage_kind END") : knex.raw('??::text', [columns[by]]);
}

/**
 * Divides each deal among the products of its lines, in proportion to what they come to (evenly, where they come to
 * nothing): each product gets what is rounded up to it less what is rounded up to the one before, so that the parts add up
 * to the deal. A deal without lines has one part, of no product.
 */
async function byProduct(dated: Knex.QueryBuilder, { decimals }: Currency, asker: Asker): Promise<{ parts: Knex.QueryBuilder }> {
	const { knex } = asker;
	const { rows: lines } = await readableRows({ collection: 'crm_opportunity_lines', fields: ['opportunity', 'product', 'amount'], needs: ['opportunity', 'product', 'amount'] }, asker);
	const ofDeals = knex.from(lines.as('lines')).select('opportunity', 'product').select(knex.raw('sum(coalesce(amount, 0)) AS weight')).groupBy('opportunity', 'product');
	const weighed = knex.from(ofDeals.as('products')).select('opportunity', 'product').select(knex.raw('CASE WHEN sum(weight) OVER (PARTITION BY opportunity) > 0 THEN weight ELSE 1 END AS weight'));
	const running = knex.from(weighed.as('weighed')).select('opportunity', 'product', 'weight')
		.select(knex.raw('sum(weight) OVER (PARTITION BY opportunity) AS whole, sum(weight) OVER ordered AS until, row_number() OVER ordered = 1 AS is_first'))
		.joinRaw('WINDOW ordered AS (PARTITION BY opportunity ORDER BY product NULLS LAST)');
	const share = (amount: string) => knex.raw('CASE WHEN part.opportunity IS NULL THEN ?? ELSE round(?? * part.until / part.whole, ?::int) - round(?? * (part.until - part.weight) / part.whole, ?::int) END AS ??', [`deal.${amount}`, `deal.${amount}`, decimals, `deal.${amount}`, decimals, amount]);
	const parts = knex.from(dated.as('deal')).leftJoin(running.as('part'), 'part.opportunity', 'deal.id')
		.select('deal.period', 'deal.kind', 'deal.category', 'deal.is_overdue', knex.raw('part.product::text AS key'), share('amount'), share('weighted'))
		.select(knex.raw('coalesce(part.is_first, true) AS is_first'));
	return { parts };
}
