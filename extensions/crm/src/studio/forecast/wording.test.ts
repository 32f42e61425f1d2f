import { expect, it, test } from 'vitest';
import { changeInWords, daysInWords, deals, monthInWords, percentage, shortAmount, spanInWords, wholeAmount } from './wording.ts';

/** Intl sets unbreakable spaces, of more than one kind. */
const plain = (text: string) => text.replace(/\s/g, ' ');

test.each([
	['1234567.8900', 'en-US', 'USD', '$1,234,568', '$1.2M'],
	['1234567.8900', 'de-DE', 'EUR', '1.234.568 €', '1,2 Mio. €'],
	['0.0000', 'en-US', 'EUR', '€0', '€0'],
	['8340.1200', 'de-DE', 'EUR', '8.340 €', '8.340 €'],
	['999999999999.9900', 'en-US', 'EUR', '€1,000,000,000,000', '€1T'],
	['-12.50', 'en-US', 'JPY', '-¥13', '-¥13'],
])('%s for %s in %s', (amount, locale, currency, whole, short) => {
	expect(plain(wholeAmount(amount, { locale, currency }))).toBe(whole);
	expect(plain(shortAmount(amount, { locale, currency }))).toBe(short);
});

test.each([['0', '0 days'], ['0.2', 'less than a day'], ['1', '1 day'], ['43.5', '44 days']])('%s days', (days, words) => {
	expect(daysInWords(days, 'en-US')).toBe(words);
});

it('says durations and shares in the viewer’s language', () => {
	expect(daysInWords('12', 'de-DE')).toBe('12 Tage');
	expect(plain(percentage('0.755', 'de-DE'))).toBe('76 %');
	expect(deals(1, 'en-US')).toBe('1 deal');
	expect(deals(1200, 'de-DE')).toBe('1.200 deals');
});

test.each([
	['0.12', false, { text: '12% up', mood: 'good', icon: 'trending_up' }],
	['-0.12', false, { text: '12% down', mood: 'bad', icon: 'trending_down' }],
	['-0.12', true, { text: '12% down', mood: 'good', icon: 'trending_down' }],
	['11.69', false, { text: '13 times as much', mood: 'good', icon: 'trending_up' }],
	['0.004', false, { text: 'as before', mood: 'same', icon: 'trending_flat' }],
	[null, false, null],
])('a change of %s, where less is better: %s', (change, isLessBetter, words) => {
	expect(changeInWords(change, { locale: 'en-US', isLessBetter })).toEqual(words);
});

it('names months and spans, the last day included', () => {
	expect(monthInWords('2026-03-01', 'en-US')).toBe('Mar 2026');
	expect(plain(spanInWords({ from: '2026-01-01', to: '2027-01-01' }, 'en-US'))).toBe('Jan 1 – Dec 31, 2026');
});
