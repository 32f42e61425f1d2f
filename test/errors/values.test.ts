import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const wrong: [string, string, unknown, string][] = [
	['crm_opportunities', 'amount', 'abc', 'Amount: “abc” is no number. Write it like 1234.56.'],
	['crm_opportunities', 'amount', '1,5', 'Amount: “1,5” is no number. Write it like 1234.56.'],
	['crm_opportunities', 'amount', 'NaN', 'Amount: “NaN” is no number. Write it like 1234.56.'],
	['crm_opportunities', 'amount', true, 'Amount: “true” is no number. Write it like 1234.56.'],
	['crm_opportunities', 'amount', [], 'Amount: “[]” is no number. Write it like 1234.56.'],
	['crm_opportunities', 'amount', '1e30', 'Amount: “1e30” is too large a number for this field.'],
	['crm_opportunities', 'probability', 1.5, 'Probability: “1.5” is no whole number. Write it like 42.'],
	['crm_opportunities', 'probability', 'abc', 'Probability: “abc” is no whole number. Write it like 42.'],
	['crm_opportunities', 'probability', 99_999_999_999, 'Probability must lie between 0 and 100.'],
	['crm_opportunities', 'stage', 'nope', 'Stage: “nope” is none of the records that it can link to. Choose one of them, or leave it empty.'],
	['crm_opportunities', 'stage', 5, 'Stage: “5” is none of the records that it can link to. Choose one of them, or leave it empty.'],
	['crm_opportunities', 'close_date', 5, 'Close date: “5” is no day. Write it like 2026-01-31.'],
	['crm_opportunities', 'close_date', '0000-00-00', 'Close date: “0000-00-00” is no day. Write it like 2026-01-31.'],
	['crm_opportunities', 'close_date', '2026-02-30', 'Close date: “2026-02-30” is no day. Write it like 2026-01-31.'],
	['crm_opportunities', 'currency', 'EURO', 'Currency: “EURO” is none of the records that it can link to. Choose one of them, or leave it empty.'],
	['crm_opportunities', 'name', 'a\0b', 'Name holds a character that can’t be stored (code 0). Remove it.'],
	['crm_opportunities', 'name', 'x'.repeat(256), 'Name is too long: 256 characters, and there is room for 255. Shorten it.'],
	['crm_opportunities', 'name', {}, 'Name: “{}” is no text.'],
	['crm_opportunities', 'lines', 'abc', 'Products: “abc” is no list of records. Send a list of ids or objects.'],
	['crm_activities', 'end_at', 'xx', 'Ends: “xx” is no point in time. Write it like 2026-01-31T14:30:00Z.'],
	['crm_activities', 'end_at', 'infinity', 'Ends: “infinity” is no point in time. Write it like 2026-01-31T14:30:00Z.'],
	['crm_activities', 'end_at', '2026-13-45T00:00:00Z', 'Ends: “2026-13-45T00:00:00Z” is no point in time. Write it like 2026-01-31T14:30:00Z.'],
	['crm_activities', 'archived', 'maybe', 'Archived: “maybe” is neither yes nor no. Send true or false.'],
	['crm_activities', 'description', 'a\0b', 'Details holds a character that can’t be stored (code 0). Remove it.'],
];

const bodies: { [collection: string]: object } = { crm_opportunities: { name: 'Deal' }, crm_activities: { subject: 'Call' } };

describe('a value that its field can’t hold is refused with the field, and how to write it', () => {
	test.each(wrong)('%s.%s: %j', async (collection, field, value, message) => {
		const expected = { status: 400, body: { errors: [{ message, extensions: { field, code: 'FAILED_VALIDATION' } }] } };
		const body = { ...bodies[collection], [field]: value };
		expect(await world.api(`/items/${collection}`, { body })).toMatchObject(expected);
		const { body: { data: { id } } } = await world.api(`/items/${collection}`, { body: bodies[collection] });
		expect(await world.api(`/items/${collection}/${id}`, { method: 'PATCH', body: { [field]: value } })).toMatchObject(expected);
		expect(await world.api(`/items/${collection}`, { method: 'PATCH', body: [{ id, [field]: value }] })).toMatchObject(expected);
	});

	test('nested in another record, over GraphQL and in a file', async () => {
		const message = 'Amount: “1,5” is no number. Write it like 1234.56.';
		const nested = await world.api('/items/crm_accounts', { body: { name: 'Nested', opportunities: { create: [{ name: 'Deal', amount: '1,5' }] } } });
		expect(nested).toMatchObject({ status: 400, body: { errors: [{ message }] } });

		const graphql = await world.graphql('mutation { create_crm_opportunities_item(data: { name: "Deal", close_date: "2026-02-30" }) { id } }');
		expect(graphql.body.errors[0]).toMatchObject({ message: 'Close date: “2026-02-30” is no day. Write it like 2026-01-31.', extensions: { field: 'close_date', code: 'FAILED_VALIDATION' } });

		const file = new FormData();
		file.append('file', new Blob(['name,amount\nDeal,"1,5"\n'], { type: 'text/csv' }), 'deals.csv');
		expect(await world.api('/utils/import/crm_opportunities', { body: file })).toMatchObject({ status: 400, body: { errors: [{ message, extensions: { field: 'amount' } }] } });
	});
});

describe('what a field can hold goes in', () => {
	test('an empty text is nothing, but where the field holds text', async () => {
		const { status, body } = await world.api('/items/crm_opportunities', { body: { name: 'Empty', amount: '', probability: '', stage: '', close_date: '', account: '', currency: '', next_step: '' } });
		expect(status).toBe(200);
		expect(body.data).toMatchObject({ amount: null, close_date: null, account: null, currency: 'EUR' });
	});

	test('numbers, days and times in all their forms', async () => {
		for (const [amount, stored] of [[1234.5, '1234.5000'], ['1234.5', '1234.5000'], ['+.5', '0.5000'], ['5.', '5.0000'], ['1e3', '1000.0000'], [0, '0.0000'], ['999999999999999.9999', '999999999999999.9999']]) {
			const { body } = await world.api('/items/crm_opportunities', { body: { name: 'Numbers', amount, close_date: '2099-01-31' } });
			expect(body.data).toMatchObject({ amount: stored, close_date: '2099-01-31' });
		}
		for (const end_at of ['2026-01-31T14:30:00Z', '2026-01-31T14:30:00.000Z', '2026-01-31T15:30:00+01:00', '2026-01-31T15:30+0100', '2026-01-31 14:30:00', '2026-01-31T14:30']) {
			const { body } = await world.api('/items/crm_activities', { body: { subject: 'Meet', end_at } });
			expect(body.data.end_at).toBe('2026-01-31T14:30:00.000Z');
		}
		expect((await world.api('/items/crm_activities', { body: { subject: 'Meet', start_at: '2026-01-31' } })).body.data.start_at).toBe('2026-01-31T00:00:00.000Z');
	});

	test('linked rows may come along, and links may be cut', async () => {
		const { status, body } = await world.api('/items/crm_opportunities', { body: { name: 'Linked', account: { name: 'Comes along' }, lines: [{ quantity: 2, unit_price: '10' }] } });
		expect(status).toBe(200);
		expect(await world.api(`/items/crm_opportunities/${body.data.id}`, { method: 'PATCH', body: { account: null, lines: { create: [], update: [], delete: body.data.lines } } })).toMatchObject({ status: 200, body: { data: { account: null, lines: [] } } });
	});
});

test('a filter or a key that can’t be read is refused in a sentence', async () => {
	for (const answer of [
		await world.api('/items/crm_opportunities?filter[amount][_eq]=abc'),
		await world.api('/items/crm_opportunities?filter[close_date][_eq]=abc'),
		await world.api('/items/crm_opportunities', { body: { name: 'Deal', lines: ['abc'] } }),
	]) {
		expect(answer.status).toBe(400);
		expect(JSON.stringify(answer.body)).not.toMatch(/select|insert/i);
	}
});
