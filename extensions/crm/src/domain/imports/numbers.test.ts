import { describe, expect, it } from 'vitest';
import type { Format } from './mapping.ts';
import { convertDecimal, convertInteger } from './numbers.ts';

const plain: Format = {};
const english: Format = { decimal: '.', group: ',' };
const german: Format = { decimal: ',', group: '.' };
const swiss: Format = { decimal: '.', group: '\'' };
const french: Format = { decimal: ',', group: ' ' };

describe('numbers are read exactly, in the format that the mapping names', () => {
	it.each<[string, Format, string]>([
		['1054', plain, '1054'],
		['1054.50', plain, '1054.5'],
		['-0.5', plain, '-0.5'],
		['+7', plain, '7'],
		['.5', plain, '0.5'],
		['007', plain, '7'],
		['0', plain, '0'],
		['9007199254740993.01', plain, '9007199254740993.01'],
		['1,054.50', english, '1054.5'],
		['1054.50', english, '1054.5'],
		['12,34,567', english, '1234567'],
		['1.234.567,89', german, '1234567.89'],
		['1234,5', german, '1234.5'],
		['1.234', german, '1234'],
		['1’234’567.05', swiss, '1234567.05'],
		['1 234,50', french, '1234.5'],
		['1\u202f234,50', french, '1234.5'],
		['$1,054.50', english, '1054.5'],
		['-$1,054.50', english, '-1054.5'],
		['$-1,054.50', english, '-1054.5'],
		['1.234,56 €', german, '1234.56'],
		['EUR 1.234,56', german, '1234.56'],
		['1.234,56 EUR', german, '1234.56'],
		['12.5 %', plain, '12.5'],
		['(1,054.50)', english, '-1054.5'],
		['1054.50-', plain, '-1054.5'],
		['−3', plain, '-3'],
		['1100.04', { multiply: '1000000' }, '1100040000'],
		['0.1', { multiply: '0.1' }, '0.01'],
	])('%j in %j is %s', (text, format, value) => {
		expect(convertDecimal(text, format)).toEqual({ value });
	});

	it.each<[string, Format]>([
		['1,054.50', plain],
		['1.23', german],
		['1.2345', german],
		['1,2,3', english],
		['12,34', english],
		['1.2.3', plain],
		['abc', plain],
		['12 pieces', plain],
		['1e5', plain],
		['.', plain],
		['-', plain],
		['', plain],
		['$', plain],
		['0x10', plain],
		['1-2', plain],
	])('%j in %j is refused', (text, format) => {
		expect(convertDecimal(text, format)).toHaveProperty('problem');
	});

	it('shows the format that it expects', () => {
		expect(convertDecimal('12,5', english)).toEqual({ problem: 'is not a number written like 1,234.56. Correct it, or set the number format of the column.' });
	});

	it('never rounds to the column and never overflows it', () => {
		expect(convertDecimal('1.23456', plain, { precision: 19, scale: 4 })).toEqual({ problem: 'has more than 4 decimals. Round it in the file.' });
		expect(convertDecimal('1.2000000', plain, { precision: 19, scale: 4 })).toEqual({ value: '1.2' });
		expect(convertDecimal('1'.repeat(15), plain, { precision: 19, scale: 4 })).toEqual({ value: '1'.repeat(15) });
		expect(convertDecimal('1'.repeat(16), plain, { precision: 19, scale: 4 })).toEqual({ problem: 'is too large a number for this field.' });
	});
});

describe('whole numbers', () => {
	it.each<[string, Format, boolean, unknown]>([
		['42', plain, false, { value: 42 }],
		['42.0', plain, false, { value: 42 }],
		['1.234', german, false, { value: 1234 }],
		['2147483647', plain, false, { value: 2147483647 }],
		['2147483648', plain, false, { problem: 'is too large a number for this field.' }],
		['9223372036854775807', plain, true, { value: '9223372036854775807' }],
		['9223372036854775808', plain, true, { problem: 'is too large a number for this field.' }],
		['4.5', plain, false, { problem: 'is not a whole number. Round it in the file.' }],
	])('%j in %j', (text, format, isBig, result) => {
		expect(convertInteger(text, format, isBig)).toEqual(result);
	});
});
