import Big from 'big.js';
import type { House } from './house.ts';

/** In which currency a country buys, and what things cost there. */
export interface Market {
	/** The currencies besides the base currency. */
	readonly foreign: readonly string[];
	currencyOf(country: string): string;
	/** A price in whole units, as a price list would have it: three figures, then zeros. Or so many percent of it. */
	price(euros: number, currency: string, percent?: number): string;
	/** How much of the base currency one unit of another buys, `drift` thousandths off the usual. */
	rate(currency: string, drift: number): string;
}

/** Units to the euro, roughly: for a story, not for accounts. */
const euro: { readonly [currency: string]: number } = {
	EUR: 1, USD: 1.1, GBP: 0.86, CHF: 0.95, SEK: 11.2, NOK: 11.6, DKK: 7.46, PLN: 4.28, CZK: 24.9, HUF: 396, RON: 5.05, TRY: 46, ILS: 4, AED: 4.05,
	ZAR: 20.1, INR: 96, CNY: 7.9, HKD: 8.6, SGD: 1.48, JPY: 168, KRW: 1560, AUD: 1.72, NZD: 1.9, CAD: 1.54, MXN: 20.8, BRL: 6.2,
};

const abroad: { readonly [country: string]: string } = { GB: 'GBP', CH: 'CHF' };

export function marketOf({ base, currencies }: Pick<House, 'base' | 'currencies'>): Market {
	// In a currency that the table doesn't know, everybody pays as many units as it would be euros.
	const foreign = base in euro ? Object.values(abroad).filter((currency) => currency !== base && currencies.has(currency)) : [];
	const worth = (currency: string) => new Big(euro[currency] ?? 1);
	return {
		foreign,
		currencyOf: (country) => {
			const currency = abroad[country];
			return currency && foreign.includes(currency) ? currency : base;
		},
		price: (euros, currency, percent = 100) => threeFigures(worth(currency).times(euros).times(percent).div(100)).toFixed(0),
		rate: (currency, drift) => worth(base).div(worth(currency)).times(new Big(1000 + drift)).div(1000).toFixed(8),
	};
}

function threeFigures(amount: Big): Big {
	const zeros = Math.max(0, amount.round(0, Big.roundDown).toFixed(0).length - 3);
	return amount.round(-zeros, Big.roundHalfUp);
}
