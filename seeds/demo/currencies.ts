import { dayOf, startOfMonth } from './calendar.ts';
import { diceFor } from './dice.ts';
import { type House, pairOf } from './house.ts';
import type { Market } from './market.ts';
import { type Chapter, demoId, rows } from './story-shape.ts';

const MONTHS = 18;

/**
 * A rate a month for the currencies in which the demo sells, back to before its first deal. Where the instance has
 * rates of its own, the demo's end before them: they must not change what anything is worth.
 */
export function tellExchangeRates({ now, house, market }: { now: Date; house: House; market: Market }): Chapter {
	return rows('crm_exchange_rates', market.foreign.flatMap((currency) => {
		const dice = diceFor(`rates/${currency}`);
		const ownFrom = house.ownRatesFrom.get(pairOf(currency, house.base)) ?? '9999';
		let drift = 0;
		return Array.from({ length: MONTHS }, (_, back) => {
			drift += dice.whole(-6, 6);
			return {
				id: demoId('crm_exchange_rates', `${currency}/${back}`),
				from_currency: currency,
				to_currency: house.base,
				rate: market.rate(currency, drift),
				valid_on: dayOf(startOfMonth(now, -back)),
			};
		}).filter(({ valid_on }) => valid_on < ownFrom);
	}));
}
