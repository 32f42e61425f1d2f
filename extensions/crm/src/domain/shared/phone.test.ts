import { describe, expect, it } from 'vitest';
import { normalisePhone } from './phone.ts';

describe('a telephone number is stored in E.164', () => {
	it.each([
		['+49 30 123456', '', '+4930123456'],
		['030 / 123456', 'DE', '+4930123456'],
		['(030) 123456', 'de', '+4930123456'],
		['0049 30 123456', 'US', '+4930123456'],
		['00 is not a country', 'DE', null],
		['+1 (202) 555-0147', 'DE', '+12025550147'],
		['202-555-0147', 'US', '+12025550147'],
		['202-555-0147 ext. 12', 'US', '+12025550147;ext=12'],
		['+12025550147;ext=12', 'DE', '+12025550147;ext=12'],
		['tel:+12025550147', 'DE', '+12025550147'],
		['  +4930123456 ', '', '+4930123456'],
		['030 123456', '', null],
		['030 123456', 'XX', null],
		['call me', 'DE', null],
		['call 030 123456', 'DE', null],
		['12', 'US', null],
		['+49 30 1234567890123456', 'DE', null],
		['', 'DE', null],
	])('%j in %j -> %j', (typed, country, stored) => {
		expect(normalisePhone(typed, country)).toBe(stored);
	});

	it('leaves what is stored as it is', () => {
		for (const stored of ['+4930123456', '+12025550147;ext=12']) expect(normalisePhone(stored, 'FR')).toBe(stored);
	});
});
