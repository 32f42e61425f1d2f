import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Colleague, found, hire, made } from '../rights/hire.ts';
import { startWorld, type World } from '../support/index.ts';
import { convert, converted, countRows, leadOf, preview, row, unique } from './support.ts';

/** A lead becomes an account, a contact and a deal. */
let world: World;
let rep: Colleague;
let stranger: Colleague;
let manager: Colleague;
let marketer: Colleague;

beforeAll(async () => {
	world = await startWorld();
	const [north, south] = [await found(world), await found(world)];
	rep = await hire(world, { role: 'sales_rep', team: north });
	manager = await hire(world, { role: 'sales_manager', team: north });
	marketer = await hire(world, { role: 'marketing', team: north });
	stranger = await hire(world, { role: 'sales_rep', team: south });
});
afterAll(() => world?.stop());

const owned = (facts: object = {}) => leadOf(world, { owner: rep.id, ...facts });

describe('a new account, contact and deal', () => {
	test('say what the lead said', async () => {
		const { name, email } = { name: unique('Blue Ocean'), email: `amy@${randomUUID()}.example` };
		const lead = await owned({
			company: name, email, title: 'CTO', phone: '+49 30 123456', website: `https://www.${email.split('@')[1]}/about`, street: 'Main St 1', city: 'Berlin', country: 'DE',
			estimated_value: '1234.50', currency: 'EUR', need: 'A faster boat', description: 'Met at the fair', decision_on: '2999-01-31', tags: ['boats'],
		});
		const data = await converted(world, lead.id, {}, rep);
		expect(data).toEqual({ lead: lead.id, account: expect.any(String), contact: expect.any(String), opportunity: expect.any(String), created: { account: true, contact: true, opportunity: true } });
		expect(await row(world, 'crm_accounts', data.account)).toMatchObject({ name, domain: email.split('@')[1], website: lead['website'], billing_street: 'Main St 1', billing_city: 'Berlin', billing_country: 'DE', phone: '+4930123456', email: null, type: 'prospect', owner: rep.id, team: rep && expect.any(String), is_person: false });
		expect(await row(world, 'crm_contacts', data.contact)).toMatchObject({ name: 'Amy Adams', email, title: 'CTO', phone: '+4930123456', account: data.account, mailing_city: 'Berlin', owner: rep.id, tags: ['boats'], user_created: rep.id });
		const deal = (await world.api(`/items/crm_opportunities/${data.opportunity}`)).body.data;
		expect(deal).toMatchObject({ name, amount: '1234.5000', currency: 'EUR', close_date: '2999-01-31', lead: lead.id, account: data.account, contact: data.contact, owner: rep.id, description: 'A faster boat\n\nMet at the fair', stage_kind: 'open', user_created: rep.id });
		expect(await row(world, 'crm_leads', lead.id)).toMatchObject({ status: 'converted', converted_account: data.account, converted_contact: data.contact, converted_opportunity: data.opportunity, converted_at: expect.any(Date), user_updated: rep.id });
	});

	test('are written down as made by who converted it', async () => {
		const data = await converted(world, (await owned()).id, {}, rep);
		const { rows } = await world.sql.query('SELECT collection, action FROM directus_activity WHERE item = ANY ($1) AND "user" = $2 ORDER BY collection', [[data.account, data.contact, data.opportunity], rep.id]);
		expect(rows).toEqual([{ collection: 'crm_accounts', action: 'create' }, { collection: 'crm_contacts', action: 'create' }, { collection: 'crm_opportunities', action: 'create' }]);
	});

	test('close in some days, where the lead says no day that is still to come', async () => {
		const data = await converted(world, (await owned({ decision_on: '2020-01-01' })).id, {}, rep);
		const { rows } = await world.sql.query("SELECT close_date - (now() AT TIME ZONE 'UTC')::date AS days FROM crm_opportunities WHERE id = $1", [data.opportunity]);
		expect(rows).toEqual([{ days: 30 }]);
	});

	test('a person without a company has no account, unless asked for', async () => {
		const alone = await converted(world, (await owned({ company: null, email: `amy-${randomUUID()}@gmail.com` })).id, {}, rep);
		expect(alone).toMatchObject({ account: null, created: { account: false, contact: true, opportunity: true } });
		expect(await row(world, 'crm_opportunities', alone.opportunity)).toMatchObject({ name: 'Amy Adams', account: null, contact: alone.contact });
		const asked = await converted(world, (await owned({ company: null })).id, { account: {} }, rep);
		expect(await row(world, 'crm_accounts', asked.account)).toMatchObject({ name: 'Amy Adams', is_person: true });
		expect(await row(world, 'crm_contacts', asked.contact)).toMatchObject({ account: asked.account });
	});

	test('an id that is none is none', async () => {
		const data = await converted(world, (await owned()).id, { account: { id: null, name: 'Edited' } }, rep);
		expect(data.created.account).toBe(true);
		expect(await row(world, 'crm_opportunities', data.opportunity)).toMatchObject({ account: data.account });
	});

	test('what the system converts of what waits for a team is that team’s', async () => {
		const { team } = await row(world, 'directus_users', rep.id);
		const lead = await leadOf(world, { team });
		const flow = await made(world, '/flows', { name: unique('Convert'), status: 'active', trigger: 'webhook', accountability: null, options: { method: 'POST' } });
		const operation = await made(world, '/operations', { flow: flow.id, key: 'convert', type: 'item-update', position_x: 1, position_y: 1, options: { collection: 'crm_leads', key: [lead.id], permissions: '$full', payload: { status: 'converted' } } });
		await world.api(`/flows/${flow.id}`, { method: 'PATCH', body: { operation: operation.id } });
		expect((await world.api(`/flows/trigger/${flow.id}`, { method: 'POST' })).status).toBe(200);
		const { converted_account: account, converted_opportunity: deal } = await row(world, 'crm_leads', lead.id);
		expect(await row(world, 'crm_accounts', account)).toMatchObject({ owner: null, team });
		expect(await manager.sees('crm_opportunities', deal)).toBe(true);
	});

	test('a company of which nobody is known has no contact', async () => {
		expect(await converted(world, (await owned({ first_name: null, last_name: null })).id, {}, rep)).toMatchObject({ contact: null, created: { account: true, contact: false, opportunity: true } });
	});

	test('take what is edited, and leave out what is not wanted', async () => {
		const data = await converted(world, (await owned()).id, { account: { name: 'Edited' }, contact: null, opportunity: { name: 'Deal', amount: '10', currency: 'USD', close_date: '2998-12-31' } }, rep);
		expect(data.contact).toBe(null);
		expect(await row(world, 'crm_accounts', data.account)).toMatchObject({ name: 'Edited' });
		expect(await row(world, 'crm_opportunities', data.opportunity)).toMatchObject({ name: 'Deal', amount: '10.0000', currency: 'USD', contact: null });
		expect(await converted(world, (await owned()).id, { opportunity: null }, rep)).toMatchObject({ opportunity: null });
	});

	test('belong to whom the lead belongs; who converts what waits for the team has claimed it', async () => {
		const mine = await converted(world, (await owned()).id, {}, manager);
		expect(await row(world, 'crm_opportunities', mine.opportunity)).toMatchObject({ owner: rep.id, user_created: manager.id });
		const waiting = await leadOf(world, { team: (await row(world, 'directus_users', rep.id)).team });
		const claimed = await converted(world, waiting.id, {}, rep);
		expect(await row(world, 'crm_leads', waiting.id)).toMatchObject({ owner: rep.id, claimed_at: expect.any(Date) });
		expect(await row(world, 'crm_accounts', claimed.account)).toMatchObject({ owner: rep.id });
	});
});

describe('by every path', () => {
	const paths: Record<string, (id: string) => Promise<number>> = {
		'REST': async (id) => (await rep.update('crm_leads', id, { status: 'converted' })).status,
		'REST, as one of a batch': async (id) => (await world.api('/items/crm_leads', { method: 'PATCH', body: [{ id, status: 'converted' }], token: rep.token })).status,
		'REST, by keys': async (id) => (await world.api('/items/crm_leads', { method: 'PATCH', body: { keys: [id], data: { status: 'converted' } }, token: rep.token })).status,
		'GraphQL': async (id) => ((await world.graphql(`mutation { update_crm_leads_item(id: "${id}", data: { status: "converted" }) { id } }`, {}, { token: rep.token })).body.data?.update_crm_leads_item ? 200 : 400),
		'the endpoint': async (id) => (await convert(world, id, {}, rep)).status,
		'the bulk endpoint': async (id) => (await world.api('/crm/leads/convert', { body: { ids: [id] }, token: rep.token })).status,
		'a flow': async (id) => {
			const flow = await made(world, '/flows', { name: unique('Convert'), status: 'active', trigger: 'webhook', accountability: 'all', options: { method: 'POST' } });
			const operation = await made(world, '/operations', { flow: flow.id, key: 'convert', type: 'item-update', position_x: 1, position_y: 1, options: { collection: 'crm_leads', key: [id], permissions: '$full', payload: { status: 'converted' } } });
			await world.api(`/flows/${flow.id}`, { method: 'PATCH', body: { operation: operation.id } });
			return (await world.api(`/flows/trigger/${flow.id}`, { method: 'POST' })).status;
		},
	};

	test.each(Object.keys(paths))('%s', async (path) => {
		const lead = await owned();
		expect(await paths[path]?.(lead.id)).toBe(200);
		const after = await row(world, 'crm_leads', lead.id);
		expect(after).toMatchObject({ status: 'converted', converted_account: expect.any(String), converted_contact: expect.any(String), converted_opportunity: expect.any(String) });
		expect(await row(world, 'crm_opportunities', after.converted_opportunity)).toMatchObject({ lead: lead.id, account: after.converted_account, contact: after.converted_contact });
	});

	test('the links say what is chosen, over REST and GraphQL', async () => {
		const account = (await made(world, '/items/crm_accounts', { name: unique('Chosen'), owner: rep.id })).id;
		const [one, two] = [await owned(), await owned()];
		expect((await rep.update('crm_leads', one.id, { status: 'converted', converted_account: account, converted_contact: { last_name: 'Else' }, converted_opportunity: null, title: 'CEO' })).status).toBe(200);
		const rest = await row(world, 'crm_leads', one.id);
		expect(rest).toMatchObject({ converted_account: account, converted_opportunity: null, title: 'CEO' });
		expect(await row(world, 'crm_contacts', rest.converted_contact)).toMatchObject({ last_name: 'Else', title: 'CEO', account });
		const { body } = await world.graphql(`mutation { update_crm_leads_item(id: "${two.id}", data: { status: "converted", converted_account: { id: "${account}" }, converted_opportunity: { name: "By GraphQL" } }) { converted_account { id } converted_opportunity { name } } }`, {}, { token: rep.token });
		expect(body.data.update_crm_leads_item).toEqual({ converted_account: { id: account }, converted_opportunity: { name: 'By GraphQL' } });
	});

	test('once: again, the endpoint says what it became', async () => {
		const lead = await owned();
		const first = await converted(world, lead.id, {}, rep);
		const before = await countRows(world);
		expect(await converted(world, lead.id, { account: { name: 'Other' } }, rep)).toEqual({ ...first, alreadyConverted: true });
		expect((await world.api('/crm/leads/convert', { body: { ids: [lead.id] }, token: rep.token })).body.data).toEqual([{ ...first, alreadyConverted: true }]);
		expect(await rep.update('crm_leads', lead.id, { status: 'converted' })).toMatchObject({ status: 409, body: { errors: [{ message: 'This lead has been converted already.' }] } });
		expect(await countRows(world)).toEqual(before);
	});

	test('several at once, each on its own', async () => {
		const [good, junk, other] = [await owned(), await owned({ rating: 'junk' }), await leadOf(world, { owner: stranger.id })];
		const { body, status } = await world.api('/crm/leads/convert', { body: { ids: [junk.id, good.id, other.id], opportunity: null }, token: rep.token });
		expect(status).toBe(200);
		expect(body.data).toMatchObject([
			{ lead: junk.id, error: { code: 'CONFLICT', message: 'This lead is rated as junk. Give it another rating, then convert it.' } },
			{ lead: good.id, account: expect.any(String), opportunity: null },
			{ lead: other.id, error: { code: 'FORBIDDEN' } },
		]);
	});

	test('of fifty at once by all paths, one account, one contact and one deal', { timeout: 120_000 }, async () => {
		const lead = await owned({ company: unique('Fifty') });
		const before = await countRows(world);
		const ways = [paths['REST'], paths['GraphQL'], paths['the endpoint'], paths['the bulk endpoint'], paths['REST, by keys']];
		const statuses = await Promise.all(Array.from({ length: 50 }, (_, index) => ways[index % ways.length]?.(lead.id)));
		expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
		expect(statuses.filter((status) => (status ?? 500) >= 500)).toEqual([]);
		const after = await countRows(world);
		const more = (table: string) => (after[table] ?? 0) - (before[table] ?? 0);
		expect([more('crm_accounts'), more('crm_contacts'), more('crm_opportunities'), more('crm_stage_changes')]).toEqual([1, 1, 1, 1]);
		expect((await world.sql.query('SELECT count(*)::int AS count FROM crm_opportunities WHERE lead = $1', [lead.id])).rows).toEqual([{ count: 1 }]);
	});

	test('of twenty who convert what waits at once, all go the same way', { timeout: 120_000 }, async () => {
		const lead = await leadOf(world, { team: (await row(world, 'directus_users', rep.id)).team });
		const statuses = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? paths['REST']?.(lead.id) : paths['the endpoint']?.(lead.id))));
		expect(statuses.filter((status) => (status ?? 500) >= 500)).toEqual([]);
		expect((await world.sql.query('SELECT count(*)::int AS count FROM crm_opportunities WHERE lead = $1', [lead.id])).rows).toEqual([{ count: 1 }]);
	});
});

describe('a deal that hangs on the lead', () => {
	test('is taken along', async () => {
		const lead = await owned();
		const deal = (await made(world, '/items/crm_opportunities', { name: 'Fleet 2027', lead: lead.id, owner: rep.id })).id;
		expect(await preview(world, lead.id, rep)).toMatchObject({ opportunity: { suggestion: { kind: 'link', id: deal } }, follows: ['the deal Fleet 2027'] });
		const data = await converted(world, lead.id, {}, rep);
		expect(data).toMatchObject({ opportunity: deal, created: { account: true, contact: true, opportunity: false } });
		expect(await row(world, 'crm_opportunities', deal)).toMatchObject({ account: data.account, contact: data.contact, name: 'Fleet 2027', user_updated: rep.id });
	});
});

describe('a deal that was won while it hung on the lead', () => {
	test('is taken along, and gets its account', async () => {
		const lead = await owned();
		const { rows: [won] } = await world.sql.query("SELECT s.id FROM crm_stages s JOIN crm_pipelines p ON p.id = s.pipeline WHERE s.kind = 'won' AND p.is_default");
		const deal = (await made(world, '/items/crm_opportunities', { name: 'Won early', lead: lead.id, owner: rep.id, stage: won.id, amount: '10', currency: 'EUR', close_date: '2999-01-01' })).id;
		const { account, ...data } = await converted(world, lead.id, { opportunity: deal }, rep);
		expect(data).toMatchObject({ opportunity: deal, created: { account: true } });
		expect(await row(world, 'crm_opportunities', deal)).toMatchObject({ account, amount: '10.0000' });
		expect(await row(world, 'crm_accounts', account)).toMatchObject({ type: 'customer' });
		const other = (await made(world, '/items/crm_accounts', { name: unique('Other'), owner: rep.id })).id;
		expect(await rep.update('crm_opportunities', deal, { account: other })).toMatchObject({ status: 409 });
	});
});

describe('is refused, and nothing is written', () => {
	const refused = async (id: string, expected: object, { body = {}, who = rep }: { body?: object; who?: Colleague } = {}) => {
		const before = await countRows(world);
		const { status, body: answer } = await convert(world, id, body, who);
		expect({ status, ...answer.errors?.[0] }).toMatchObject(expected);
		const payload = Object.fromEntries(Object.entries(body).map(([target, choice]) => [`converted_${target}`, choice]));
		const patched = await who.update('crm_leads', id, { status: 'converted', ...payload });
		expect(patched.status).toBe(status);
		if ('message' in expected) expect(patched.body.errors[0]).toMatchObject({ message: expected.message });
		expect(await countRows(world)).toEqual(before);
	};

	const refusedBody = async (body: object, message: string) => {
		expect(await convert(world, (await owned()).id, body, rep)).toMatchObject({ status: 400, body: { errors: [{ message }] } });
	};

	test('junk, unqualified and archived leads', async () => {
		await refused((await owned({ rating: 'junk' })).id, { status: 409, message: 'This lead is rated as junk. Give it another rating, then convert it.' });
		await refused((await owned({ status: 'unqualified' })).id, { status: 409, message: 'This lead is unqualified. Set it to qualified, then convert it.' });
		await refused((await owned({ archived: true })).id, { status: 409, message: 'This lead is archived: restore it, then convert it.' });
	});

	test('a lead of somebody else, and one that there is not', async () => {
		const foreign = (await leadOf(world, { owner: stranger.id, rating: 'junk' })).id;
		const converted = (await leadOf(world, { owner: stranger.id })).id;
		expect((await convert(world, converted)).status).toBe(200);
		const answers = [];
		for (const id of [foreign, converted, randomUUID()]) {
			await refused(id, { status: 403, extensions: { code: 'FORBIDDEN' } });
			answers.push((await convert(world, id, {}, rep)).body);
		}
		expect(answers[1]).toEqual(answers[0]);
		expect(answers[2]).toEqual(answers[0]);
	});

	test('a required field that is missing', async () => {
		await refused((await owned({ first_name: null, last_name: null })).id, { status: 400, message: 'The new contact needs “Last name”: fill in the lead, or send it along.' }, { body: { contact: {} } });
		await refused((await owned()).id, { status: 400, message: 'The new deal needs “Name”: fill in the lead, or send it along.' }, { body: { opportunity: { name: null } } });
	});

	test('a record of somebody else by its id, in the same words as one that there is not', async () => {
		const foreign = (await made(world, '/items/crm_accounts', { name: unique('Foreign'), owner: stranger.id })).id;
		const contact = (await made(world, '/items/crm_contacts', { last_name: 'Foreign', owner: stranger.id })).id;
		const deal = (await made(world, '/items/crm_opportunities', { name: 'Foreign', owner: stranger.id })).id;
		for (const account of [foreign, randomUUID()]) await refused((await owned()).id, { status: 400, message: 'There is no such account that you can see. Choose another one, or make a new one.' }, { body: { account } });
		await refused((await owned()).id, { status: 400, message: 'There is no such contact that you can see. Choose another one, or make a new one.' }, { body: { contact } });
		await refused((await owned()).id, { status: 400, message: 'There is no such deal that you can see. Choose another one, or make a new one.' }, { body: { opportunity: deal } });
	});

	test('nothing at all', async () => {
		await refused((await owned()).id, { status: 400, message: 'A lead becomes an account, a contact or a deal: choose one of them at least.' }, { body: { account: null, contact: null, opportunity: null } });
	});

	test('what is no choice', async () => {
		for (const account of ['x', 5, []]) await refusedBody({ account }, 'account: Name an existing record by its id, send an object for a new one, or null for none.');
		for (const body of [[], { foo: 1 }]) await refusedBody(body, 'Send an object that says no more than account, contact and opportunity; to convert several, their ids too.');
	});

	test('what the database refuses of the new records', async () => {
		await refused((await owned()).id, { status: 400, message: 'Phone: “nonsense” is no telephone number. Write it with its country code, such as +49 30 123456.' }, { body: { account: { phone: 'nonsense' } } });
		await refused((await owned()).id, { status: 400 }, { body: { opportunity: { stage: randomUUID() } } });
	});

	test('who may make no accounts', async () => {
		await refused((await leadOf(world)).id, { status: 403, message: 'You don’t have permission to make an account. Choose an existing one, or ask an administrator.' }, { who: marketer });
	});

	test('several leads by one change', async () => {
		const [one, two] = [await owned(), await owned()];
		const before = await countRows(world);
		const answer = await world.api('/items/crm_leads', { method: 'PATCH', body: { keys: [one.id, two.id], data: { status: 'converted' } }, token: rep.token });
		expect(answer).toMatchObject({ status: 400, body: { errors: [{ message: 'One change to several leads would make them one customer. Convert each on its own, or several through POST /crm/leads/convert.' }] } });
		expect(await countRows(world)).toEqual(before);
	});

	test('a new lead that is converted already', async () => {
		expect(await rep.create('crm_leads', { last_name: 'New', status: 'converted' })).toMatchObject({ status: 400, body: { errors: [{ message: 'A new lead can’t be converted yet: save it first, then convert it.' }] } });
	});
});

describe('afterwards', () => {
	test('the lead stays as it was, but goes on belonging to somebody', async () => {
		const lead = await owned();
		const { account } = await converted(world, lead.id, {}, rep);
		const readOnly = 'This lead is converted and stays as it was: change the account, contact or deal that it became, or undo the conversion.';
		expect(await rep.update('crm_leads', lead.id, { company: 'Other' })).toMatchObject({ status: 409, body: { errors: [{ message: readOnly }] } });
		expect(await rep.update('crm_leads', lead.id, { converted_account: null })).toMatchObject({ status: 409, body: { errors: [{ message: readOnly }] } });
		expect(await rep.update('crm_leads', lead.id, { status: 'new' })).toMatchObject({ status: 409, body: { errors: [{ message: 'A converted lead is reopened by undoing its conversion, not by its status.' }] } });
		expect((await rep.update('crm_leads', lead.id, { archived: true, tags: ['kept'] })).status).toBe(200);
		expect((await manager.update('crm_leads', lead.id, { owner: manager.id })).status).toBe(200);
		await world.sql.query('UPDATE crm_opportunities SET account = NULL WHERE account = $1', [account]);
		expect((await world.api(`/items/crm_accounts/${account}`, { method: 'DELETE' })).status).toBe(204);
		expect(await row(world, 'crm_leads', lead.id)).toMatchObject({ status: 'converted', converted_account: null });
	});

	test('nobody writes the links of a lead by hand', async () => {
		const account = (await made(world, '/items/crm_accounts', { name: unique('By hand'), owner: rep.id })).id;
		const lead = await owned();
		await rep.update('crm_leads', lead.id, { converted_account: account, conversion_record: { created: ['account'] }, converted_at: '2020-01-01T00:00:00Z' });
		expect(await row(world, 'crm_leads', lead.id)).toMatchObject({ converted_account: null, conversion_record: null, converted_at: null });
	});

	test('an account becomes a customer with its first won deal; a partner stays one', async () => {
		const lead = await owned();
		const { account, opportunity } = await converted(world, lead.id, {}, rep);
		const { rows: [won] } = await world.sql.query("SELECT s.id FROM crm_stages s JOIN crm_opportunities o ON o.pipeline = s.pipeline WHERE s.kind = 'won' AND o.id = $1", [opportunity]);
		expect(await rep.update('crm_opportunities', opportunity, { stage: won.id, amount: '1' })).toMatchObject({ status: 200 });
		expect(await row(world, 'crm_accounts', account)).toMatchObject({ type: 'customer' });
		const partner = (await made(world, '/items/crm_accounts', { name: unique('Partner'), type: 'partner' })).id;
		await made(world, '/items/crm_opportunities', { name: 'Won', account: partner, stage: won.id, amount: '1', currency: 'EUR', close_date: '2999-01-01' });
		expect(await row(world, 'crm_accounts', partner)).toMatchObject({ type: 'partner' });
	});
});

describe('what hangs on the lead goes along', () => {
	test('activities stand at all that it became, and files at the deal', async () => {
		const lead = await owned();
		const done = (await rep.create('crm_activities', { type: 'call', subject: 'First call', status: 'done', lead: lead.id })).body.data.id;
		const planned = (await rep.create('crm_activities', { subject: 'Follow up', lead: lead.id })).body.data.id;
		const file = (await made(world, '/files', { title: 'Notes', type: 'text/plain', storage: 'local', filename_download: 'notes.txt' })).id;
		const attachment = (await made(world, '/items/crm_attachments', { file, lead: lead.id })).id;
		expect(await preview(world, lead.id, rep)).toMatchObject({ follows: ['2 activities', '1 file'] });
		const { account, contact, opportunity } = await converted(world, lead.id, {}, rep);
		for (const id of [done, planned]) expect(await row(world, 'crm_activities', id)).toMatchObject({ lead: lead.id, account, contact, opportunity, about_kind: 'opportunity', parent_owner: rep.id });
		expect(await row(world, 'crm_attachments', attachment)).toMatchObject({ lead: null, account: null, contact: null, opportunity, parent_owner: rep.id });
		expect((await row(world, 'crm_opportunities', opportunity)).last_activity_at).toEqual(expect.any(Date));
	});

	test('without a deal, they are about the account', async () => {
		const lead = await owned();
		const call = (await rep.create('crm_activities', { type: 'call', subject: 'Call', lead: lead.id })).body.data.id;
		const { account } = await converted(world, lead.id, { opportunity: null }, rep);
		expect(await row(world, 'crm_activities', call)).toMatchObject({ lead: lead.id, account, opportunity: null, about_kind: 'account', parent_owner: rep.id });
		expect((await manager.update('crm_accounts', account, { owner: manager.id })).status).toBe(200);
		expect(await row(world, 'crm_activities', call)).toMatchObject({ parent_owner: manager.id });
	});

	test('what is said of the lead afterwards is said of what it became', async () => {
		const lead = await owned();
		const { account, contact, opportunity } = await converted(world, lead.id, {}, rep);
		const call = (await rep.create('crm_activities', { type: 'call', subject: 'Call', status: 'done', lead: lead.id })).body.data.id;
		expect(await row(world, 'crm_activities', call)).toMatchObject({ lead: lead.id, account, contact, opportunity, about_kind: 'opportunity', parent_owner: rep.id });
		const other = (await made(world, '/items/crm_accounts', { name: unique('Other'), owner: rep.id })).id;
		const elsewhere = (await rep.create('crm_activities', { subject: 'Elsewhere', lead: lead.id, account: other })).body.data.id;
		expect(await row(world, 'crm_activities', elsewhere)).toMatchObject({ account: other, opportunity: null });
	});

	test('and so is what is said while it is converted', { timeout: 120_000 }, async () => {
		for (const path of ['REST', 'the endpoint'] as const) {
			const lead = await owned();
			const calls = Array.from({ length: 8 }, () => rep.create('crm_activities', { type: 'call', subject: 'Call', status: 'done', lead: lead.id }));
			const statuses = await Promise.all([...calls.map(async (call) => (await call).status), path === 'REST' ? rep.update('crm_leads', lead.id, { status: 'converted' }).then(({ status }) => status) : convert(world, lead.id, {}, rep).then(({ status }) => status)]);
			expect(new Set(statuses)).toEqual(new Set([200]));
			expect((await world.sql.query('SELECT count(*)::int AS left_behind FROM crm_activities WHERE lead = $1 AND opportunity IS NULL', [lead.id])).rows).toEqual([{ left_behind: 0 }]);
		}
	});

	test('and when the lead is deleted, since its person is to be forgotten, the deal and what was said stay', async () => {
		const lead = await owned();
		const call = (await rep.create('crm_activities', { type: 'call', subject: 'Call', lead: lead.id })).body.data.id;
		const { contact, opportunity } = await converted(world, lead.id, {}, rep);
		for (const path of [`crm_contacts/${contact}`, `crm_leads/${lead.id}`]) expect((await world.api(`/items/${path}`, { method: 'DELETE' })).status).toBe(204);
		expect(await row(world, 'crm_opportunities', opportunity)).toMatchObject({ lead: null, contact: null });
		expect(await row(world, 'crm_activities', call)).toMatchObject({ lead: null, contact: null, opportunity, about_kind: 'opportunity' });
	});
});
