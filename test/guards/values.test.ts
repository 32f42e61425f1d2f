import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const refused: [string, string, object, string, string][] = [
	['a lead without last name and company', 'crm_leads', { first_name: 'Amy' }, 'last_name', 'Give the lead a last name or a company.'],
	['an e-mail without domain', 'crm_leads', { company: 'X', email: 'amy@' }, 'email', 'Email needs an address such as amy@example.com.'],
	['a telephone number of two digits', 'crm_leads', { company: 'X', phone: '12' }, 'phone', 'Phone: “12” is no telephone number. Write it with its country code, such as +49 30 123456.'],
	['a web address without a scheme', 'crm_leads', { company: 'X', website: 'example' }, 'website', 'Website needs a web address such as https://example.com.'],
	['a domain that is none', 'crm_accounts', { name: 'X', domain: 'not a domain' }, 'domain', 'Domain needs a domain such as example.com.'],
	['a probability above 100', 'crm_opportunities', { name: 'X', probability: 101 }, 'probability', 'Probability must lie between 0 and 100.'],
	['a negative amount', 'crm_opportunities', { name: 'X', amount: '-0.01' }, 'amount', 'Amount must not be negative.'],
	['a close date before the opening', 'crm_opportunities', { name: 'X', opened_on: '2026-02-01', close_date: '2026-01-01' }, 'close_date', 'The close date is before the day the deal was opened: choose a later close date.'],
	['a rate of nothing', 'crm_exchange_rates', { from_currency: 'EUR', to_currency: 'USD', rate: '0', valid_on: '2026-01-01' }, 'rate', 'Rate must be more than 0.'],
];

describe('refused, with the field and what to do', () => {
	test.each(refused)('%s', async (_story, collection, body, field, message) => {
		const rest = await world.api(`/items/${collection}`, { body });
		expect(rest).toMatchObject({ status: 400, body: { errors: [{ message, extensions: { field, code: 'FAILED_VALIDATION' } }] } });
	});
});

test('contact data is stored in one form, whatever was typed', async () => {
	const { body } = await world.api('/items/crm_contacts', { body: { last_name: 'Lovelace', email: ' Ada <ADA@Example.COM> ', phone: '030 123456', mobile: '+44 (0)20 7946 0018' } });
	expect(body.data).toMatchObject({ email: 'ada@example.com', phone: '+4930123456', mobile: '+442079460018' });
	const { body: account } = await world.api('/items/crm_accounts', { body: { name: 'Engines', domain: 'https://WWW.Engines.example/about' } });
	expect(account.data.domain).toBe('engines.example');
});

test('large amounts stay exact', async () => {
	const { body } = await world.api('/items/crm_opportunities', { body: { name: 'Large', amount: '123456789012345.6789' } });
	expect(body.data.amount).toBe('123456789012345.6789');
});

test('what is in use is not deleted, and says by what', async () => {
	const { body: account } = await world.api('/items/crm_accounts', { body: { name: 'In use' } });
	await world.api('/items/crm_opportunities', { body: { name: 'Uses it', account: account.data.id } });
	for (const answer of [
		await world.api(`/items/crm_accounts/${account.data.id}`, { method: 'DELETE' }),
		await world.api('/items/crm_accounts', { method: 'DELETE', body: { keys: [account.data.id] } }),
		await world.graphql('mutation Delete($id: ID!) { delete_crm_accounts_item(id: $id) { id } }', { id: account.data.id }),
	]) expect(answer.body.errors[0].message).toBe('It is still in use: opportunities. Change or delete those first, or archive this instead.');
});

test('fields and collections that guards need can’t be deleted', async () => {
	expect((await world.api('/fields/crm_opportunities/closed_at', { method: 'DELETE' })).body.errors[0].message).toContain('Hide it in the form instead');
	expect((await world.api('/collections/crm_stage_changes', { method: 'DELETE' })).body.errors[0].message).toContain('Hide it in the navigation instead');
});
