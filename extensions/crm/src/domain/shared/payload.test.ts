import { describe, expect, it } from 'vitest';
import type { FieldFacts } from './field-value.ts';
import { checkPayload } from './payload.ts';

const fields: FieldFacts[] = [
	{ name: 'amount', label: 'Amount', type: 'decimal', canBeEmpty: true, precision: 19, scale: 4 },
	{ name: 'changes', label: 'Changes', type: 'alias', link: 'many', canBeEmpty: true, isKept: true },
];
const created = { isNew: true };
const changed = { isNew: false };

describe('a payload', () => {
	it('goes through with what is not described, untouched', () => {
		const payload = { amount: '1.5', own_field: ['anything'], account: { name: 'New' } };
		expect(checkPayload(fields, payload, created)).toEqual({ payload });
	});

	it('has nothing where an empty text was', () => {
		expect(checkPayload(fields, { amount: '', name: '' }, changed)).toEqual({ payload: { amount: null, name: '' } });
	});

	it('is refused with its first wrong field', () => {
		expect(checkPayload(fields, { name: 5, amount: 'abc' }, changed)).toEqual({ field: 'amount', problem: 'Amount: “abc” is no number. Write it like 1234.56.' });
	});

	it.each([null, [], 'abc', 5])('is an object, not %j', (payload) => {
		expect(checkPayload(fields, payload, created)).toMatchObject({ problem: expect.stringContaining('A record is an object') });
	});
});

describe('rows that the database writes', () => {
	it.each([[null], [[]], [['a key']], [[{ seconds: 5 }]], [{ create: [{}], update: [], delete: [] }]])('are left out of a new row: %j', (changes) => {
		expect(checkPayload(fields, { amount: 1, changes }, created)).toEqual({ payload: { amount: 1 } });
	});

	it('are for the database to refuse where a row is there already', () => {
		expect(checkPayload(fields, { changes: [] }, changed)).toEqual({ payload: { changes: [] } });
	});
});
