import { describe, expect, it } from 'vitest';
import { isSameAmount } from './amount.ts';
import { decimalMark, editableAmount, formatAmount } from './format-amount.ts';

describe('an amount is shown as the viewer writes it, digit by digit', () => {
	it.each<[string, string, string | undefined, string]>([
		['12500.0000', 'de-DE', 'EUR', '12.500,00 €'],
		['12500.0000', 'en-US', 'EUR', '€12,500.00'],
		['12500.0000', 'fr-FR', 'EUR', '12 500,00 €'],
		['12500.0000', 'de-CH', 'CHF', 'CHF 12’500.00'],
		['12500.0000', 'de-DE', undefined, '12.500,00'],
		['12500.5000', 'de-DE', undefined, '12.500,50'],
		['0.1234', 'en-US', 'USD', '$0.1234'],
		['0.1230', 'en-US', 'USD', '$0.123'],
		['1200.0000', 'en-US', 'JPY', '¥1,200'],
		['1200.5000', 'en-US', 'JPY', '¥1,200.5'],
		['1.5000', 'en-US', 'KWD', 'KWD 1.500'],
		['-12.5000', 'en-US', 'EUR', '-€12.50'],
		['999999999999999.9999', 'en-US', undefined, '999,999,999,999,999.9999'],
		['1234.5000', 'ar-EG', undefined, '1,234.50'],
		['5.0000', 'en-US', 'gold', '5.00'],
	])('%s in %s and %s: %s', (amount, locale, currency, shown) => {
		const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/['’]/g, '’');
		expect(plain(formatAmount(amount, { locale, currency }))).toBe(shown);
	});
});

describe('an amount is edited without ornament', () => {
	it.each<[string, string, string | undefined, string]>([
		['12500.0000', 'de-DE', 'EUR', '12500'],
		['12500.5000', 'de-DE', 'EUR', '12500,50'],
		['1234567.8900', 'en-US', 'EUR', '1234567.89'],
		['0.1234', 'de-CH', 'CHF', '0.1234'],
		['1200.0000', 'en-US', 'JPY', '1200'],
		['0.0000', 'de-DE', undefined, '0'],
		['-7.5000', 'fa-IR', undefined, '−7.50'],
	])('%s in %s and %s: %s', (amount, locale, currency, shown) => {
		expect(editableAmount(amount, { locale, currency })).toBe(shown);
	});
});

it('every locale has its decimal mark', () => {
	expect(['de-DE', 'en-US', 'fr-FR', 'de-CH'].map(decimalMark)).toEqual([',', '.', ',', '.']);
});

it.each<[string | null, string | null, boolean]>([
	['1.5', '1.5000', true],
	['100', '100.0000', true],
	['100', '1', false],
	['100', '10', false],
	[null, '0', false],
	[null, null, true],
])('%s and %s are the same amount: %s', (one, other, same) => {
	expect(isSameAmount(one, other)).toBe(same);
});
