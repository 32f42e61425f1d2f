import { randomUUID } from 'node:crypto';
import type { World } from '../support/index.ts';
import type { Person } from './people.ts';

type Rule = { [field: string]: unknown } | null;

const own = { owner: { _eq: '$CURRENT_USER' } };
const ownOrShared = { _or: [own, { external_id: { _starts_with: 'shared' } }] };

/** Who owns a row may do everything with it; what is called shared is read by all. Written out here, not taken from the product. */
const business: { [collection: string]: { read: Rule; write: Rule } } = {
	crm_leads: { read: own, write: own },
	crm_accounts: { read: ownOrShared, write: own },
	crm_contacts: { read: ownOrShared, write: own },
	crm_opportunities: { read: ownOrShared, write: own },
	crm_activities: { read: own, write: own },
	crm_opportunity_lines: { read: { opportunity: own }, write: { opportunity: own } },
	crm_account_contacts: { read: { account: own }, write: { account: own } },
};
const lookups = ['crm_stages', 'crm_pipelines', 'crm_currencies', 'crm_products', 'crm_lead_sources', 'crm_lost_reasons', 'crm_price_books'];

/** Two people with the same rights, to their own rows; neither sees anything of the other. */
export async function twoReps(world: World, more: { [collection: string]: { read: Rule; write: Rule } } = {}): Promise<{ rep: Person; other: Person }> {
	const policy = await make(world, '/policies', { name: 'Own rows', app_access: true, admin_access: false });
	const allow = (collection: string, action: string, permissions: Rule) => make(world, '/permissions', { policy, collection, action, fields: ['*'], permissions, validation: null, presets: null });
	for (const [collection, { read, write }] of Object.entries({ ...business, ...more })) {
		await allow(collection, 'read', read);
		await allow(collection, 'create', null);
		for (const action of ['update', 'delete', 'share']) await allow(collection, action, write);
	}
	const existing = new Set<string>((await world.api('/collections')).body.data.map(({ collection }: { collection: string }) => collection));
	for (const collection of lookups) if (existing.has(collection)) await allow(collection, 'read', null);
	await allow('directus_users', 'read', { title: { _eq: 'Rep' } });
	await allow('directus_users', 'update', { id: { _eq: '$CURRENT_USER' } });
	for (const action of ['read', 'update', 'delete']) await allow('directus_files', action, { uploaded_by: { _eq: '$CURRENT_USER' } });
	await allow('directus_files', 'create', null);
	for (const action of ['read', 'create']) for (const collection of ['directus_revisions', 'directus_activity', 'directus_shares']) await allow(collection, action, null);
	const role = await make(world, '/roles', { name: 'Rep', policies: { create: [{ policy }], update: [], delete: [] } });
	// Of one team, so that they can give each other what they have.
	const team = await make(world, '/items/crm_teams', { name: 'Two reps' });
	const person = async (name: string): Promise<Person> => {
		const token = `token-of-${name}`;
		return { token, id: await make(world, '/users', { first_name: name, title: 'Rep', email: `${name}@example.com`, role, team, token, status: 'active' }) };
	};
	return { rep: await person('amy'), other: await person('ben') };
}

/** Creates a row, as admin unless somebody is named, and returns its key. */
export async function make(world: World, path: string, body: object, { token }: Partial<Person> = {}): Promise<string> {
	const answer = await world.api(path, { body, ...(token ? { token } : {}) });
	if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
	return answer.body.data.id;
}

/** A key that no row has. */
export function nobody(): string {
	return randomUUID();
}

/** All that could have been written, so that "nothing changed" can be said of everything. */
export async function stateOf({ sql }: World): Promise<{ [table: string]: string }> {
	const { rows: tables } = await sql.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('directus_sessions', 'directus_settings') ORDER BY 1`);
	const state: { [table: string]: string } = {};
	for (const { name } of tables) {
		const { rows: [row] } = await sql.query<{ state: string }>(`SELECT count(*) || ' ' || md5(coalesce(string_agg((to_jsonb(t) - 'last_access' - 'last_page')::text, '' ORDER BY to_jsonb(t)::text), '')) AS state FROM "${name}" t`);
		state[name] = row?.state ?? '';
	}
	return state;
}
