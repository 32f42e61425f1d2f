import { type Amount, DECIMALS, type Manner } from './amount.ts';

/** '12500.0000' -> '12.500,00 €': the currency's usual decimals, and those beyond them that say something. */
export function formatAmount(amount: Amount, { locale, currency }: Manner): string {
	return formatter({ locale, currency, isEdited: false }).format(literal(amount));
}

/** '12500.0000' -> '12500' and '1.5000' -> '1,50', to be edited: without groups and currency. */
export function editableAmount(amount: Amount, { locale, currency }: Manner): string {
	const text = formatter({ locale, currency, isEdited: true }).format(literal(amount)).replace(/\p{Cf}/gu, '');
	const isWhole = !/\.\d*[1-9]/.test(amount);
	return isWhole ? text.replace(/\D0+$/, '') : text;
}

/** What stands before the decimals: the comma of 1,5 in German. */
export function decimalMark(locale: string): '.' | ',' {
	return formatter({ locale, isEdited: true }).format(0.5).includes(',') ? ',' : '.';
}

export function isCurrencyCode(currency: string | undefined): currency is string {
	return currency !== undefined && /^[A-Z]{3}$/.test(currency);
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Making one is slow, using it is not. Digits are 0 to 9 in every language: they are what can be typed everywhere. */
function formatter({ locale, currency, isEdited }: Manner & { isEdited: boolean }): Intl.NumberFormat {
	const key = [locale, currency, isEdited].join();
	const known = formatters.get(key);
	if (known) return known;

	const money = isCurrencyCode(currency) ? ({ style: 'currency', currency } as const) : {};
	const usual = 'currency' in money ? (new Intl.NumberFormat(locale, money).resolvedOptions().minimumFractionDigits ?? 2) : 2;
	const made = new Intl.NumberFormat(locale, {
		...(isEdited ? { useGrouping: false } : money),
		numberingSystem: 'latn',
		minimumFractionDigits: usual,
		maximumFractionDigits: Math.max(usual, DECIMALS),
	});
	formatters.set(key, made);
	return made;
}

/** Engines read a decimal string digit by digit; as a number it would be rounded. */
function literal(amount: Amount): Intl.StringNumericLiteral {
	return amount as Intl.StringNumericLiteral;
}
