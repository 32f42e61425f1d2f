import { describe, expect, it } from 'vitest';
import { checkValue, type FieldFacts } from './field-value.ts';

const facts = (type: string, rest: Partial<FieldFacts> = {}): FieldFacts => ({ name: 'it', label: 'It', type, canBeEmpty: true, ...rest });
const money = facts('decimal', { precision: 19, scale: 4, min: 0, range: 'It must not be negative.' });
const percent = facts('integer', { min: 0, max: 100, range: 'It must lie between 0 and 100.' });
const link = facts('uuid', { link: 'one' });
const code = facts('string', { link: 'one', length: 3 });
const list = facts('alias', { link: 'many' });
const key = '6f1c2a52-0c5d-4c0e-9f3e-2b1a7d9c4e10';

describe('what the database can take goes through as it is', () => {
	it.each([
		[money, ['0', 0, '-1', '1234.56', ' 1.5 ', '+1', '.5', '5.', '1e3', '1.E2', 1e14, '999999999999999.9999', '0.00001', null]],
		[percent, [0, 100, 101, -1, '42', ' 42 ', '+7', 1e3, 2147483647]],
		[facts('bigInteger'), ['9223372036854775807', 5]],
		[facts('boolean'), [true, false, 0, 1, 'true', 'FALSE', 'yes', 'off']],
		[facts('date'), ['2026-01-31', '2024-02-29', '2026-01-31T12:00:00Z', '2026-01-31 12:00', new Date(0)]],
		[facts('timestamp'), ['2026-01-31', '2026-01-31T14:30', '2026-01-31T14:30:00Z', '2026-01-31T14:30:00.123456Z', '2026-01-31 14:30:00', '2026-01-31T14:30:00+01', '2026-01-31T14:30:00-05:30', new Date(0)]],
		[facts('uuid'), [key, key.toUpperCase(), key.replaceAll('-', '')]],
		[facts('string', { length: 3 }), ['', 'abc', '🙂🙂🙂', 5]],
		[facts('text'), ['', 'x'.repeat(1000)]],
		[link, [key, { name: 'New' }, null]],
		[code, ['EUR', { code: 'EUR' }, null]],
		[list, [[], [key, 5, { name: 'New' }], { create: [{}], update: [], delete: [key] }, {}, null]],
		[facts('json'), [{ any: ['thing'] }, ['a'], '["a"]', 5]],
	])('%j', (field, values) => {
		for (const value of values) expect(checkValue(field, value)).toEqual({ value });
	});
});

describe('what it can’t take is named, with the way to write it', () => {
	const number = 'is no number. Write it like 1234.56.';
	const whole = 'is no whole number. Write it like 42.';
	const day = 'is no day. Write it like 2026-01-31.';
	const moment = 'is no point in time. Write it like 2026-01-31T14:30:00Z.';
	const linked = 'is none of the records that it can link to. Choose one of them, or leave it empty.';
	const rows = 'is no list of records. Send a list of ids or objects.';
	it.each<[FieldFacts, unknown, string]>([
		[money, 'abc', `It: “abc” ${number}`],
		[money, '1,5', `It: “1,5” ${number}`],
		[money, '1.234,56', `It: “1.234,56” ${number}`],
		[money, 'NaN', `It: “NaN” ${number}`],
		[money, Number.NaN, `It: “null” ${number}`],
		[money, 'Infinity', `It: “Infinity” ${number}`],
		[money, '0x1F', `It: “0x1F” ${number}`],
		[money, '.', `It: “.” ${number}`],
		[money, true, `It: “true” ${number}`],
		[money, [], `It: “[]” ${number}`],
		[money, { a: 1 }, `It: “{"a":1}” ${number}`],
		[money, '   ', `It: “   ” ${number}`],
		[money, 'x'.repeat(50), `It: “${'x'.repeat(40)}…” ${number}`],
		[money, '1000000000000000', 'It: “1000000000000000” is too large a number for this field.'],
		[money, '999999999999999.99995', 'It: “999999999999999.99995” is too large a number for this field.'],
		[money, '-1e15', 'It must not be negative.'],
		[money, '1e9999', 'It: “1e9999” is too large a number for this field.'],
		[percent, 1.5, `It: “1.5” ${whole}`],
		[percent, '1.0', `It: “1.0” ${whole}`],
		[percent, 'abc', `It: “abc” ${whole}`],
		[percent, 2147483648, 'It must lie between 0 and 100.'],
		[facts('integer'), -2147483649, 'It: “-2147483649” is too large a number for this field.'],
		[facts('bigInteger'), '9223372036854775808', 'It: “9223372036854775808” is too large a number for this field.'],
		[facts('boolean'), 'maybe', 'It: “maybe” is neither yes nor no. Send true or false.'],
		[facts('boolean'), 2, 'It: “2” is neither yes nor no. Send true or false.'],
		[facts('boolean'), [true], 'It: “[true]” is neither yes nor no. Send true or false.'],
		[facts('date'), 5, `It: “5” ${day}`],
		[facts('date'), '0000-00-00', `It: “0000-00-00” ${day}`],
		[facts('date'), '2026-02-29', `It: “2026-02-29” ${day}`],
		[facts('date'), '2026-1-31', `It: “2026-1-31” ${day}`],
		[facts('date'), '31.01.2026', `It: “31.01.2026” ${day}`],
		[facts('date'), '2026-01-31T25:00', `It: “2026-01-31T25:00” ${day}`],
		[facts('timestamp'), 'xx', `It: “xx” ${moment}`],
		[facts('timestamp'), 'infinity', `It: “infinity” ${moment}`],
		[facts('timestamp'), '2026-13-45T00:00:00Z', `It: “2026-13-45T00:00:00Z” ${moment}`],
		[facts('timestamp'), '2026-01-31T14:30:00Z junk', `It: “2026-01-31T14:30:00Z junk” ${moment}`],
		[facts('timestamp'), 1_700_000_000, `It: “1700000000” ${moment}`],
		[facts('timestamp'), new Date(Number.NaN), `It: “null” ${moment}`],
		[facts('uuid'), 'nope', `It: “nope” is no id. Send one like ${key}.`],
		[facts('string', { length: 3 }), 'abcd', 'It is too long: 4 characters, and there is room for 3. Shorten it.'],
		[facts('string', { length: 3 }), ['a'], 'It: “["a"]” is no text.'],
		[facts('string'), 'a\0b', 'It holds a character that can’t be stored (code 0). Remove it.'],
		[facts('json'), ['a\0b'], 'It holds a character that can’t be stored (code 0). Remove it.'],
		[link, 'nope', `It: “nope” ${linked}`],
		[link, 5, `It: “5” ${linked}`],
		[link, [key], `It: “["${key}"]” ${linked}`],
		[code, 'EURO', `It: “EURO” ${linked}`],
		[code, true, `It: “true” ${linked}`],
		[list, 'abc', `It: “abc” ${rows}`],
		[list, [null], `It: “[null]” ${rows}`],
		[list, { create: 'abc' }, `It: “{"create":"abc"}” ${rows}`],
	])('%j: %j', (field, value, problem) => {
		expect(checkValue(field, value)).toMatchObject({ problem });
	});
});

it('an empty text is nothing, but where the field holds text', () => {
	for (const field of [money, percent, link, code, facts('date'), facts('boolean'), facts('json')]) expect(checkValue(field, '')).toEqual({ value: null });
	for (const field of [facts('string'), facts('text')]) expect(checkValue(field, '')).toEqual({ value: '' });
	expect(checkValue({ ...money, canBeEmpty: false }, '')).toEqual({ problem: 'It must not be empty.' });
});
