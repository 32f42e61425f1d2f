import { describe, expect, it } from 'vitest';
import { convertDate, convertDateTime, convertInstant, convertTime, isDatePattern } from './dates.ts';
import type { Format } from './mapping.ts';

const iso: Format = {};

describe('a day', () => {
	it.each<[string, Format, string]>([
		['2017-03-01', iso, '2017-03-01'],
		['2017-03-01T23:30:00Z', iso, '2017-03-01'],
		['2017-03-01 23:30', iso, '2017-03-01'],
		['2024-02-29', iso, '2024-02-29'],
		['31.12.2017', { date: ['dd.MM.yyyy'] }, '2017-12-31'],
		['1.2.2017', { date: ['d.M.yyyy'] }, '2017-02-01'],
		['02/01/2017', { date: ['MM/dd/yyyy'] }, '2017-02-01'],
		['02/01/2017', { date: ['dd/MM/yyyy'] }, '2017-01-02'],
		['31.12.17', { date: ['dd.MM.yy'] }, '2017-12-31'],
		['Dec 31, 2017', { date: ['MMM d, yyyy'] }, '2017-12-31'],
		['20171231', { date: ['dd.MM.yyyy', 'yyyyMMdd'] }, '2017-12-31'],
		['31.12.2017 17:05', { date: ['dd.MM.yyyy HH:mm'] }, '2017-12-31'],
	])('%j in %j is %s', (text, format, value) => {
		expect(convertDate(text, format)).toEqual({ value });
	});

	it.each<[string, Format]>([
		['2017-02-29', iso],
		['2017-13-01', iso],
		['01/02/2017', iso],
		['31.12.2017', iso],
		['yesterday', iso],
		['2017-03-01T25:00', iso],
		['31.02.2017', { date: ['dd.MM.yyyy'] }],
		['01.02.17', { date: ['dd.MM.yyyy'] }],
		['2017-03-01', { date: ['dd.MM.yyyy'] }],
	])('%j in %j is refused', (text, format) => {
		expect(convertDate(text, format)).toHaveProperty('problem');
	});

	it('says how to write it', () => {
		expect(convertDate('2017-03-01', { date: ['dd.MM.yyyy', 'MM/dd/yyyy'] })).toEqual({
			problem: 'is not a date written as dd.MM.yyyy or MM/dd/yyyy. Write 31.12.2024 or 12/31/2024.',
		});
	});
});

describe('an instant', () => {
	it.each<[string, Format, string]>([
		['2017-03-01', iso, '2017-03-01T00:00:00.000Z'],
		['2017-03-01T10:30:00Z', iso, '2017-03-01T10:30:00.000Z'],
		['2017-03-01T10:30:00.250+02:00', iso, '2017-03-01T08:30:00.250Z'],
		['2017-03-01 10:30 +0200', iso, '2017-03-01T08:30:00.000Z'],
		['2017-03-01', { timeZone: 'Europe/Berlin' }, '2017-02-28T23:00:00.000Z'],
		['2017-07-01 12:00', { timeZone: 'Europe/Berlin' }, '2017-07-01T10:00:00.000Z'],
		['2017-07-01T12:00:00Z', { timeZone: 'Europe/Berlin' }, '2017-07-01T12:00:00.000Z'],
		['03/26/2017 3:30 AM', { date: ['MM/dd/yyyy h:mm a'], timeZone: 'Europe/Berlin' }, '2017-03-26T01:30:00.000Z'],
		['26.03.2017 01:30', { date: ['dd.MM.yyyy HH:mm'], timeZone: 'Europe/Berlin' }, '2017-03-26T00:30:00.000Z'],
		['2017-11-05 01:00', { timeZone: 'America/New_York' }, '2017-11-05T05:00:00.000Z'],
		['01.03.2017 10:30 +02:00', { date: ['dd.MM.yyyy HH:mm xxx'] }, '2017-03-01T08:30:00.000Z'],
	])('%j in %j is %s', (text, format, value) => {
		expect(convertInstant(text, format)).toEqual({ value });
	});
});

it('a local time keeps no zone', () => {
	expect(convertDateTime('2017-03-01 10:30', { timeZone: 'Europe/Berlin' })).toEqual({ value: '2017-03-01T10:30:00' });
});

it.each([
	['17:05', { value: '17:05:00' }],
	['7:05:09', { value: '07:05:09' }],
	['24:00', { problem: 'is not a time of day. Write it as 17:05.' }],
	['5 pm', { problem: 'is not a time of day. Write it as 17:05.' }],
])('the time of day %j', (text, result) => {
	expect(convertTime(text)).toEqual(result);
});

it.each([['dd.MM.yyyy', true], ['yyyyMMdd', true], ['MMM d, yyyy h:mm a', true], ['DD.MM.YYYY', false], ['---', false], ['bbbbbbnope', false]])('%s is a date pattern: %s', (pattern, isPattern) => {
	expect(isDatePattern(pattern)).toBe(isPattern);
});
