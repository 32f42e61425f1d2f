import { isCurrencyCode } from '../money/format-amount.ts';

const formatters = new Map<string, Intl.NumberFormat>();

/** An amount at a glance: without cents where there are none, without them at all where it is a sum of many. */
export function glance(amount: string, { locale, currency, isSum = false }: { locale: string; currency: string | null; isSum?: boolean }): string {
	const key = [locale, currency, isSum].join();
	const formatter = formatters.get(key) ?? new Intl.NumberFormat(locale, {
		...(isCurrencyCode(currency ?? undefined) && currency ? { style: 'currency', currency } : {}),
		numberingSystem: 'latn',
		...(isSum ? { maximumFractionDigits: 0 } : { trailingZeroDisplay: 'stripIfInteger' }),
	});
	formatters.set(key, formatter);
	return formatter.format(amount as Intl.StringNumericLiteral);
}
