import type { Knex } from 'knex';
import type { HandoverPeople } from '../../domain/handovers/request.ts';
import type { Caller } from '../shared/caller.ts';
import type { HandoverHost } from './context.ts';
import { countByOwner, scopesOf } from './scopes.ts';

export type Person = Omit<HandoverPeople[number], 'open' | 'closed' | 'canTakeOver'>;

/** Everybody who works or worked here, with what the caller may hand over of theirs. */
export async function readPeople(host: HandoverHost, caller: Caller): Promise<HandoverPeople> {
	const knex = host.database;
	const scopes = await scopesOf(caller, knex);
	const [people, near, isForAnybody, ...counts] = await Promise.all([
		findPeople(knex), teammatesOf(caller, knex), anyIsForAnybody(caller, scopes.map(({ collection }) => collection), knex),
		...scopes.map((scope) => countByOwner(host, scope, { caller, knex })),
	]);
	const sum = (id: string, what: 'open' | 'closed') => counts.reduce((total, byOwner) => total + (byOwner.get(id)?.[what] ?? 0), 0);
	return people.map((person) => ({
		...person,
		open: sum(person.id, 'open'),
		closed: sum(person.id, 'closed'),
		canTakeOver: person.status === 'active' && (isForAnybody || near.has(person.id) || person.id === caller.accountability.user),
	}));
}

export async function findPeople(knex: Knex, ids?: readonly string[]): Promise<Person[]> {
	const query = knex('directus_users as person').leftJoin('crm_teams as team', 'team.id', 'person.team')
		.select('person.id', 'person.first_name', 'person.last_name', 'person.title', 'person.avatar', 'person.status', 'team.id as team_id', 'team.name as team_name')
		.orderBy(['person.first_name', 'person.last_name', 'person.id']);
	const rows = await (ids ? query.whereIn('person.id', [...ids]) : query) as (Omit<Person, 'team'> & { team_id: string | null; team_name: string | null })[];
	return rows.map(({ team_id, team_name, ...person }) => ({ ...person, team: team_id ? { id: team_id, name: team_name ?? '' } : null }));
}

export async function isTeammate({ accountability }: Caller, other: string, knex: Knex): Promise<boolean> {
	const { rows: [answer] } = await knex.raw<{ rows: { is: boolean }[] }>('SELECT cardinal.is_teammate(?, ?) AS is', [accountability.user, other]);
	return answer?.is ?? false;
}

/** How far the caller may move rows of the collection (guards/04-handover.sql). */
export async function reachOf({ accountability }: Caller, collection: string, knex: Knex): Promise<'own' | 'teams' | 'all'> {
	const { rows: [answer] } = await knex.raw<{ rows: { reach: 'own' | 'teams' | 'all' }[] }>('SELECT cardinal.reach_of(?, ?) AS reach', [accountability.user, collection]);
	return answer?.reach ?? 'own';
}

async function anyIsForAnybody(caller: Caller, collections: readonly string[], knex: Knex): Promise<boolean> {
	const reaches = await Promise.all(collections.map((collection) => reachOf(caller, collection, knex)));
	return reaches.includes('all');
}

async function teammatesOf({ accountability }: Caller, knex: Knex): Promise<Set<string>> {
	const { rows } = await knex.raw<{ rows: { id: string }[] }>('SELECT id FROM directus_users WHERE cardinal.is_teammate(?, id)', [accountability.user]);
	return new Set(rows.map(({ id }) => id));
}
