import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../support/index.ts';
import { type Cast, castOf, created, type Person } from './cast.ts';

/** Where rights could leak along what hangs together: files, links that share, records that go. */
let world: World;
let cast: Cast;
let rep: Person;
let stranger: Person;

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	[rep, stranger] = [cast.people['Sales Rep'], cast.stranger];
}, 120_000);
afterAll(() => world.stop());

const make = async (collection: string, item: Record<string, unknown>) => (await created(world, collection, item))['id'] as string;
const status = async (person: Person, path: string, method = 'GET', body?: unknown) => (await world.api(path, { method, ...(body === undefined ? {} : { body }), token: person.token })).status;
const sees = async (person: Person, collection: string, id: string) => (await status(person, `/items/${collection}/${id}`)) === 200;
const upload = async (person: Person) => {
	const form = new FormData();
	form.append('file', new Blob(['CONTRACT'], { type: 'text/plain' }), 'contract.txt');
	return (await world.api('/files', { method: 'POST', body: form, token: person.token })).body.data.id as string;
};
const byAdmin = (path: string, body: unknown, method = 'PATCH') => world.api(path, { method, body });

describe('a file that hangs on a record', () => {
	it('is no longer its uploader’s', async () => {
		const file = await upload(rep);
		expect(await status(rep, `/assets/${file}`)).toBe(200);
		await make('crm_attachments', { file, opportunity: await make('crm_opportunities', { name: 'Theirs', owner: stranger.id }) });
		expect(await status(rep, `/assets/${file}`)).toBe(403);
		expect(await status(rep, `/files/${file}`, 'PATCH', { title: 'Mine' })).toBe(403);
		expect(await status(rep, `/files/${file}`, 'DELETE')).toBe(403);
		expect(await status(stranger, `/assets/${file}`)).toBe(200);
	});

	it('is seen by whoever sees the record: of a queue, of customers', async () => {
		const onLead = await upload(stranger);
		await make('crm_attachments', { file: onLead, lead: await make('crm_leads', { last_name: 'Waits', team: cast.north }) });
		expect(await status(rep, `/assets/${onLead}`)).toBe(200);
		const onAccount = await upload(stranger);
		await make('crm_attachments', { file: onAccount, account: await make('crm_accounts', { name: 'Customer', owner: stranger.id }) });
		expect(await status(cast.people.Support, `/assets/${onAccount}`)).toBe(200);
		expect(await status(rep, `/assets/${onAccount}`)).toBe(403);
	});

	it('keeps its uploader, whatever is sent', async () => {
		const file = await upload(rep);
		await world.api(`/files/${file}`, { method: 'PATCH', body: { uploaded_by: stranger.id }, token: rep.token });
		expect((await world.sql.query('SELECT uploaded_by FROM directus_files WHERE id = $1', [file])).rows[0].uploaded_by).toBe(rep.id);
	});

	it('is seen by all where it pictures a product', async () => {
		const file = await upload(cast.people.Administrator);
		await make('crm_products', { name: 'Pictured', image: file });
		expect(await status(rep, `/assets/${file}`)).toBe(200);
	});
});

describe('a contact of somebody else', () => {
	it('is not drawn to one’s account by naming that its main one', async () => {
		const [mine, theirs] = [await make('crm_accounts', { name: 'Mine', owner: rep.id }), await make('crm_accounts', { name: 'Theirs', owner: stranger.id })];
		const contact = await make('crm_contacts', { last_name: 'Theirs', owner: stranger.id, account: theirs });
		const link = await make('crm_account_contacts', { account: mine, contact });
		expect(await status(rep, `/items/crm_account_contacts/${link}`, 'PATCH', { is_primary: true })).toBe(403);
		expect(await status(rep, `/items/crm_accounts/${mine}`, 'PATCH', { contacts: { create: [], update: [{ id: link, is_primary: true }], delete: [] } })).toBe(403);
		expect(await status(rep, `/items/crm_account_contacts/${link}`, 'DELETE')).toBe(403);
		expect(await sees(rep, 'crm_contacts', contact)).toBe(false);
		expect((await world.sql.query('SELECT account FROM crm_contacts WHERE id = $1', [contact])).rows[0].account).toBe(theirs);
	});
});

describe('whoever shares in a record', () => {
	it('takes nothing out of it', async () => {
		const account = await make('crm_accounts', { name: 'Shared', owner: stranger.id, collaborators: { create: [{ person: rep.id }], update: [], delete: [] } });
		const contact = await make('crm_contacts', { last_name: 'Theirs', owner: stranger.id, account });
		const activity = await make('crm_activities', { subject: 'Theirs', owner: stranger.id, account });
		const mine = await make('crm_accounts', { name: 'Mine', owner: rep.id });
		expect(await status(rep, `/items/crm_contacts/${contact}`, 'PATCH', { title: 'CEO' })).toBe(200);
		for (const [collection, id] of [['crm_contacts', contact], ['crm_activities', activity]]) {
			const { status: answered, body } = await world.api(`/items/${collection}/${id}`, { method: 'PATCH', body: { account: mine }, token: rep.token });
			expect(answered).toBe(403);
			expect(body.errors[0].message).toContain('Ask its owner');
		}
		expect(await status(stranger, `/items/crm_activities/${activity}`, 'PATCH', { account: null })).toBe(200);
	});

	it('in an account sees nothing of the deals with it that others have', async () => {
		const account = await make('crm_accounts', { name: 'Shared', owner: stranger.id, collaborators: { create: [{ person: rep.id }], update: [], delete: [] } });
		const deal = await make('crm_opportunities', { name: 'Another’s', owner: stranger.id, account });
		const ofDeal = await make('crm_activities', { subject: 'On the deal', owner: stranger.id, opportunity: deal });
		const ofAccount = await make('crm_activities', { subject: 'On the account', owner: stranger.id, account });
		expect(await sees(rep, 'crm_activities', ofDeal)).toBe(false);
		expect(await sees(rep, 'crm_activities', ofAccount)).toBe(true);
	});
});

describe('what hangs on a record', () => {
	it('without owner waits for nobody, but where it is a lead', async () => {
		const deal = await make('crm_opportunities', { name: 'Nobody’s', owner: cast.teammate.id });
		const activity = await make('crm_activities', { subject: 'On it', owner: stranger.id, opportunity: deal });
		await byAdmin(`/items/crm_opportunities/${deal}`, { owner: null });
		expect(await sees(rep, 'crm_opportunities', deal)).toBe(false);
		expect(await sees(rep, 'crm_activities', activity)).toBe(false);
	});

	it('that is gone does not come to be about something else', async () => {
		const lead = await make('crm_leads', { last_name: 'Goes', owner: stranger.id });
		const account = await make('crm_accounts', { name: 'Stays', owner: stranger.id });
		const deal = await make('crm_opportunities', { name: 'Goes', owner: stranger.id, account });
		const [ofLead, ofDeal] = [await make('crm_activities', { subject: 'Secret', owner: stranger.id, lead }), await make('crm_activities', { subject: 'Secret', owner: stranger.id, opportunity: deal })];
		await world.api(`/items/crm_leads/${lead}`, { method: 'DELETE' });
		await world.api(`/items/crm_opportunities/${deal}`, { method: 'DELETE' });
		expect(await sees(cast.people.Support, 'crm_activities', ofLead)).toBe(false);
		expect(await sees(cast.people.Support, 'crm_activities', ofDeal)).toBe(false);
		expect(await sees(cast.people.Finance, 'crm_activities', ofLead)).toBe(false);
	});

	it('that is about nothing is its owner’s alone', async () => {
		const personal = await make('crm_activities', { subject: 'Dentist', owner: stranger.id });
		for (const person of [cast.people.Support, cast.people.Finance, rep]) expect(await sees(person, 'crm_activities', personal)).toBe(false);
	});
});

it('managers leave no deal without an owner either', async () => {
	const deal = await make('crm_opportunities', { name: 'Looked after', owner: cast.teammate.id });
	expect(await status(cast.people['Sales Manager'], `/items/crm_opportunities/${deal}`, 'PATCH', { owner: null })).toBe(403);
});
