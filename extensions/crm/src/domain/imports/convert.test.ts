import { describe, expect, it } from 'vitest';
import { convert } from './convert.ts';
import type { TargetField } from './target.ts';

const field = (type: string, rest: Partial<TargetField> = {}): TargetField => ({ name: 'x', label: 'X', type, isRequired: false, ...rest });
const industries = [{ text: 'Technology', value: 'technology' }, { text: 'Food and drink', value: 'food' }];

describe('a value takes the form of its field', () => {
	it.each<[string, TargetField, unknown]>([
		['Acme', field('string'), 'Acme'],
		['é'.repeat(3), field('string', { maxLength: 3 }), 'ééé'],
		['12', field('integer'), 12],
		['12', field('bigInteger'), '12'],
		['12.50', field('decimal', { precision: 19, scale: 4 }), '12.5'],
		['12.5', field('float'), 12.5],
		['Yes', field('boolean'), true],
		['0', field('boolean'), false],
		['2017-03-01', field('date'), '2017-03-01'],
		['2017-03-01', field('timestamp'), '2017-03-01T00:00:00.000Z'],
		['5AD9C5BA-52D4-4B54-9C2B-7E2E90C0D5A8', field('uuid'), '5ad9c5ba-52d4-4b54-9c2b-7e2e90c0d5a8'],
		['{"a":1}', field('json'), { a: 1 }],
		['vip; partner, vip', field('json', { isList: true }), ['vip', 'partner']],
		['TECHNOLOGY', field('string', { choices: industries }), 'technology'],
		['food and drink', field('string', { choices: industries }), 'food'],
		['Space', field('string', { choices: industries, allowsOther: true }), 'Space'],
		['March', field('integer', { choices: [{ text: 'March', value: 3 }] }), 3],
		['3', field('integer', { choices: [{ text: 'March', value: 3 }] }), 3],
		['Amy <AMY@Example.com>', field('string', { normalise: 'email' }), 'amy@example.com'],
		['https://www.example.com/x', field('string', { normalise: 'domain' }), 'example.com'],
		['030 123456', field('string', { normalise: 'phone' }), '+4930123456'],
	])('%j', (text, target, value) => {
		expect(convert(text, target, { country: 'DE' })).toEqual({ value });
	});

	it.each<[string, TargetField, string]>([
		['abcd', field('string', { maxLength: 3 }), 'is longer than 3 characters. Shorten it.'],
		['a\0b', field('text'), 'holds a NUL character. Remove it, or check the encoding of the file.'],
		['maybe', field('boolean'), 'is neither yes nor no. Write yes or no.'],
		['technolgy', field('string', { label: 'Industry', choices: industries }), 'is not among the choices of Industry. Use one of Technology, Food and drink, or add an alias for it.'],
		['Acme', field('uuid'), 'is not an id. Map the column with a lookup, such as by name.'],
		['{', field('json'), 'is not valid JSON.'],
		['amy', field('string', { normalise: 'email' }), 'is not an e-mail address. Write one such as amy@example.com.'],
		['12', field('string', { normalise: 'phone' }), 'is not a telephone number. Write it with its country code, such as +49 30 123456.'],
		['POINT(1 1)', field('geometry.Point'), 'can\'t be imported: fields of the type geometry.Point have no form in a CSV file.'],
	])('%j is refused', (text, target, problem) => {
		expect(convert(text, target, { country: 'DE' })).toEqual({ problem });
	});

	it('knows the words of the file for yes and no', () => {
		expect(convert('Ja', field('boolean'), { yes: ['ja'], no: ['nein'] })).toEqual({ value: true });
		expect(convert('nein', field('boolean'), { yes: ['ja'], no: ['nein'] })).toEqual({ value: false });
	});
});
