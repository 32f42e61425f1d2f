import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test.each([
	['Müller', 'Müller'],
	['a,b', '"a,b"'],
	['say "yes"', '"say ""yes"""'],
	['two\nlines', '"two\nlines"'],
	['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
	['-1+A1', '"\'-1+A1"'],
	['@SUM(A1)', '"\'@SUM(A1)"'],
	['-12.50', '-12.50'],
	['1234.5600', '1234.5600'],
	[null, ''],
	[7, '7'],
])('%j becomes %s', (value, cell) => {
	expect(toCsv([[value]])).toBe(`\u{feff}${cell}\r\n`);
});
