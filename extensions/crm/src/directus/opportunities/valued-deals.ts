import type { Knex } from 'knex';
import { invalid } from '../shared/errors.ts';

/** The fields of a deal that its worth follows from: read them along, and name them as what a row takes part by. */
export const valuedFields = ['amount', 'amount_base', 'currency', 'closed_at', 'stage_kind', 'probability', 'forecast_category'] as const;

export interface Currency {
	readonly code: string;
	readonly decimals: number;
}

interface Wanted {
	/** Deals with all of `valuedFields`, such as `readableRows` gives them. */
	readonly rows: Knex.QueryBuilder;
	readonly currency: Currency;
}

/**
 * Deals with what they are worth in a currency: `amount_in`, and `weighted_in` = `amount_in` × probability, each rounded
 * per deal to what the currency has, before anything is added up. An open deal is worth its amount at today's rate; a
 * closed one what it was worth on the day on which it closed. What is omitted from the forecast weighs 0.
 *
 * ```ts
 * const { rows: own } = await readableRows({ collection: 'crm_opportunities', fields: ['stage', ...valuedFields], needs: valuedFields }, asker);
 * const { rows } = valuedDeals({ rows: own, currency: await figureCurrency(undefined, knex) }, knex);
 * await knex.with('deals', rows).from('deals').select('stage').sum('amount_in').groupBy('stage');
 * ```
 *
 * A rate that is missing fails the query that asks for the amount, with a sentence that names currency and day (CR400).
 */
export function valuedDeals({ rows, currency: { code, decimals } }: Wanted, knex: Knex): { rows: Knex.QueryBuilder } {
	// A rate a currency (by way of that of the books, where there is no other) and, where it is not that of the books, a day of closing: looked up once, not once a deal.
	const worth = knex.select('own.*').select(knex.raw(`round(CASE
			WHEN own.amount IS NULL THEN NULL
			WHEN own.stage_kind = 'open' THEN CASE WHEN own.currency = :code THEN own.amount ELSE own.amount * coalesce(today.rate, cardinal.missing_rate(own.currency, :code, cardinal.day(now()))) END
			WHEN own.currency = :code THEN own.amount
			WHEN books.currency = :code THEN own.amount_base
			ELSE own.amount_base * coalesce(cardinal.known_rate(books.currency, :code, cardinal.day(own.closed_at)), cardinal.missing_rate(books.currency, :code, cardinal.day(own.closed_at)))
		END, :decimals) AS amount_in`, { code, decimals }))
		.from(rows.as('own'))
		.joinRaw('CROSS JOIN (SELECT cardinal.base_currency() AS currency) AS books')
		.joinRaw(`LEFT JOIN (
			SELECT currency.code, coalesce(cardinal.known_rate(currency.code, :code, cardinal.day(now())), cardinal.known_rate(currency.code, base, cardinal.day(now())) * cardinal.known_rate(base, :code, cardinal.day(now()))) AS rate
			FROM crm_currencies AS currency, cardinal.base_currency() AS base
		) AS today ON today.code = own.currency`, { code });
	return {
		rows: knex.select('worth.*')
			.select(knex.raw("CASE WHEN worth.forecast_category = 'omitted' THEN 0 ELSE round(worth.amount_in * worth.probability / 100, ?) END AS weighted_in", [decimals]))
			.from(worth.as('worth')),
	};
}

/** The currency in which figures are asked for: that of the books, unless one is named. */
export async function figureCurrency(asked: string | undefined, knex: Knex): Promise<Currency> {
	const { rows: [currency] } = await knex.raw<{ rows: Currency[] }>('SELECT code, decimals FROM crm_currencies WHERE code = coalesce(?, cardinal.base_currency())', [asked ?? null]);
	if (currency) return currency;
	throw invalid({ message: `There is no currency ${asked ?? ''}. Name one that stands under Currencies, such as EUR.`, field: 'currency' });
}
