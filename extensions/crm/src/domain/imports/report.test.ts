import { expect, it } from 'vitest';
import { errorHeader, errorRow, guardFormula, mostFrequent, tally } from './report.ts';

it.each([
	['=cmd|\'/c calc\'!A0', '\'=cmd|\'/c calc\'!A0'],
	['@SUM(1)', '\'@SUM(1)'],
	['+1+cmd|x', '\'+1+cmd|x'],
	['-2+3+cmd', '\'-2+3+cmd'],
	['\tx', '\'\tx'],
	['＝1+1', '\'＝1+1'],
	['-12.50', '-12.50'],
	['+49 30 123456', '+49 30 123456'],
	['Acme = good', 'Acme = good'],
	['', ''],
])('a spreadsheet does not run %j', (text, guarded) => {
	expect(guardFormula(text)).toBe(guarded);
});

it('the error file has the columns of the file and the error', () => {
	expect(errorHeader(['a', 'b'])).toEqual(['a', 'b', 'error']);
	expect(errorHeader(['a', 'error'])).toEqual(['a', 'error', 'error 2']);
	const failure = { line: 7, raw: ['1', '=x'], problems: [{ column: 'a', value: '1', message: 'is wrong.' }, { message: 'So is the row.' }] };
	expect(errorRow(failure, ['a', 'b'])).toEqual(['1', '\'=x', 'Line 7: a “1”: is wrong. So is the row.']);
});

it('rows that are too short or too long keep the error in its column', () => {
	const problems = [{ message: 'The row is broken.' }];
	expect(errorRow({ line: 2, raw: ['1'], problems }, ['a', 'b'])).toEqual(['1', '', 'Line 2: The row is broken.']);
	expect(errorRow({ line: 2, raw: ['1', '2', '3'], problems }, ['a', 'b'])).toEqual(['1', '2 3', 'Line 2: The row is broken.']);
});

it('the same thing wrong in many rows is told once, with their number', () => {
	const wrong = (line: number, value: string) => ({ line, raw: [], problems: [{ column: 'a', value, message: 'is wrong.', mayComeLater: true }] });
	const first = tally(new Map(), [wrong(2, 'x'), wrong(3, 'y'), wrong(4, 'y')]);
	expect(mostFrequent(tally(first, [wrong(5, 'y'), { line: 6, raw: [], problems: [{ message: 'Broken.' }] }]))).toEqual([
		{ column: 'a', value: 'y', message: 'is wrong.', sentence: 'a “y”: is wrong.', rows: 3, line: 3 },
		{ column: 'a', value: 'x', message: 'is wrong.', sentence: 'a “x”: is wrong.', rows: 1, line: 2 },
		{ message: 'Broken.', sentence: 'Broken.', rows: 1, line: 6 },
	]);
	const many = Array.from({ length: 2000 }, (_, index) => wrong(index, String(index)));
	expect(mostFrequent(tally(new Map(), many))).toHaveLength(50);
});
