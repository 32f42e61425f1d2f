import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions, type Action } from '../../schema/define/access.ts';
import { rolesOf } from '../../schema/apply/rooms.ts';
import { rooms } from '../../schema/index.ts';
import { startWorld, type World } from '../support/index.ts';
import { type Cast, castOf, created, type RoleName } from './cast.ts';
import { byHand } from './matrix-by-hand.ts';
import { anyMonth, listRows, rowsFor, type Standing } from './rows.ts';

const roleNames: readonly RoleName[] = ['Sales Rep', 'Sales Manager', 'Marketing', 'Support', 'Finance', 'Viewer', 'Administrator'];
const roles = new Map(rolesOf(rooms).map((role) => [role.name, role]));

const business = [
	'crm_leads', 'crm_accounts', 'crm_contacts', 'crm_account_contacts', 'crm_account_collaborators', 'crm_opportunities', 'crm_opportunity_lines',
	'crm_opportunity_collaborators', 'crm_stage_changes', 'crm_quotas', 'crm_activities', 'crm_attachments',
];
const lists = [
	'crm_products', 'crm_price_books', 'crm_price_book_entries', 'crm_tax_rates', 'crm_currencies', 'crm_exchange_rates', 'crm_pipelines', 'crm_stages',
	'crm_lost_reasons', 'crm_lead_sources', 'crm_teams',
];

/** A change that harms nothing; parts and lists are renamed or described. */
const change: Record<string, Record<string, unknown>> = {
	crm_account_contacts: { role: 'user' }, crm_account_collaborators: { role: 'Presales' }, crm_opportunity_lines: { description: 'Changed' },
	crm_opportunity_collaborators: { role: 'Presales' }, crm_stage_changes: { seconds: '1' }, crm_quotas: { amount: '2' }, crm_activities: { description: 'Changed' }, crm_attachments: { external_id: null },
	crm_price_books: { is_active: true }, crm_price_book_entries: { unit_price: '2' }, crm_tax_rates: { rate: '5' }, crm_currencies: { symbol: '€' }, crm_exchange_rates: { rate: '1.1' },
	crm_pipelines: { is_active: true }, crm_stages: { probability: 5 }, crm_lost_reasons: { is_active: true }, crm_lead_sources: { is_active: true }, crm_teams: { region: 'Alps' },
	crm_settings: { company_name: 'Company' },
};

let world: World;
let cast: Cast;

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
}, 120_000);
afterAll(() => world.stop());

/** What somebody of a role was let do: of which rows, by cell; 'yes' where they could make one. */
interface Outcome {
	readonly rows: Readonly<Record<string, readonly Standing[]>>;
	readonly cells: ReadonlyMap<string, string>;
	readonly listed: ReadonlyMap<string, { readonly status: number; readonly seen: string; readonly count: number }>;
}

const outcomes = new Map<RoleName, Promise<Outcome>>();

/** Tried once for each role, on rows of their own: what changes nothing first, deleting last, and parts before records. */
function outcomeOf(role: RoleName): Promise<Outcome> {
	const known = outcomes.get(role) ?? tryAll(role);
	outcomes.set(role, known);
	return known;
}

async function tryAll(role: RoleName): Promise<Outcome> {
	const person = cast.people[role];
	const rows = { ...await rowsFor(person, { world, cast }), ...await listRows(world) };
	const cells = new Map<string, string>();
	const listed = new Map<string, { status: number; seen: string; count: number }>();
	for (const collection of business) listed.set(collection, await list({ role, collection, rows: rows[collection] ?? [] }));
	for (const collection of [...business, ...lists]) {
		for (const action of ['read', 'update', 'share'] as const) cells.set(`${collection} | ${action}`, await allowed({ role, collection, action, rows: rows[collection] ?? [] }));
		const { status } = await world.api(`/items/${collection}`, { body: await newRow({ role, collection, rows }), token: person.token });
		cells.set(`${collection} | create`, status === 403 ? '' : status === 200 ? 'yes' : `status ${status}`);
	}
	for (const collection of [...business].reverse()) cells.set(`${collection} | delete`, await allowed({ role, collection, action: 'delete', rows: rows[collection] ?? [] }));
	return { rows, cells, listed };
}

/** What the sentences mean for a row, said once more and independently of the rules that they compile to. */
function isMeant(sentence: string, { own, team, queue, about = [] }: Standing): boolean {
	return sentence.replace(/ by \w+$/, '').split(' or ').some((word) => {
		if (word === 'all') return true;
		if (word === 'own') return own === true;
		if (word === 'team') return team === true;
		if (word === 'queue') return queue === true;
		if (word === 'mine') return false; // they were all made by the admin
		const fields = /^about (.*)$/.exec(word)?.[1]?.split(', ');
		if (!fields) throw new Error(`The sentence “${word}” is not known here.`);
		return about.some((field) => fields.includes(field));
	});
}

function sentenceOf(role: RoleName, collection: string, action: Action): string {
	if (role === 'Administrator') return 'all';
	return roles.get(role)?.may[collection]?.[action]?.name ?? 'none';
}

/** Stage changes are the database's own, whoever asks. */
function meant({ role, collection, action, rows }: Cell): string {
	const sentence = sentenceOf(role, collection, action);
	if (sentence === 'none' || (collection === 'crm_stage_changes' && action !== 'read' && action !== 'share')) return '';
	return rows.filter((row) => isMeant(sentence, row)).map(({ what }) => what).join(', ');
}

interface Cell {
	readonly role: RoleName;
	readonly collection: string;
	readonly action: Action;
	readonly rows: readonly Standing[];
}

async function allowed({ role, collection, action, rows }: Cell): Promise<string> {
	const { token } = cast.people[role];
	const answers: string[] = [];
	for (const { id, what } of rows) {
		const { status } = await attempt({ token, collection, action, id });
		// A record that others still need is refused for that, not for want of rights.
		const isAllowed = status === 200 || status === 204 || (status === 409 && action === 'delete' && collection !== 'crm_stage_changes');
		if (isAllowed) answers.push(what);
		else if (status !== 403 && status !== 409) answers.push(`${what}: status ${status}`);
	}
	return answers.join(', ');
}

function attempt({ token, collection, action, id }: { token: string; collection: string; action: Action; id: string }) {
	const item = `/items/${collection}/${id}`;
	if (action === 'read') return world.api(item, { token });
	if (action === 'update') return world.api(item, { method: 'PATCH', body: change[collection] ?? { description: 'Changed' }, token });
	if (action === 'delete') return world.api(item, { method: 'DELETE', token });
	return world.api('/shares', { body: { collection, item: id, name: 'Share' }, token });
}

async function list({ role, collection, rows }: Omit<Cell, 'action'>): Promise<{ status: number; seen: string; count: number }> {
	const filter = encodeURIComponent(JSON.stringify({ id: { _in: rows.map(({ id }) => id) } }));
	const { status, body } = await world.api(`/items/${collection}?fields=id&limit=-1&meta=filter_count&filter=${filter}`, { token: cast.people[role].token });
	const ids = new Set((body.data ?? []).map(({ id }: { id: string }) => id));
	return { status, seen: rows.filter(({ id }) => ids.has(id)).map(({ what }) => what).join(', '), count: body.meta?.filter_count ?? 0 };
}

describe.each(roleNames)('%s', (role) => {
	it.each(business)('may do with %s what the table says', async (collection) => {
		const { cells, rows } = await outcomeOf(role);
		for (const action of ['read', 'update', 'share', 'delete'] as const) {
			expect(cells.get(`${collection} | ${action}`), action).toBe(meant({ role, collection, action, rows: rows[collection] ?? [] }));
		}
	}, 240_000);

	it.each(business)('finds of %s in a list what it may read, and counts no more', async (collection) => {
		const { listed, rows } = await outcomeOf(role);
		const seen = meant({ role, collection, action: 'read', rows: rows[collection] ?? [] });
		const isForbidden = sentenceOf(role, collection, 'read') === 'none';
		expect(listed.get(collection)).toEqual({ status: isForbidden ? 403 : 200, seen, count: seen === '' ? 0 : seen.split(', ').length });
	}, 240_000);

	it.each(lists)('picks from %s as the table says', async (collection) => {
		const { cells, rows } = await outcomeOf(role);
		for (const action of ['read', 'update', 'share'] as const) {
			expect(cells.get(`${collection} | ${action}`), action).toBe(meant({ role, collection, action, rows: rows[collection] ?? [] }));
		}
	}, 240_000);

	it.each([...business, ...lists])('makes rows of %s if the table says so', async (collection) => {
		const { cells } = await outcomeOf(role);
		const may = sentenceOf(role, collection, 'create') !== 'none' && collection !== 'crm_stage_changes';
		expect(cells.get(`${collection} | create`)).toBe(may ? 'yes' : '');
	}, 240_000);
});

describe('cells that were written out by hand', () => {
	it.each(Object.entries(byHand))('%s', async (cell, expected) => {
		const [role, collection, action] = cell.split(' | ') as [RoleName, string, Action];
		expect((await outcomeOf(role)).cells.get(`${collection} | ${action}`)).toBe(expected);
	}, 240_000);

	it('are sixty at least', () => expect(Object.keys(byHand).length).toBeGreaterThanOrEqual(60));
});

it('asks about every action of the table', () => expect([...actions].sort()).toEqual(['create', 'delete', 'read', 'share', 'update']));

/** The least that a new row needs, on records that the person works on. */
async function newRow({ role, collection, rows }: { role: RoleName; collection: string; rows: Outcome['rows'] }): Promise<Record<string, unknown>> {
	const { id, token } = cast.people[role];
	const tag = `${role} ${Math.random().toString(36).slice(2, 8)}`;
	const any = (of: string, what = 'mine') => rows[of]?.find((row) => row.what === what)?.id;
	const person = id === cast.teammate.id ? cast.stranger.id : cast.teammate.id;
	switch (collection) {
		case 'crm_leads': case 'crm_contacts': return { last_name: tag };
		case 'crm_activities': return { subject: tag };
		case 'crm_account_contacts': return { account: any('crm_accounts'), contact: any('crm_contacts') };
		case 'crm_account_collaborators': return { account: any('crm_accounts'), person };
		case 'crm_opportunity_lines': return { opportunity: any('crm_opportunities'), description: tag, quantity: '1', unit_price: '1' };
		case 'crm_opportunity_collaborators': return { opportunity: any('crm_opportunities'), person };
		case 'crm_stage_changes': return { opportunity: any('crm_opportunities'), changed_at: '2026-01-01T00:00:00Z' };
		case 'crm_quotas': return { person: cast.teammate.id, period: 'month', starts_on: anyMonth(), amount: '1' };
		case 'crm_attachments': return { file: await uploadedBy(token), contact: any('crm_contacts') };
		case 'crm_price_books': return { name: tag, currency: 'EUR' };
		case 'crm_price_book_entries': return { price_book: (await created(world, 'crm_price_books', { name: tag, currency: 'EUR' }))['id'], product: any('crm_products', 'any'), unit_price: '1' };
		case 'crm_currencies': return { code: String.fromCharCode(65 + roleNames.indexOf(role)).padEnd(3, 'X'), name: tag };
		case 'crm_exchange_rates': return { from_currency: 'USD', to_currency: 'EUR', rate: '1', valid_on: `19${10 + roleNames.indexOf(role)}-01-01` };
		case 'crm_stages': return { name: tag, pipeline: any('crm_pipelines', 'any') };
		default: return { name: tag };
	}
}

async function uploadedBy(token: string): Promise<string> {
	const form = new FormData();
	form.append('file', new Blob(['text']), 'new.txt');
	return (await world.api('/files', { method: 'POST', body: form, token })).body.data?.id;
}
