import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Colleague, found, hire, made } from '../rights/hire.ts';
import { startWorld, type World } from '../support/index.ts';
import { converted, leadOf, preview, row, unique } from './support.ts';

/** What a lead seems to be already: found by address, domain and name; shown as far as the reader may see it. */
let world: World;
let rep: Colleague;
let stranger: Colleague;

beforeAll(async () => {
	world = await startWorld();
	rep = await hire(world, { role: 'sales_rep', team: await found(world) });
	stranger = await hire(world, { role: 'sales_rep', name: 'Stella', team: await found(world) });
});
afterAll(() => world?.stop());

const owned = (facts: object = {}) => leadOf(world, { owner: rep.id, ...facts });
const account = async (facts: object = {}) => (await made(world, '/items/crm_accounts', { name: unique('Account'), owner: rep.id, ...facts })).id as string;
const contact = async (facts: object = {}) => (await made(world, '/items/crm_contacts', { last_name: 'Adams', owner: rep.id, ...facts })).id as string;
const domainOf = () => `d${randomUUID().slice(0, 8)}.example`;

describe('names of companies are the same', () => {
	test.each([
		['Acme', 'ACME GmbH'], ['Acme Inc.', 'Acme, Inc'], ['The Boat Company', 'Boat Co.'], ['Müller & Söhne GmbH & Co. KG', 'Muller und Sohne'.replace('und', '+')],
		['Società Uno S.p.A.', 'Societa Uno SpA'], ['Žluťoučký kůň s.r.o.', 'Zlutoucky kun'], ['Groß AG', 'GROSS'], ['O’Neill Ltd', "O'Neill Limited"], ['株式会社テスト', '株式会社テスト'], ['Smith+Jones LLC', 'Smith & Jones'],
	])('%s, %s', async (one, other) => {
		const { rows } = await world.sql.query('SELECT cardinal.company_key($1) = cardinal.company_key($2) AS same', [one, other]);
		expect(rows).toEqual([{ same: true }]);
	});

	test.each([['Acme', 'Acme Boats'], ['AG', 'GmbH'], ['Acme North', 'Acme South'], ['株式会社テスト', '株式会社'], ['Inc', 'Co']])('but not %s, %s', async (one, other) => {
		const { rows } = await world.sql.query('SELECT cardinal.company_key($1) = cardinal.company_key($2) AS same', [one, other]);
		expect(rows[0].same).not.toBe(true);
	});

	test('and nothing but signs is no name', async () => {
		expect((await world.sql.query("SELECT cardinal.company_key(' – ! ') AS key")).rows).toEqual([{ key: null }]);
	});
});

describe('the best match is linked unless somebody says otherwise', () => {
	test('a contact by its address, however that was pasted, with its account', async () => {
		const at = domainOf();
		const works = await account();
		const known = await contact({ email: `Amy@${at}`, account: works });
		const lead = await owned({ email: `"Adams, Amy" <AMY@${at}>`, company: 'Elsewhere' });
		const found = await preview(world, lead.id, rep);
		expect(found).toMatchObject({ contact: { suggestion: { kind: 'link', id: known }, matches: [{ id: known, reasons: ['Same email address'] }] }, account: { suggestion: { kind: 'link', id: works }, matches: [{ id: works, reasons: ['Account of the contact with this email address'] }] } });
		expect(await converted(world, lead.id, {}, rep)).toMatchObject({ account: works, contact: known, created: { account: false, contact: false, opportunity: true } });
	});

	test('an account by its domain, but never by one of a public provider', async () => {
		const at = domainOf();
		const known = await account({ domain: at });
		expect(await converted(world, (await owned({ email: `amy@${at}` })).id, {}, rep)).toMatchObject({ account: known });
		expect(await converted(world, (await owned({ website: `https://www.${at}/about` })).id, {}, rep)).toMatchObject({ account: known });
		await account({ domain: 'gmail.com' });
		expect(await converted(world, (await owned({ email: `${randomUUID()}@gmail.com` })).id, {}, rep)).toMatchObject({ created: { account: true } });
	});

	test('an account by its name, without case, accents and legal form', async () => {
		const name = unique('Søren Brücke');
		const known = await account({ name: `${name} GmbH` });
		expect(await converted(world, (await owned({ company: name.toUpperCase().replace('Ü', 'U') })).id, {}, rep)).toMatchObject({ account: known });
	});

	test('one’s own, however many others there are', async () => {
		const at = domainOf();
		const { status } = await world.api('/items/crm_accounts', { body: Array.from({ length: 25 }, () => ({ name: unique('Faculty'), domain: at, owner: stranger.id })) });
		expect(status).toBe(200);
		const known = await account({ domain: at });
		expect((await preview(world, (await owned({ email: `amy@${at}` })).id, rep)).account).toMatchObject({ suggestion: { kind: 'link', id: known }, elsewhere: [{ owner: stranger.name }] });
	});

	test('none of several accounts that are as likely, and none by telephone alone', async () => {
		const name = unique('Twins');
		const twins = [await account({ name }), await account({ name: `${name} Ltd` })];
		const lead = await owned({ company: name });
		const found = await preview(world, lead.id, rep);
		expect(found.account.suggestion).toEqual({ kind: 'create' });
		expect(found.account.matches.map(({ id }: { id: string }) => id).toSorted()).toEqual(twins.toSorted());
		await contact({ phone: '+4930999999' });
		expect((await preview(world, (await owned({ phone: '+4930999999' })).id, rep)).contact.matches).toEqual([]);
	});

	test('nothing that is archived', async () => {
		const name = unique('Gone');
		const gone = await account({ name, archived: true });
		const found = await preview(world, (await owned({ company: name })).id, rep);
		expect(found.account).toMatchObject({ suggestion: { kind: 'create' }, matches: [], elsewhere: [] });
		expect(await world.api(`/crm/leads/${(await owned()).id}/convert`, { body: { account: gone }, token: rep.token })).toMatchObject({ status: 400 });
	});

	test('what belongs to others is said to be theirs, and no more', async () => {
		const at = domainOf();
		const theirs = await account({ name: 'Secret name', domain: at, owner: stranger.id });
		await contact({ last_name: 'Secret', email: `amy@${at}`, owner: stranger.id });
		const lead = await owned({ email: `amy@${at}` });
		const found = await preview(world, lead.id, rep);
		expect(found.account).toMatchObject({ suggestion: { kind: 'create' }, matches: [], elsewhere: [{ owner: stranger.name, reasons: ['Same domain'] }] });
		expect(found.contact).toMatchObject({ matches: [], elsewhere: [{ owner: stranger.name, reasons: ['Same email address'] }] });
		expect(JSON.stringify(found)).not.toMatch(new RegExp(`Secret|${theirs}`));
		expect(await converted(world, lead.id, {}, rep)).toMatchObject({ created: { account: true, contact: true } });
	});

	test('who may only look at the lead learns of no matches', async () => {
		const viewer = await hire(world, { role: 'viewer' });
		const name = unique('Looked at');
		await account({ name });
		expect(await preview(world, (await owned({ company: name })).id, viewer)).toMatchObject({ refusal: 'You may look at this lead, but not change it. Ask its owner to convert it.', account: { matches: [], elsewhere: [] } });
	});
});

describe('an existing record', () => {
	test('has only its empty fields filled, an address as a whole', async () => {
		const at = domainOf();
		const known = await account({ domain: at, phone: '+4930111111', billing_city: 'Wien' });
		const lead = await owned({ email: `amy@${at}`, phone: '+4930222222', website: `https://${at}`, city: 'Graz', street: 'Ring 1' });
		expect((await preview(world, lead.id, rep)).account.matches[0].fills).toEqual([{ field: 'website', label: 'Website', value: `https://${at}` }]);
		await converted(world, lead.id, {}, rep);
		expect(await row(world, 'crm_accounts', known)).toMatchObject({ website: `https://${at}`, phone: '+4930111111', billing_city: 'Wien', billing_street: null, user_updated: rep.id });
	});
});

describe('fields of an admin', () => {
	test('of the same name and type go along; rows of the set-up say otherwise', async () => {
		const field = (collection: string, name: string, type = 'string') => made(world, `/fields/${collection}`, { field: name, type, meta: { interface: 'input' }, schema: {} });
		for (const collection of ['crm_leads', 'crm_accounts', 'crm_contacts']) await field(collection, 'boat_size');
		await field('crm_opportunities', 'boat_size', 'integer');
		await field('crm_opportunities', 'harbour');
		const lead = await owned({ boat_size: '12 m', linkedin: 'https://www.linkedin.com/in/amy' });
		const rule = await made(world, '/items/crm_conversion_fields', { target: 'crm_opportunities', target_field: 'harbour', lead_field: 'linkedin' });
		await made(world, '/items/crm_conversion_fields', { target: 'crm_contacts', target_field: 'boat_size', lead_field: null });
		const data = await converted(world, lead.id, {}, rep);
		expect(await row(world, 'crm_accounts', data.account)).toMatchObject({ boat_size: '12 m' });
		expect(await row(world, 'crm_contacts', data.contact)).toMatchObject({ boat_size: null });
		expect(await row(world, 'crm_opportunities', data.opportunity)).toMatchObject({ boat_size: null, harbour: 'https://www.linkedin.com/in/amy' });
		await world.api(`/items/crm_conversion_fields/${rule.id}`, { method: 'DELETE' });
		expect(await row(world, 'crm_opportunities', (await converted(world, (await owned({ linkedin: 'https://www.linkedin.com/in/amy' })).id, {}, rep)).opportunity)).toMatchObject({ harbour: null });
	});

	test.each([
		[{ target: 'crm_accounts', target_field: 'nowhere', lead_field: 'title' }, 'The account has no field “nowhere”. Choose one of its fields.'],
		[{ target: 'crm_accounts', target_field: 'employees', lead_field: 'title' }, '“Employees” can’t hold what “Job title” does: they are of different kinds. Choose a field of the same kind.'],
		[{ target: 'crm_contacts', target_field: 'name', lead_field: 'title' }, '“Name” is filled in by itself. Choose another field.'],
		[{ target: 'crm_opportunities', target_field: 'account', lead_field: 'title' }, '“Account” is filled in by the conversion, which links what it makes. Choose another field.'],
		[{ target: 'crm_contacts', target_field: 'department', lead_field: 'nothing' }, 'Leads have no field “nothing” with a value of its own. Choose another one.'],
		[{ target: 'crm_contacts', target_field: 'external_id', lead_field: 'title' }, '“External ID” must be different in every record, so it can’t be taken over. Choose another field.'],
	])('nonsense is refused when it is written: %o', async (body, message) => {
		expect(await world.api('/items/crm_conversion_fields', { body })).toMatchObject({ status: 400, body: { errors: [{ message }] } });
	});

	test('what an admin requires is asked for', async () => {
		await made(world, '/fields/crm_contacts', { field: 'shoe_size', type: 'string', meta: { interface: 'input', required: true, translations: [{ language: 'en-US', translation: 'Shoe size' }] }, schema: {} });
		const lead = await owned();
		expect((await preview(world, lead.id, rep)).contact.missing).toEqual([{ field: 'shoe_size', label: 'Shoe size' }]);
		expect(await world.api(`/crm/leads/${lead.id}/convert`, { body: {}, token: rep.token })).toMatchObject({ status: 400, body: { errors: [{ message: 'The new contact needs “Shoe size”: fill in the lead, or send it along.' }] } });
		expect((await converted(world, lead.id, { contact: { shoe_size: '42' } }, rep)).created.contact).toBe(true);
		await world.api('/fields/crm_contacts/shoe_size', { method: 'DELETE' });
	});
});
