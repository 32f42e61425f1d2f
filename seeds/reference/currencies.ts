import type { RowResource } from '../../schema/apply/resource.ts';
import { row } from './row.ts';

/** Code, name, symbol, decimals (ISO 4217), the likeliest first. */
const currencies = [
	['EUR', 'Euro', '€', 2],
	['USD', 'US dollar', '$', 2],
	['GBP', 'Pound sterling', '£', 2],
	['CHF', 'Swiss franc', 'CHF', 2],
	['SEK', 'Swedish krona', 'kr', 2],
	['NOK', 'Norwegian krone', 'kr', 2],
	['DKK', 'Danish krone', 'kr', 2],
	['PLN', 'Polish złoty', 'zł', 2],
	['CZK', 'Czech koruna', 'Kč', 2],
	['HUF', 'Hungarian forint', 'Ft', 2],
	['RON', 'Romanian leu', 'lei', 2],
	['TRY', 'Turkish lira', '₺', 2],
	['ILS', 'Israeli new shekel', '₪', 2],
	['AED', 'UAE dirham', 'AED', 2],
	['ZAR', 'South African rand', 'R', 2],
	['INR', 'Indian rupee', '₹', 2],
	['CNY', 'Chinese yuan', 'CN¥', 2],
	['HKD', 'Hong Kong dollar', 'HK$', 2],
	['SGD', 'Singapore dollar', 'S$', 2],
	['JPY', 'Japanese yen', '¥', 0],
	['KRW', 'South Korean won', '₩', 0],
	['AUD', 'Australian dollar', 'A$', 2],
	['NZD', 'New Zealand dollar', 'NZ$', 2],
	['CAD', 'Canadian dollar', 'CA$', 2],
	['MXN', 'Mexican peso', 'MX$', 2],
	['BRL', 'Brazilian real', 'R$', 2],
] as const;

/** The currencies to choose from; the instance's own is always among them. */
export function currencyRows(base: string): RowResource[] {
	const all = currencies.some(([code]) => code === base) ? currencies : [...currencies, described(base)];
	return all.map(([code, name, symbol, decimals], index) => row('crm_currencies', code, { name, symbol, decimals, is_active: true, sort: index + 1 }, { id: code }));
}

/** A currency that the list above does not have, in the words of Unicode's CLDR. */
function described(code: string): readonly [string, string, string, number] {
	const format = new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' });
	const symbol = format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? code;
	return [code, new Intl.DisplayNames('en', { type: 'currency' }).of(code) ?? code, symbol, format.resolvedOptions().maximumFractionDigits ?? 2];
}
