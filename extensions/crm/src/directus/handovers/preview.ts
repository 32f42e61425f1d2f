import { nameOf } from '../../domain/handovers/words.ts';
import type { HandoverPreview } from '../../domain/handovers/request.ts';
import { type Caller, may } from '../shared/caller.ts';
import { refusal } from '../shared/errors.ts';
import type { HandoverHost } from './context.ts';
import { findPeople, type Person } from './people.ts';
import { countByOwner, scopesOf } from './scopes.ts';

/** What somebody has that the caller may hand over, and what stays to be done by hand. */
export async function readPreview(host: HandoverHost, caller: Caller, id: string): Promise<HandoverPreview> {
	const knex = host.database;
	const [from] = await findPeople(knex, [id]);
	if (!from) throw refusal({ code: 'INVALID_PAYLOAD', status: 400, message: 'There is no such person to take records from: choose somebody else.', field: 'from' });
	const collections = [];
	for (const { rows, open, ...scope } of await scopesOf(caller, knex)) {
		const counted = await countByOwner(host, { rows, open, ...scope }, { caller, knex, owner: id });
		collections.push({ ...scope, ...(counted.get(id) ?? { open: 0, closed: 0 }) });
	}
	return { from, collections, remaining: await remainingOf(host, caller, from) };
}

const shared = [
	{ junction: 'crm_account_collaborators', of: 'crm_accounts', one: 'account', many: 'accounts' },
	{ junction: 'crm_opportunity_collaborators', of: 'crm_opportunities', one: 'deal', many: 'deals' },
];

/** No handover changes who manages a team or works along; as far as the caller sees that, they are told. */
async function remainingOf(host: HandoverHost, caller: Caller, from: Person): Promise<HandoverPreview['remaining']> {
	const name = nameOf(from);
	const read = async (collection: string, filter: object, fields: string[]) => (await may('read', collection, caller, host.database)
		? new host.services.ItemsService(collection, { ...caller, knex: host.database }).readByQuery({ filter: { ...filter }, fields, limit: -1 })
		: []);
	const teams = await read('crm_teams', { manager: { _eq: from.id } }, ['id', 'name']);
	const works = await Promise.all(shared.map(async ({ junction, of, one, many }) => {
		const { length } = await read(junction, { person: { _eq: from.id } }, ['id']);
		return length === 0 ? [] : [{ sentence: `${name} works along on ${length} ${length === 1 ? one : many} of others: share them with somebody else where they are still needed.`, collection: of, key: null }];
	}));
	return [
		...teams.map((team) => ({ sentence: `${name} manages the team ${String(team['name'])}: choose another manager.`, collection: 'crm_teams', key: String(team['id']) })),
		...works.flat(),
	];
}
