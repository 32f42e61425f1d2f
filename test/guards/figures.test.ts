import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitionsOf } from '../../schema/apply/desired.ts';
import { rooms } from '../../schema/index.ts';
import { referenceId } from '../../seeds/reference.ts';
import { startWorld, type World } from '../support/index.ts';

/** An instance of its own, since the base currency and the default pipeline change. */
let world: World;

beforeAll(async () => {
	world = await startWorld();
	await world.api('/items/crm_exchange_rates', { body: [{ from_currency: 'EUR', to_currency: 'USD', rate: '2', valid_on: '2020-01-01' }, { from_currency: 'EUR', to_currency: 'JPY', rate: '100', valid_on: '2020-01-01' }, { from_currency: 'USD', to_currency: 'JPY', rate: '50', valid_on: '2020-01-01' }] });
});
afterAll(() => world?.stop());

const create = async (collection: string, body: object) => {
	const answer = await world.api(`/items/${collection}`, { body });
	if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
};
const update = (collection: string, key: string | number, body: object) => world.api(`/items/${collection}/${key}`, { method: 'PATCH', body });
const read = async (collection: string, key: string) => (await world.api(`/items/${collection}/${key}`)).body.data;
const refused = (message: string, field: string, status = 400) => ({ status, body: { errors: [{ message, extensions: { field } }] } });
const won = referenceId('crm_stages', 'sales/won');

describe('what is no number', () => {
	const numbers = definitionsOf(rooms).flatMap((definition) => (definition.kind === 'folder' ? [] : Object.entries(definition.fields)
		.filter(([, { type, options }]) => type === 'decimal' && !options.kept).map(([field, { label }]) => [definition.name, field, label] as const)));

	test('is no amount either, whatever stage the deal is in', async () => {
		const rejects = (field: string) => ({ status: 400, body: { errors: [{ message: expect.stringContaining('number'), extensions: { field, code: 'FAILED_VALIDATION' } }] } });
		for (const stage of [won, undefined]) {
			expect(await world.api('/items/crm_opportunities', { body: { name: 'X', amount: 'NaN', stage } })).toMatchObject(rejects('amount'));
		}
		const deal = await create('crm_opportunities', { name: 'X' });
		expect(await world.api('/items/crm_opportunity_lines', { body: { opportunity: deal.id, quantity: 'NaN', unit_price: '1' } })).toMatchObject(rejects('quantity'));
		expect(await world.api('/items/crm_exchange_rates', { body: { from_currency: 'EUR', to_currency: 'USD', rate: 'NaN', valid_on: '2026-01-01' } })).toMatchObject(rejects('rate'));
		await expect(world.sql.query("UPDATE crm_opportunities SET amount = 'NaN'")).rejects.toMatchObject({ constraint: 'crm_opportunities_amount_number_rule' });
		await expect(world.sql.query("INSERT INTO crm_opportunity_lines (id, opportunity, quantity, unit_price, date_created) VALUES (gen_random_uuid(), $1, 'NaN', 1, now())", [deal.id])).rejects.toMatchObject({ constraint: 'crm_opportunity_lines_quantity_number_rule' });
		expect((await world.api('/items/crm_opportunities?aggregate[sum]=amount')).body.data[0].sum.amount).not.toBe('NaN');
	});

	test('is refused for every decimal that can be typed', async () => {
		const { rows } = await world.sql.query<{ name: string }>("SELECT conname AS name FROM pg_constraint WHERE conname LIKE '%\\_number\\_rule'");
		expect(numbers.length).toBeGreaterThan(8);
		expect(rows.map(({ name }) => name).sort()).toEqual(numbers.map(([collection, field]) => `${collection}_${field}_number_rule`).sort());
	});
});

describe('a product line', () => {
	test.each([
		[{ quantity: '-1', unit_price: '1' }, 'quantity', 'Quantity must not be negative.'],
		[{ unit_price: '-1' }, 'unit_price', 'Unit price must not be negative.'],
		[{ unit_price: '1', discount_percent: '101' }, 'discount_percent', 'Discount must lie between 0 and 100.'],
	])('is told of the field that is wrong: %o', async (line, field, message) => {
		const deal = await create('crm_opportunities', { name: 'Wrong line' });
		expect(await world.api('/items/crm_opportunity_lines', { body: { opportunity: deal.id, ...line } })).toMatchObject(refused(message, field));
	});

	test('is rounded anew when its deal changes currency, and so is the sum', async () => {
		const deal = await create('crm_opportunities', { name: 'Abroad', currency: 'EUR', lines: { create: [{ unit_price: '5.28' }, { quantity: '2', unit_price: '2.64' }], update: [], delete: [] } });
		expect((await read('crm_opportunities', deal.id)).amount).toBe('10.5600');
		expect((await update('crm_opportunities', deal.id, { currency: 'JPY', stage: won, close_date: '2099-01-01' })).body.data).toMatchObject({ amount: '10.0000', amount_base: '0.1000' });
		const { rows: lines } = await world.sql.query('SELECT amount FROM crm_opportunity_lines WHERE opportunity = $1', [deal.id]);
		expect(lines).toEqual([{ amount: '5.0000' }, { amount: '5.0000' }]);
		const { rows: moves } = await world.sql.query('SELECT amount, currency FROM crm_stage_changes WHERE opportunity = $1 AND to_kind = $2', [deal.id, 'won']);
		expect(moves).toEqual([{ amount: '10.0000', currency: 'JPY' }]);

		await update('crm_opportunities', deal.id, { currency: 'EUR', stage: referenceId('crm_stages', 'sales/proposal') });
		expect(await read('crm_opportunities', deal.id)).toMatchObject({ amount: '10.5600', amount_base: null });
		await update('crm_opportunities', deal.id, { amount: '7', amount_is_manual: true, currency: 'JPY' });
		expect(await read('crm_opportunities', deal.id)).toMatchObject({ amount: '7.0000' });
	});
});

describe('the settings', () => {
	const settings = async () => (await world.sql.query<{ id: string; base_currency: string }>('SELECT id, base_currency FROM crm_settings')).rows;

	test('stay, and keep a base currency', async () => {
		const id = (await settings())[0]?.id;
		const message = 'The settings can’t be deleted: change them instead.';
		expect(await world.api(`/items/crm_settings/${id}`, { method: 'DELETE' })).toMatchObject({ status: 409, body: { errors: [{ message }] } });
		await expect(world.sql.query('DELETE FROM crm_settings')).rejects.toMatchObject({ code: 'CR409', detail: message });
		expect(await world.api('/items/crm_settings', { method: 'PATCH', body: { base_currency: null } })).toMatchObject(refused('Choose a base currency: amounts are added up in it.', 'base_currency'));
		expect(await settings()).toMatchObject([{ base_currency: 'EUR' }]);
	});

	test('in another base currency, closed deals and their history are valued in it', async () => {
		const deal = await create('crm_opportunities', { name: 'Valued', amount: '10', currency: 'EUR', stage: won, close_date: '2099-01-01' });
		const open = await create('crm_opportunities', { name: 'Open', amount: '10', currency: 'EUR' });
		expect(await world.api('/items/crm_settings', { method: 'PATCH', body: { base_currency: 'USD' } })).toMatchObject({ status: 200 });
		expect((await read('crm_opportunities', deal.id)).amount_base).toBe('20.0000');
		const { rows } = await world.sql.query('SELECT amount_base FROM crm_stage_changes WHERE opportunity = ANY ($1) ORDER BY amount_base', [[deal.id, open.id]]);
		expect(rows).toEqual([{ amount_base: '20.0000' }, { amount_base: null }]);
		expect(await world.api('/items/crm_settings', { method: 'PATCH', body: { base_currency: 'EUR' } })).toMatchObject({ status: 200 });
		expect((await read('crm_opportunities', deal.id)).amount_base).toBe('10.0000');
	});
});

test('one pipeline is the default: the last that was marked', async () => {
	const sales = referenceId('crm_pipelines', 'sales');
	const made = await Promise.all(Array.from({ length: 6 }, (_, index) => create('crm_pipelines', { name: `Default ${index}`, is_default: true })));
	expect(made).toHaveLength(6);
	const defaults = async () => (await world.api('/items/crm_pipelines?filter[is_default][_eq]=true&fields=id')).body.data.map(({ id }: { id: string }) => id);
	expect(await defaults()).toHaveLength(1);

	await world.api('/items/crm_pipelines', { method: 'PATCH', body: { keys: made.slice(0, 3).map(({ id }) => id), data: { is_default: true } } });
	expect(await defaults()).toHaveLength(1);
	await update('crm_pipelines', sales, { is_default: true });
	expect(await defaults()).toEqual([sales]);
	await update('crm_pipelines', sales, { is_default: false });
	expect(await defaults()).toEqual([]);
	await update('crm_pipelines', sales, { is_default: true });
	expect((await read('crm_pipelines', sales)).is_default).toBe(true);
});
