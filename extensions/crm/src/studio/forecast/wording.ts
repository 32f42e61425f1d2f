import type { Amount } from '../money/amount.ts';

/** Figures in words, as the viewer writes them. */
export interface Words {
	readonly locale: string;
	readonly currency: string;
}

/** '1234567.8900' -> '€1,234,568': what a table shows; the exact amount is one hover away. */
export function wholeAmount(amount: Amount, { locale, currency }: Words): string {
	return format({ locale, style: 'currency', currency, maximumFractionDigits: 0 }).format(amount as Intl.StringNumericLiteral);
}

/** '1234567.8900' -> '€1.2M': what an axis, a card or a narrow panel shows. */
export function shortAmount(amount: Amount | number, { locale, currency }: Words): string {
	const short = format({ locale, style: 'currency', currency, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
	// German has no short thousand: 8.340 € is said to the euro.
	const isShort = short.formatToParts(Number(amount)).some(({ type }) => type === 'compact');
	return isShort ? short.format(Number(amount)) : wholeAmount(String(amount), { locale, currency });
}

/** '0.755' -> '76%' */
export function percentage(share: string | number, locale: string): string {
	return format({ locale, style: 'percent', maximumFractionDigits: 0 }).format(Number(share));
}

export function wholeNumber(number: number, locale: string): string {
	return format({ locale, maximumFractionDigits: 0 }).format(number);
}

/** '43.5' -> '44 days'; what takes less than a day, and more than none, says so. */
export function daysInWords(days: string | number, locale: string): string {
	const number = Number(days);
	if (number > 0 && number < 0.5) return 'less than a day';
	return format({ locale, style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 0 }).format(number);
}

export function deals(count: number, locale: string): string {
	return `${wholeNumber(count, locale)} ${count === 1 ? 'deal' : 'deals'}`;
}

export interface Change {
	readonly text: string;
	/** Whether it is for the better, the worse, or neither. */
	readonly mood: 'good' | 'bad' | 'same';
	readonly icon: 'trending_up' | 'trending_down' | 'trending_flat';
}

/** A change against the period before. Of a duration, less is better. */
export function changeInWords(change: string | null, { locale, isLessBetter = false }: { locale: string; isLessBetter?: boolean }): Change | null {
	if (change === null) return null;
	const rounded = Math.round(Number(change) * 100);
	if (rounded === 0) return { text: 'as before', mood: 'same', icon: 'trending_flat' };
	const isUp = rounded > 0;
	const isManifold = rounded >= 200;
	return {
		text: isManifold ? `${format({ locale, maximumFractionDigits: 0 }).format(1 + rounded / 100)} times as much` : `${percentage(Math.abs(rounded) / 100, locale)} ${isUp ? 'up' : 'down'}`,
		mood: isUp === isLessBetter ? 'bad' : 'good',
		icon: isUp ? 'trending_up' : 'trending_down',
	};
}

/** '2026-03-01', a month -> 'Mar 2026'; the label of a quarter or year is the server's: it knows the fiscal year. */
export function monthInWords(day: string, locale: string, length: 'short' | 'long' = 'short'): string {
	return new Intl.DateTimeFormat(locale, { month: length, year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** A half-open span as people say it: '1 Jan – 31 Dec 2026'. */
export function spanInWords({ from, to }: { from: string; to: string }, locale: string): string {
	const first = new Date(`${from}T00:00:00Z`);
	const last = new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000);
	return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(first, last);
}

export function dayInWords(day: string, locale: string): string {
	return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

const known = new Map<string, Intl.NumberFormat>();

/** Making one is slow, using it is not. */
function format({ locale, ...options }: Intl.NumberFormatOptions & { locale: string }): Intl.NumberFormat {
	const key = JSON.stringify([locale, options]);
	const made = known.get(key) ?? new Intl.NumberFormat(locale, { numberingSystem: 'latn', ...options });
	known.set(key, made);
	return made;
}
