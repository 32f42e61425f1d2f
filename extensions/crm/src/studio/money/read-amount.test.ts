import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameAmount, type Manner } from './amount.ts';
import { editableAmount, formatAmount } from './format-amount.ts';
import { readAmount } from './read-amount.ts';

const german: Manner = { locale: 'de-DE', currency: 'EUR' };
const english: Manner = { locale: 'en-US', currency: 'EUR' };
const french: Manner = { locale: 'fr-FR', currency: 'EUR' };
const swiss: Manner = { locale: 'de-CH', currency: 'CHF' };
const bare: Manner = { locale: 'de-DE' };

describe('what people type is read exactly', () => {
	it.each<[string, Manner, string | null]>([
		['1200', german, '1200'],
		['1.234,56', german, '1234.56'],
		['1.234,56', english, '1234.56'],
		['1,234.56', german, '1234.56'],
		['1,234.56', english, '1234.56'],
		['€ 1 200', german, '1200'],
		['€1,200.00', english, '1200'],
		['1.200,00 €', german, '1200'],
		['EUR 1.200', german, '1200'],
		['1200 eur', german, '1200'],
		['1200 Euro', german, '1200'],
		['1200 euro', english, '1200'],
		['1\u202f234\u202f567,8', french, '1234567.8'],
		['1\u00a0234,50\u00a0€', french, '1234.5'],
		['1\'234.50', swiss, '1234.5'],
		['CHF 1’234.50', swiss, '1234.5'],
		['CHF 1\'200.–', { locale: 'de-CH', currency: 'CHF' }, '1200'],
		['1200,-', german, '1200'],
		['1200,--', german, '1200'],
		['1.234.567', english, '1234567'],
		['1,234,567', german, '1234567'],
		['12,34,567.5', english, '1234567.5'],
		['1,5', english, '1.5'],
		['1.5', german, '1.5'],
		['.5', german, '0.5'],
		[',5', english, '0.5'],
		['1234.567', german, '1234.567'],
		['0.125', german, '0.125'],
		['1200.00', german, '1200'],
		['007', german, '7'],
		['-12,50', german, '-12.5'],
		['−12.50', english, '-12.5'],
		['-€12.50', english, '-12.5'],
		['€ -12.50', english, '-12.5'],
		['(12.50)', english, '-12.5'],
		['12,50-', german, '-12.5'],
		['-0', german, '0'],
		['999999999999999.9999', english, '999999999999999.9999'],
		['9007199254740993.01'.slice(1), english, '7199254740993.01'],
		['۱۲۳٫۵', german, '123.5'],
		['$12', bare, '12'],
		['12 USD', bare, '12'],
		['', german, null],
		['  ', german, null],
	])('%j for %o is %s', (typed, manner, amount) => {
		expect(readAmount(typed, manner)).toEqual({ amount });
	});
});

describe('what could be read in two ways is read as the viewer writes', () => {
	it.each<[string, string, string]>([
		['1.234', 'de-DE', '1234'],
		['1.234', 'en-US', '1.234'],
		['1.234', 'fr-FR', '1234'],
		['1.234', 'de-CH', '1.234'],
		['1,234', 'de-DE', '1.234'],
		['1,234', 'en-US', '1234'],
		['1,234', 'fr-FR', '1.234'],
		['1,234', 'de-CH', '1234'],
	])('%j in %s is %s', (typed, locale, amount) => {
		expect(readAmount(typed, { locale })).toEqual({ amount });
	});
});

describe('nonsense is refused with a sentence', () => {
	it.each<[string, Manner, RegExp]>([
		['soon', german, /“soon” is not an amount. Type one like 1\.234,56\./],
		['soon', english, /Type one like 1,234\.56\./],
		['1,2,3', english, /not an amount/],
		['1.23.4', german, /not an amount/],
		['12 34', french, /not an amount/],
		['1.234,567.8', german, /not an amount/],
		['12-5', german, /not an amount/],
		['1e5', german, /not an amount/],
		['0x10', german, /not an amount/],
		['€', german, /not an amount/],
		['-', german, /not an amount/],
		['12k', german, /The amount is in EUR, not in “k”/],
		['12 USD', german, /The amount is in EUR, not in “USD”. Type the number alone, or choose another currency first\./],
		['$12', english, /The amount is in EUR/],
		['12 pieces', bare, /“pieces” is not a currency/],
		['12%', bare, /“%” is not a currency/],
		['1,23456', german, /at most 4 decimals/],
		['1234567890123456', german, /at most 15 digits/],
	])('%j for %o', (typed, manner, sentence) => {
		expect(readAmount(typed, manner)).toEqual({ problem: expect.stringMatching(sentence) });
	});
});

describe('any amount, shown and read again, is the same amount', () => {
	const digits = (size: { minLength: number; maxLength: number }) => fc.string({ unit: fc.constantFrom(...'0123456789'), ...size });
	const amounts = fc
		.tuple(fc.boolean(), digits({ minLength: 1, maxLength: 15 }), digits({ minLength: 4, maxLength: 4 }))
		.map(([isNegative, whole, fraction]) => ({ isNegative, size: `${BigInt(whole)}.${fraction}` }))
		.map(({ isNegative, size }) => (isNegative && /[1-9]/.test(size) ? `-${size}` : size));
	const manners = fc.record({
		locale: fc.constantFrom('de-DE', 'en-US', 'fr-FR', 'de-CH', 'de-AT', 'en-IN', 'pl-PL', 'ar-EG', 'fa-IR'),
		currency: fc.constantFrom('EUR', 'CHF', 'USD', 'JPY', 'KWD', undefined),
	});

	it.each([['formatted', formatAmount], ['to be edited', editableAmount]])('%s', (_way, show) => {
		fc.assert(
			fc.property(amounts, manners, (amount, manner) => {
				const read = readAmount(show(amount, manner), manner);
				return 'amount' in read && isSameAmount(read.amount, amount);
			}),
			{ numRuns: 2000 },
		);
	});
});
