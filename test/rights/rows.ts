import type { World } from '../support/index.ts';
import { type Cast, created, type Person } from './cast.ts';

/** What a row is to a person: the facts from which a sentence of the table of rights can be read. */
export interface Standing {
	readonly id: string;
	/** In words, for the report of a test. */
	readonly what: string;
	/** They own it, or what it belongs to, or it is shared with them. */
	readonly own?: boolean;
	/** Of a team of theirs, or belonging to something that is. */
	readonly team?: boolean;
	/** Nobody's, waiting for their team. */
	readonly queue?: boolean;
	/** What it is about. */
	readonly about?: readonly ('lead' | 'account' | 'contact' | 'opportunity')[];
}

type Rows = Record<string, readonly Standing[]>;

/** For a person of North: of every business collection a row of each standing. */
export async function rowsFor(person: Person, { world, cast }: { world: World; cast: Cast }): Promise<Rows> {
	const { teammate, stranger, north } = cast;
	const make = async (collection: string, item: Record<string, unknown>) => (await created(world, collection, item))['id'] as string;
	const owners = { mine: person, teammate, stranger, shared: stranger };
	const facts = { mine: { own: true, team: true }, teammate: { team: true }, stranger: {}, shared: { own: true } };
	type Whose = keyof typeof owners;
	const each = async (work: (whose: Whose) => Promise<string>) => Object.fromEntries(await Promise.all((Object.keys(owners) as Whose[]).map(async (whose) => [whose, await work(whose)]))) as Record<Whose, string>;

	const leads = {
		mine: await make('crm_leads', { last_name: 'Lead', owner: person.id }),
		teammate: await make('crm_leads', { last_name: 'Lead', owner: teammate.id }),
		stranger: await make('crm_leads', { last_name: 'Lead', owner: stranger.id }),
		queue: await make('crm_leads', { last_name: 'Lead', team: north }),
		nobody: await make('crm_leads', { last_name: 'Lead' }),
	};
	const accounts = await each((whose) => make('crm_accounts', { name: 'Account', owner: owners[whose].id, ...(whose === 'shared' ? { collaborators: { create: [{ person: person.id }], update: [], delete: [] } } : {}) }));
	const deals = await each((whose) => make('crm_opportunities', { name: 'Deal', owner: owners[whose].id, ...(whose === 'shared' ? { collaborators: { create: [{ person: person.id }], update: [], delete: [] } } : {}) }));
	const contacts = await each((whose) => make('crm_contacts', { last_name: 'Contact', owner: owners[whose].id, ...(whose === 'shared' ? { account: accounts.shared } : {}) }));
	const bystander = cast.people.Viewer.id === person.id ? teammate.id : cast.people.Viewer.id;
	const onDeals = async (collection: string, item: Record<string, unknown>) => each((whose) => make(collection, { opportunity: deals[whose], ...item }));

	const lines = await onDeals('crm_opportunity_lines', { description: 'Line', quantity: '1', unit_price: '1' });
	const dealCollaborators = await onDeals('crm_opportunity_collaborators', { person: bystander });
	const accountCollaborators = await each((whose) => make('crm_account_collaborators', { account: accounts[whose], person: bystander }));
	const accountContacts = await each(async (whose) => make('crm_account_contacts', { account: accounts[whose], contact: await make('crm_contacts', { last_name: 'Contact', owner: stranger.id }) }));
	const changes = await each(async (whose) => (await world.sql.query('SELECT id FROM crm_stage_changes WHERE opportunity = $1', [deals[whose]])).rows[0].id);
	const activity = (item: Record<string, unknown>) => make('crm_activities', { subject: 'Activity', owner: stranger.id, ...item });
	const quota = (whose: Record<string, unknown>) => make('crm_quotas', { period: 'month', starts_on: anyMonth(), amount: '1', ...whose });
	const file = async (link: Record<string, unknown>) => {
		const form = new FormData();
		form.append('file', new Blob(['text']), 'file.txt');
		return make('crm_attachments', { file: (await world.api('/files', { method: 'POST', body: form })).body.data.id, ...link });
	};

	const standing = (ids: Record<Whose, string>, about?: Standing['about']): Standing[] => (Object.keys(ids) as Whose[]).map((whose) => ({ id: ids[whose], what: whose, ...facts[whose], ...(about ? { about } : {}) }));
	return {
		crm_leads: [
			{ id: leads.mine, what: 'mine', own: true, team: true }, { id: leads.teammate, what: 'teammate', team: true }, { id: leads.stranger, what: 'stranger' },
			{ id: leads.queue, what: 'queue', team: true, queue: true }, { id: leads.nobody, what: 'nobody' },
		],
		crm_accounts: standing(accounts),
		crm_contacts: [...standing(contacts), { id: await make('crm_contacts', { last_name: 'Contact', owner: stranger.id, account: accounts.mine }), what: 'of my account', own: true, team: true }],
		crm_account_contacts: standing(accountContacts),
		crm_account_collaborators: standing(accountCollaborators),
		crm_opportunities: standing(deals),
		crm_opportunity_lines: standing(lines),
		crm_opportunity_collaborators: standing(dealCollaborators),
		crm_stage_changes: standing(changes),
		crm_quotas: [
			{ id: await quota({ person: person.id }), what: 'mine', own: true, team: true }, { id: await quota({ person: teammate.id }), what: 'teammate', team: true },
			{ id: await quota({ person: stranger.id }), what: 'stranger' },
			{ id: await quota({ team: cast.north }), what: 'of my team', team: true }, { id: await quota({ team: cast.south }), what: 'of another team' },
		],
		crm_activities: [
			{ id: await activity({ owner: person.id }), what: 'mine', own: true, team: true, about: [] },
			{ id: await activity({ opportunity: deals.mine }), what: 'about my deal', own: true, team: true, about: ['opportunity'] },
			{ id: await activity({ opportunity: deals.shared }), what: 'about a shared deal', own: true, about: ['opportunity'] },
			{ id: await activity({ opportunity: deals.stranger }), what: 'about a stranger’s deal', about: ['opportunity'] },
			{ id: await activity({ account: accounts.teammate }), what: 'about a teammate’s account', team: true, about: ['account'] },
			{ id: await activity({ account: accounts.stranger }), what: 'about a stranger’s account', about: ['account'] },
			{ id: await activity({ lead: leads.queue }), what: 'about a lead that waits', team: true, queue: true, about: ['lead'] },
			{ id: await activity({ lead: leads.stranger }), what: 'about a stranger’s lead', about: ['lead'] },
		],
		crm_attachments: [
			{ id: await file({ opportunity: deals.mine }), what: 'on my deal', own: true, team: true, about: ['opportunity'] },
			{ id: await file({ opportunity: deals.shared }), what: 'on a shared deal', own: true, about: ['opportunity'] },
			{ id: await file({ opportunity: deals.stranger }), what: 'on a stranger’s deal', about: ['opportunity'] },
			{ id: await file({ account: accounts.stranger }), what: 'on a stranger’s account', about: ['account'] },
			{ id: await file({ contact: contacts.teammate }), what: 'on a teammate’s contact', team: true, about: ['contact'] },
			{ id: await file({ lead: leads.queue }), what: 'on a lead that waits', team: true, queue: true, about: ['lead'] },
		],
	};
}

/** The first day of some month, so that quotas are unlikely to meet. */
export function anyMonth(): string {
	return `${new Date(Math.random() * 9e13).toISOString().slice(0, 7)}-01`;
}

/** Rows of the lists that everybody picks from, by nobody in particular: one each. */
export async function listRows(world: World): Promise<Rows> {
	const tag = Math.random().toString(36).slice(2, 8);
	const make = async (collection: string, item: Record<string, unknown>): Promise<[string, Standing[]]> => [collection, [{ id: String((await created(world, collection, item))['id']), what: 'any' }]];
	const one = async (collection: string) => (await world.sql.query(`SELECT * FROM ${collection} LIMIT 1`)).rows[0];
	const pipeline = (await one('crm_pipelines')).id;
	const product = await make('crm_products', { name: 'Product' });
	const book = await make('crm_price_books', { name: `Book ${tag}`, currency: 'EUR' });
	return Object.fromEntries([
		product, book,
		await make('crm_price_book_entries', { price_book: book[1][0]?.id, product: product[1][0]?.id, unit_price: '1' }),
		await make('crm_tax_rates', { name: `Rate ${tag}` }),
		['crm_currencies', [{ id: 'EUR', what: 'any' }]],
		await make('crm_exchange_rates', { from_currency: 'USD', to_currency: 'EUR', rate: '1', valid_on: new Date(Math.random() * 9e11).toISOString().slice(0, 10) }),
		await make('crm_pipelines', { name: `Pipeline ${tag}` }),
		await make('crm_stages', { name: `Stage ${tag}`, pipeline }),
		await make('crm_lost_reasons', { name: `Reason ${tag}` }),
		await make('crm_lead_sources', { name: `Source ${tag}` }),
		await make('crm_teams', { name: `Team ${tag}` }),
	]);
}
