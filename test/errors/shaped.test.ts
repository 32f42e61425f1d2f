import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

test('where an admin made room for longer text, it goes in', async () => {
	await world.api('/fields/crm_accounts/billing_city', { method: 'PATCH', body: { type: 'string', schema: { max_length: 400 } } });
	const name = 'x'.repeat(300);
	expect((await world.api('/items/crm_accounts', { body: { name: 'Long', billing_city: name } })).body).toMatchObject({ data: { billing_city: name } });
	expect((await world.api('/items/crm_accounts', { body: { name: 'Long', billing_city: 'x'.repeat(401) } })).body.errors[0].message).toBe('Billing city is too long: 401 characters, and there is room for 400. Shorten it.');
});

test('an admin’s own field says what it can’t hold, without SQL and without blaming another', async () => {
	await world.api('/fields/crm_accounts', { body: { field: 'desks', type: 'integer', schema: {}, meta: {} } });
	await world.api('/fields/crm_accounts', { body: { field: 'since', type: 'timestamp', schema: {}, meta: {} } });
	for (const [value, message] of [
		[{ desks: 'abc' }, 'A value can’t be read as what its field holds (a number, a day, a time, an id). Correct it.'],
		[{ desks: 99_999_999_999 }, 'A number is too large for its field. Correct it.'],
		[{ since: 'xx' }, 'A day or a time can’t be read. Write it like 2026-01-31 or 2026-01-31T14:30:00Z.'],
	] as const) {
		expect(await world.api('/items/crm_accounts', { body: { name: 'Own', ...value } })).toMatchObject({ status: 400, body: { errors: [{ message, extensions: { code: 'FAILED_VALIDATION' } }] } });
	}
});

describe('what guards need keeps its shape', () => {
	test.each<[string, string, string, object | undefined, string]>([
		['a link can’t be cut', 'DELETE', '/relations/crm_opportunities/stage', undefined, "The relation of the field stage can't be deleted: figures, history or rights are derived from it. Hide the field in the form instead."],
		['history does not outlive its deal', 'PATCH', '/relations/crm_stage_changes/opportunity', { schema: { on_delete: 'SET NULL' } }, "What becomes of opportunity when its record is deleted can't be changed: it is “CASCADE”, and figures, history or rights rest on that."],
		['money stays exact', 'PATCH', '/fields/crm_opportunities/amount', { type: 'float', schema: { data_type: 'real' } }, "The type of the field amount can't be changed: figures, history or rights are derived from it. Add a field of your own instead."],
		['so does a list of several fields', 'PATCH', '/fields/crm_opportunities', [{ field: 'amount', type: 'float', schema: {} }], "The type of the field amount can't be changed: figures, history or rights are derived from it. Add a field of your own instead."],
		['also money that no guard speaks of', 'PATCH', '/fields/crm_accounts/revenue', { type: 'decimal', schema: { numeric_precision: 10, numeric_scale: 2 } }, "The digits of the field revenue can't be changed: it stays exact with 19 digits, 4 of them after the point."],
		['what the database leaves empty may be empty', 'PATCH', '/fields/crm_opportunities/closed_at', { type: 'timestamp', schema: { is_nullable: false } }, "Whether the field closed_at may be empty can't be changed in the database: figures, history or rights are derived from it. Mark it as required in the form instead."],
		['what it writes has room', 'PATCH', '/fields/crm_opportunities/stage_kind', { type: 'string', schema: { max_length: 2 } }, "The field stage_kind can't be made shorter than 255 characters: the database writes to it."],
		['collections are asked about before they are dropped', 'DELETE', '/collections/crm_stage_changes', undefined, "The collection crm_stage_changes can't be deleted: figures, history or rights are derived from it. Hide it in the navigation instead."],
	])('%s', async (_story, method, path, body, message) => {
		expect(await world.api(path, { method, body })).toMatchObject({ status: 403, body: { errors: [{ message, extensions: { code: 'FORBIDDEN' } }] } });
	});

	test('on every path', async () => {
		const refused = async (query: string) => JSON.stringify((await world.graphql(query, {}, { isSystem: true })).body);
		expect(await refused('mutation { delete_relations_item(collection: "crm_opportunities", field: "stage") { field } }')).toContain("can't be deleted");
		expect(await refused('mutation { update_relations_item(collection: "crm_stage_changes", field: "opportunity", data: { collection: "crm_stage_changes", field: "opportunity", schema: { table: "crm_stage_changes", column: "opportunity", foreign_key_table: "crm_opportunities", foreign_key_column: "id", on_update: "NO ACTION", on_delete: "SET NULL" } }) { field } }')).toContain("can't be changed");
		expect(await refused('mutation { update_fields_item(collection: "crm_opportunities", field: "amount", data: { type: "float", schema: { data_type: "real" } }) { field } }')).toContain("can't be changed");
		expect(await refused('mutation { delete_collections_item(collection: "crm_stage_changes") { collection } }')).toContain("can't be deleted");
	});

	test('money is numeric(19, 4) after all that, and history goes with its deal', async () => {
		await world.api('/fields/crm_opportunities/amount', { method: 'PATCH', body: { schema: { data_type: 'real' } } });
		const { rows: [column] } = await world.sql.query(`SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'crm_opportunities'::regclass AND attname = 'amount'`);
		expect(column.type).toBe('numeric(19,4)');
		expect(await onDelete('crm_stage_changes', 'opportunity')).toBe('c');
	});
});

describe('what is an admin’s to change, changes', () => {
	test.each<[string, object]>([
		['/fields/crm_opportunities/amount', { meta: { note: 'All in all', width: 'full', required: true, hidden: false, interface: 'input', translations: [{ language: 'en-US', translation: 'Worth' }] } }],
		['/fields/crm_opportunities/amount', { type: 'decimal', schema: { default_value: '5' } }],
		['/fields/crm_opportunities/stage', { meta: { required: true } }],
		['/fields/crm_opportunities/name', { type: 'string', schema: { max_length: 300 } }],
		['/fields/crm_accounts/employees', { type: 'bigInteger', schema: {} }],
		['/relations/crm_opportunities/stage', { meta: { one_deselect_action: 'nullify' }, schema: { on_delete: 'RESTRICT' } }],
	])('%s: %j', async (path, body) => {
		expect(await world.api(path, { method: 'PATCH', body })).toMatchObject({ status: 200 });
	});

	test('a column sent back as it was read, as the field’s form does', async () => {
		const { body: { data: { field, type, schema, meta } } } = await world.api('/fields/crm_opportunities/closed_at');
		expect((await world.api('/fields/crm_opportunities/closed_at', { method: 'PATCH', body: { field, type, schema, meta: { note: 'Hello', sort: meta.sort } } })).status).toBe(200);
	});

	test('a link whose meta is changed keeps what becomes of it', async () => {
		expect((await world.api('/relations/crm_opportunity_lines/opportunity', { method: 'PATCH', body: { meta: { sort_field: 'sort' } } })).status).toBe(200);
		expect(await onDelete('crm_opportunity_lines', 'opportunity')).toBe('c');
	});

	test('fields, relations and collections of their own go', async () => {
		expect(await world.api('/collections', { body: { collection: 'desks', schema: {}, meta: {}, fields: [{ field: 'account', type: 'uuid', schema: {}, meta: {} }] } })).toMatchObject({ status: 200 });
		expect(await world.api('/relations', { body: { collection: 'desks', field: 'account', related_collection: 'crm_accounts', schema: { on_delete: 'SET NULL' } } })).toMatchObject({ status: 200 });
		expect(await world.api('/relations/desks/account', { method: 'PATCH', body: { schema: { on_delete: 'CASCADE' } } })).toMatchObject({ status: 200 });
		expect(await world.api('/relations/desks/account', { method: 'DELETE' })).toMatchObject({ status: 204 });
		expect(await world.api('/collections/desks', { method: 'DELETE' })).toMatchObject({ status: 204 });
	});
});

test('a collection that others link to is not deleted, and says which', async () => {
	for (const collection of ['regions', 'cities']) await world.api('/collections', { body: { collection, schema: {}, meta: {} } });
	expect(await world.api('/fields/cities', { body: { field: 'region', type: 'integer', schema: {}, meta: {} } })).toMatchObject({ status: 200 });
	expect(await world.api('/relations', { body: { collection: 'cities', field: 'region', related_collection: 'regions', schema: { on_delete: 'SET NULL' } } })).toMatchObject({ status: 200 });
	expect(await world.api('/collections/regions', { method: 'DELETE' })).toMatchObject({ status: 409, body: { errors: [{ message: "The collection regions can't be deleted: other collections link to it (cities.region). Remove those links first." }] } });
	for (const collection of ['crm_price_books', 'crm_accounts']) {
		const { status, body } = await world.api(`/collections/${collection}`, { method: 'DELETE' });
		expect([403, 409]).toContain(status);
		expect(body.errors[0].message).toContain("can't be deleted");
		expect((await world.graphql('mutation Delete($name: String!) { delete_collections_item(collection: $name) { collection } }', { name: collection }, { isSystem: true })).body.errors[0].message).toContain("can't be deleted");
		expect((await world.api(`/items/${collection}`)).status).toBe(200);
	}
});

test('the first change of a relation after the caches were cleared does not end the process', async () => {
	const { body: { data: relation } } = await world.api('/relations/crm_activities/account');
	for (let round = 0; round < 3; round++) {
		await world.api('/utils/cache/clear?system', { method: 'POST' });
		const answer = await world.api('/relations/crm_activities/account', { method: 'PATCH', body: { ...relation, schema: { on_delete: 'SET NULL' } } });
		expect(answer.status).toBe(200);
	}
	expect((await world.api('/server/ping')).status).toBe(200);
	expect(await onDelete('crm_activities', 'account')).toBe('n');
});

test('a filter that can’t be read is explained over GraphQL too, for admins and for others', async () => {
	const { body: { data: { id: policy } } } = await world.api('/policies', { body: { name: 'Reads deals', permissions: { create: [{ collection: 'crm_opportunities', action: 'read', fields: ['*'] }], update: [], delete: [] } } });
	const token = `reader-${policy}`;
	await world.api('/users', { body: { email: `${policy}@example.com`, password: 'a long password', token, policies: { create: [{ policy: { id: policy } }], update: [], delete: [] } } });
	for (const reader of [world.token, token]) {
		const { body } = await world.graphql('{ crm_opportunities(filter: { close_date: { _eq: "abc" } }) { id } }', {}, { token: reader });
		expect(body.errors[0]).toMatchObject({ message: expect.stringMatching(/can’t be read/), extensions: { code: 'FAILED_VALIDATION' } });
	}
});

async function onDelete(collection: string, field: string): Promise<string> {
	const { rows } = await world.sql.query(
		`SELECT confdeltype AS type FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND c.conrelid = $1::regclass AND a.attname = $2`,
		[collection, field],
	);
	return rows[0]?.type;
}
