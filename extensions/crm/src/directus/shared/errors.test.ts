import { ValueOutOfRangeError } from '@directus/errors';
import { describe, expect, test } from 'vitest';
import { toSentence } from './errors.ts';

const fromDatabase = (code: string, rest: object = {}) => Object.assign(new Error('insert into "crm_opportunities" … - refused'), { code, ...rest });
const again = { status: 409, code: 'CONFLICT', message: 'Somebody else is changing the same records at this moment. Try again.' };

describe('what PostgreSQL refuses is said without SQL', () => {
	test.each([
		['22P02', 400, 'A value can’t be read'],
		['22007', 400, 'A day or a time'],
		['22008', 400, 'A day or a time'],
		['22021', 400, 'A text holds a character'],
		['22P05', 400, 'A text holds a character'],
		['22003', 400, 'A number is too large'],
		['22001', 400, 'A text is too long'],
		['2BP01', 409, 'It can’t be deleted: other collections link to it.'],
		['40P01', 409, again.message],
	])('%s', (code, status, beginning) => {
		const sentence = toSentence(fromDatabase(code));
		expect(sentence).toMatchObject({ status });
		expect(sentence?.message.startsWith(beginning)).toBe(true);
		expect(sentence?.message).not.toMatch(/insert/);
	});

	test('a deadlock that lasts longer than Directus tries', () => {
		expect(toSentence(new Error('Transaction failed after 4 attempts', { cause: fromDatabase('40P01') }))).toMatchObject(again);
		expect(toSentence(new Error('Transaction failed after 4 attempts', { cause: new Error('something else') }))).toBeUndefined();
	});

	test('a field that Directus guessed is not blamed', () => {
		const sentence = toSentence(new ValueOutOfRangeError({ collection: 'crm_opportunities', field: 'date_created', value: '2026-01-01' }));
		expect(sentence).toMatchObject({ status: 400, message: 'A number is too large for its field. Correct it.' });
		expect(sentence?.extensions.field).toBeUndefined();
		expect(toSentence(new ValueOutOfRangeError({ collection: 'their_own', field: 'size', value: '1' }))).toBeUndefined();
	});
});
