import type { Format } from '../../domain/imports/mapping.ts';
import { convertDecimal } from '../../domain/imports/numbers.ts';
import { type Amount, DECIMALS, type Manner, WHOLE_DIGITS } from './amount.ts';
import { decimalMark, formatAmount, isCurrencyCode } from './format-amount.ts';

export type ReadAmount = { readonly amount: Amount | null } | { readonly problem: string };

/**
 * What somebody typed or pasted -> the exact amount: '1.234,56', '1,234.56', '€ 1 200', '(12.50)', "1'200.–". Where a
 * mark could be either (1.234), the viewer's locale decides. Another currency than the amount's is refused.
 */
export function readAmount(typed: string, { locale, currency }: Manner): ReadAmount {
	const text = plainCharacters(typed);
	if (text === '') return { amount: null };

	const [, before = '', digits = '', after = ''] = /^(\D*?)((?:(?<!\p{L})[.,])?\d(?:.*\d)?)(\D*)$/u.exec(text) ?? [];
	const read = convertDecimal(digits, marksOf(digits, locale));
	if ('problem' in read) return { problem: `“${typed.trim()}” is not an amount. Type one like ${formatAmount('1234.56', { locale })}.` };

	const problem = currencyProblem(`${before}${after}`, { locale, currency }) ?? sizeProblem(read.value);
	if (problem) return { problem };

	const isNegative = /[-−]/.test(before) || /^[-−]/.test(after) || (before.includes('(') && after.includes(')'));
	return { amount: isNegative && read.value !== '0' ? `-${read.value}` : read.value };
}

/** One kind of space, apostrophe, digit and mark; nothing that can't be seen. */
function plainCharacters(text: string): string {
	return text
		.replace(/\p{Cf}/gu, '')
		.replace(/\s+/g, ' ')
		.replace(/[’‘]/g, '\'')
		.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15))
		.replaceAll('٫', '.')
		.replaceAll('٬', ',')
		.trim();
}

type Mark = '.' | ',' | '\'' | ' ';

/** Which mark stands before the decimals and which between the groups. */
function marksOf(digits: string, locale: string): Pick<Format, 'decimal' | 'group'> {
	const marks = (digits.match(/[.,' ](?=\d)/g) ?? []) as Mark[];
	const own = decimalMark(locale);
	const last = marks.at(-1);
	if (last === undefined) return { decimal: own, group: '' };
	if (last === '\'' || last === ' ') return { decimal: own, group: last };

	const other = marks.find((mark) => mark !== last);
	if (other) return { decimal: last, group: other };

	const isGroup = marks.length > 1 || (/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) && last !== own);
	return isGroup ? { decimal: last === '.' ? ',' : '.', group: last } : { decimal: last, group: '' };
}

function currencyProblem(around: string, { locale, currency }: Manner): string | undefined {
	const typed = calledLike(around);
	if (typed === '') return undefined;
	if (currency === undefined) return /^(\p{Sc}|\p{L}{3})$/u.test(typed) ? undefined : `“${around.trim()}” is not a currency. Type the number alone.`;
	if (namesOf(currency, locale).some((name) => calledLike(name) === typed)) return undefined;
	return `The amount is in ${currency}, not in “${around.trim()}”. Type the number alone, or choose another currency first.`;
}

/** Fr. and FR, US-Dollar and us dollar: the same. Signs of the number itself go as well. */
function calledLike(name: string): string {
	return name.replace(/[-+−–—()\s.,]/g, '').toLowerCase();
}

function namesOf(currency: string, locale: string): string[] {
	if (!isCurrencyCode(currency)) return [currency];
	const ways = [locale, 'en-US'].flatMap((language) => (['symbol', 'narrowSymbol', 'name'] as const).map((currencyDisplay) => ({ language, currencyDisplay })));
	return [currency, ...ways.map(({ language, currencyDisplay }) => signOf(new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay, maximumFractionDigits: 0 })))];
}

function signOf(format: Intl.NumberFormat): string {
	return format.formatToParts(1).find(({ type }) => type === 'currency')?.value ?? '';
}

function sizeProblem(value: Amount): string | undefined {
	const [whole = '', fraction = ''] = value.split('.');
	if (fraction.length > DECIMALS) return `An amount has at most ${DECIMALS} decimals. Round it.`;
	if (whole.length > WHOLE_DIGITS) return `An amount has at most ${WHOLE_DIGITS} digits before the decimals.`;
	return undefined;
}
