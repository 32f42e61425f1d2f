import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const create = async (collection: string, body: object) => {
	const answer = await world.api(`/items/${collection}`, { body });
	if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
};
const update = async (collection: string, key: string, body: object) => {
	const answer = await world.api(`/items/${collection}/${key}`, { method: 'PATCH', body });
	if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
};
const remove = (collection: string, key: string) => world.api(`/items/${collection}/${key}`, { method: 'DELETE' });
const account = (name: string) => create('crm_accounts', { name });
const mainAccount = async (contact: string) => (await world.api(`/items/crm_contacts/${contact}`)).body.data.account;

/** Account, role and whether it is the main one, for each account of a contact. */
async function rolesOf(contact: string) {
	const { body } = await world.api(`/items/crm_account_contacts?filter[contact]=${contact}&fields=id,account,role,is_primary&sort=date_created`);
	return body.data as { id: string; account: string; role: string | null; is_primary: boolean }[];
}

test('people are called by their whole name, and leads without a person by their company', async () => {
	expect(await create('crm_contacts', { first_name: ' Ada ', last_name: 'Lovelace', name: 'forged' })).toMatchObject({ name: 'Ada Lovelace' });
	expect(await create('crm_leads', { last_name: 'Byron', company: 'Analytical Engines' })).toMatchObject({ name: 'Byron' });
	const lead = await create('crm_leads', { company: 'Analytical Engines' });
	expect(lead).toMatchObject({ name: 'Analytical Engines' });
	expect(await update('crm_leads', lead.id, { first_name: 'Charles', last_name: 'Babbage' })).toMatchObject({ name: 'Charles Babbage' });
});

test('a contact of an account is among the contacts of that account', async () => {
	const [one, other] = [await account('Contact one'), await account('Contact other')];
	const contact = await create('crm_contacts', { last_name: 'Main', account: one.id });
	expect(await rolesOf(contact.id)).toMatchObject([{ account: one.id, is_primary: true }]);

	await update('crm_contacts', contact.id, { account: other.id });
	expect(await rolesOf(contact.id)).toMatchObject([{ account: one.id, is_primary: false }, { account: other.id, is_primary: true }]);

	await update('crm_contacts', contact.id, { account: null });
	expect((await rolesOf(contact.id)).map(({ is_primary }) => is_primary)).toEqual([false, false]);
});

test('an account may be named on the contact and with its role in one go', async () => {
	const one = await account('Named twice');
	const contact = await create('crm_contacts', { last_name: 'Twice', account: one.id, accounts: [{ account: one.id, role: 'champion' }] });
	expect(await rolesOf(contact.id)).toMatchObject([{ account: one.id, role: 'champion', is_primary: true }]);
	expect(await mainAccount(contact.id)).toBe(one.id);
});

test('the main account follows its mark, and there is one at most', async () => {
	const [one, other] = [await account('Mark one'), await account('Mark other')];
	const contact = await create('crm_contacts', { last_name: 'Mark' });
	const first = await create('crm_account_contacts', { contact: contact.id, account: one.id, role: 'user' });
	expect(first.is_primary).toBe(true);
	expect(await mainAccount(contact.id)).toBe(one.id);

	const second = await create('crm_account_contacts', { contact: contact.id, account: other.id, is_primary: true });
	expect(await mainAccount(contact.id)).toBe(other.id);
	expect((await rolesOf(contact.id)).map(({ is_primary }) => is_primary)).toEqual([false, true]);

	await update('crm_account_contacts', first.id, { is_primary: true });
	expect(await mainAccount(contact.id)).toBe(one.id);
	await remove('crm_account_contacts', first.id);
	expect(await mainAccount(contact.id)).toBeNull();
	await remove('crm_account_contacts', second.id);
	expect(await rolesOf(contact.id)).toEqual([]);
});

test('a contact outlives its accounts, and an account its contacts', async () => {
	const [one, other] = [await account('Outlive one'), await account('Outlive other')];
	const contact = await create('crm_contacts', { last_name: 'Outlive', account: one.id, accounts: [{ account: other.id }] });
	expect((await remove('crm_accounts', one.id)).status).toBe(204);
	expect(await mainAccount(contact.id)).toBeNull();
	expect(await rolesOf(contact.id)).toMatchObject([{ account: other.id }]);
	expect((await remove('crm_contacts', contact.id)).status).toBe(204);
	expect((await world.api(`/items/crm_accounts/${other.id}`)).status).toBe(200);
});
