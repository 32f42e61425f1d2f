import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Colleague, convertedElsewhere, found, hire, made } from '../rights/hire.ts';
import { startWorld, type World } from '../support/index.ts';
import { convert, converted, countRows, leadOf, row, unconvert, unique } from './support.ts';

/** A conversion is taken back, as long as nobody built upon it. */
let world: World;
let rep: Colleague;
let mate: Colleague;

beforeAll(async () => {
	world = await startWorld();
	const north = await found(world);
	rep = await hire(world, { role: 'sales_rep', team: north });
	mate = await hire(world, { role: 'sales_rep', team: north });
});
afterAll(() => world?.stop());

const owned = (facts: object = {}) => leadOf(world, { owner: rep.id, ...facts });
const make = async (collection: string, item: object) => (await made(world, `/items/${collection}`, { owner: rep.id, ...item })).id as string;
const exists = async (table: string, id: string | null) => (await row(world, table, id ?? '')) !== undefined;

describe('undoing a conversion', () => {
	test('removes what it made, and reopens the lead as it was', async () => {
		const lead = await owned({ status: 'qualified', phone: '+4930123456' });
		const before = await row(world, 'crm_leads', lead.id);
		const { account, contact, opportunity } = await converted(world, lead.id, {}, rep);
		expect(await unconvert(world, lead.id, rep)).toMatchObject({ status: 200, body: { data: { lead: lead.id, removed: { account, contact, opportunity }, kept: { account: null, contact: null, opportunity: null } } } });
		for (const [table, id] of [['crm_accounts', account], ['crm_contacts', contact], ['crm_opportunities', opportunity]]) expect(await exists(table, id)).toBe(false);
		const { date_updated: _, user_updated: _by, ...after } = await row(world, 'crm_leads', lead.id);
		expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([field]) => !['date_updated', 'user_updated'].includes(field))));
		const { rows } = await world.sql.query('SELECT action, collection FROM directus_activity WHERE item = ANY ($1) AND "user" = $2 AND action = \'delete\'', [[account, contact, opportunity], rep.id]);
		expect(rows).toHaveLength(3);
		expect((await convert(world, lead.id, {}, rep)).body.data).not.toHaveProperty('alreadyConverted');
	});

	test('keeps what it linked, and takes back what it filled in there, unless somebody has changed it since', async () => {
		const account = await make('crm_accounts', { name: unique('Kept') });
		const contact = await make('crm_contacts', { last_name: 'Kept', title: 'Stays' });
		const deal = await make('crm_opportunities', { name: 'Kept' });
		const lead = await owned({ website: 'https://kept.example', city: 'Graz', phone: '+4930123456', title: 'CEO' });
		await converted(world, lead.id, { account, contact, opportunity: deal }, rep);
		expect(await row(world, 'crm_accounts', account)).toMatchObject({ website: 'https://kept.example', billing_city: 'Graz', domain: 'kept.example' });
		expect(await row(world, 'crm_contacts', contact)).toMatchObject({ account, title: 'Stays', phone: '+4930123456' });
		await rep.update('crm_accounts', account, { billing_city: 'Linz' });
		expect((await unconvert(world, lead.id, rep)).body.data).toMatchObject({ kept: { account, contact, opportunity: deal }, removed: { account: null, contact: null, opportunity: null } });
		expect(await row(world, 'crm_accounts', account)).toMatchObject({ website: null, billing_city: 'Linz', domain: null });
		expect(await row(world, 'crm_contacts', contact)).toMatchObject({ account: null, title: 'Stays', phone: null });
		expect(await row(world, 'crm_opportunities', deal)).toMatchObject({ account: null, contact: null, lead: null });
	});

	test('takes a new account from the deal that hung on the lead before', async () => {
		const lead = await owned();
		const deal = await make('crm_opportunities', { name: 'Before', lead: lead.id });
		const { account } = await converted(world, lead.id, {}, rep);
		expect((await unconvert(world, lead.id, rep)).body.data).toMatchObject({ kept: { opportunity: deal }, removed: { account } });
		expect(await row(world, 'crm_opportunities', deal)).toMatchObject({ account: null, contact: null, lead: lead.id });
	});

	test('gives back what went along', async () => {
		const lead = await owned();
		const own = await make('crm_accounts', { name: unique('Of the activity') });
		const call = await make('crm_activities', { type: 'call', subject: 'Call', status: 'done', lead: lead.id });
		const task = await make('crm_activities', { subject: 'Task', lead: lead.id, account: own });
		const file = (await made(world, '/files', { title: 'Notes', type: 'text/plain', storage: 'local', filename_download: 'notes.txt' })).id;
		const attachment = (await made(world, '/items/crm_attachments', { file, lead: lead.id })).id;
		const before = await Promise.all([call, task].map((id) => row(world, 'crm_activities', id)));
		await converted(world, lead.id, {}, rep);
		expect(await row(world, 'crm_attachments', attachment)).toMatchObject({ lead: null });
		expect((await unconvert(world, lead.id, rep)).status).toBe(200);
		expect(await Promise.all([call, task].map((id) => row(world, 'crm_activities', id)))).toEqual(before);
		expect(await row(world, 'crm_attachments', attachment)).toMatchObject({ lead: lead.id, account: null, contact: null, opportunity: null, parent_owner: rep.id });
	});
});

describe('is refused', () => {
	const refused = async (id: string, message: string, { status = 409, who = rep }: { status?: number; who?: Colleague } = {}) => {
		const before = await countRows(world);
		expect(await unconvert(world, id, who)).toMatchObject({ status, body: { errors: [{ message: expect.stringContaining(message) }] } });
		expect(await countRows(world)).toEqual(before);
		expect(await row(world, 'crm_leads', id)).toMatchObject({ status: expect.any(String) });
	};

	const builtUpon: Record<string, [(made: { account: string; contact: string; opportunity: string; lead: string }) => Promise<unknown>, string]> = {
		'a later activity': [({ opportunity }) => make('crm_activities', { subject: 'Later', opportunity }), 'has activities: 1.'],
		'an activity of the account': [({ account }) => make('crm_activities', { subject: 'Later', account }), 'has activities: 1.'],
		'another stage': [async ({ opportunity }) => {
			const { rows: [next] } = await world.sql.query("SELECT s.id FROM crm_stages s JOIN crm_opportunities o ON o.pipeline = s.pipeline WHERE s.kind = 'open' AND s.id <> o.stage AND o.id = $1 ORDER BY s.sort LIMIT 1", [opportunity]);
			const answer = await world.api(`/items/crm_opportunities/${opportunity}`, { method: 'PATCH', body: { stage: next.id, amount: '1', close_date: '2999-01-01' } });
			if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
		}, 'has moved to another stage.'],
		'a product line': [({ opportunity }) => make('crm_opportunity_lines', { opportunity, description: 'Boat', quantity: 1, unit_price: '10', owner: undefined }), 'has opportunity lines: 1.'],
		'a change': [({ account }) => rep.update('crm_accounts', account, { industry: 'energy' }), 'has been changed since.'],
		'another contact': [({ account }) => make('crm_contacts', { last_name: 'Other', account }), 'has contacts: 1.'],
		'another deal': [({ contact }) => make('crm_opportunities', { name: 'Other', contact }), 'has opportunities: 1.'],
		'a file': [async ({ account }) => made(world, '/items/crm_attachments', { account, file: (await made(world, '/files', { title: 'Notes', type: 'text/plain', storage: 'local', filename_download: 'notes.txt' })).id }), 'has attachments: 1.'],
		'a comment': [({ contact }) => made(world, '/comments', { collection: 'crm_contacts', item: contact, comment: 'Hello' }), 'has comments: 1.'],
		'somebody it is shared with': [({ account }) => made(world, '/items/crm_account_collaborators', { account, person: mate.id }), 'has account collaborators: 1.'],
		'a subsidiary': [({ account }) => make('crm_accounts', { name: unique('Below'), parent: account }), 'has accounts: 1.'],
		'another lead': [async ({ account }) => converted(world, (await owned()).id, { account }, rep), 'has leads: 1.'],
	};

	test.each(Object.keys(builtUpon))('once there is %s', async (what) => {
		const lead = await owned();
		const data = await converted(world, lead.id, {}, rep);
		const [build, sentence] = builtUpon[what]!;
		await build(data);
		await refused(lead.id, sentence);
		expect(await exists('crm_opportunities', data.opportunity)).toBe(true);
	});

	test('what is not converted, or was so elsewhere', async () => {
		await refused((await owned()).id, 'This lead is not converted.');
		const lead = await owned();
		await convertedElsewhere(world, lead.id);
		await refused(lead.id, 'was converted in another system');
	});

	test('after the days that the settings say', async () => {
		const lead = await owned();
		await converted(world, lead.id, {}, rep);
		await world.sql.query(`BEGIN; SET LOCAL crm.origin = 'import'; UPDATE crm_leads SET converted_at = now() - interval '31 days' WHERE id = '${lead.id}'; COMMIT`);
		await refused(lead.id, 'A conversion can be undone within 30 days');
	});

	test('whoever may not change what came of it, though the lead is theirs by now', async () => {
		const lead = await owned();
		const made = await converted(world, lead.id, {}, rep);
		expect((await rep.update('crm_leads', lead.id, { owner: mate.id })).status).toBe(204);
		await refused(lead.id, 'To undo this, one has to be allowed to change the account that came of it.', { status: 403, who: mate });
		for (const table of ['account', 'contact', 'opportunity'] as const) expect(await exists(table === 'opportunity' ? 'crm_opportunities' : `crm_${table}s`, made[table])).toBe(true);
	});

	test('whoever has given away what was filled in', async () => {
		const contact = await make('crm_contacts', { last_name: 'Given' });
		const lead = await owned({ phone: '+4930123456' });
		await converted(world, lead.id, { contact, account: null, opportunity: null }, rep);
		expect((await rep.update('crm_contacts', contact, { owner: mate.id })).status).toBe(204);
		await refused(lead.id, 'To undo this, one has to be allowed to change the contact that came of it.', { status: 403 });
		expect(await row(world, 'crm_contacts', contact)).toMatchObject({ phone: '+4930123456' });
	});

	test('whoever may not change the lead', async () => {
		const lead = await owned();
		await converted(world, lead.id, {}, rep);
		await refused(lead.id, 'permission', { status: 403, who: mate });
	});
});
