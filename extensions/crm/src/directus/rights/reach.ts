import type { HookExtensionContext, Query } from '@directus/types';
import type { Knex } from 'knex';
import { internalsOf, wrapMethod } from '../shared/host.ts';

type Services = HookExtensionContext['services'];
type UsersService = InstanceType<Services['UsersService']>;

/** What rules ask of a person (schema/define/access.ts). */
const reach = ['crm_teams', 'crm_shared_accounts', 'crm_shared_opportunities'];

type Reach = { readonly [name: string]: unknown } | undefined;

/** A second at most: work that goes on with one schema for minutes, such as an import, follows what changes meanwhile. */
const longest = 1_000;

/**
 * Directus asks for the reach of a person again for every collection that a request touches, by a whole read each time.
 * Here it is asked once a request: of each, Directus makes a schema of its own, by which a request is known.
 */
export function rememberReach({ services }: { services: Services }): void {
	const known = new WeakMap<object, Map<unknown, { readonly person: Promise<Reach>; readonly since: number }>>();

	wrapMethod<UsersService, 'readOne'>(services.UsersService, 'readOne', (original) => async function (this: UsersService, key, query, options) {
		const { accountability, schema, knex } = internalsOf(this);
		if (accountability || options || !isReach(query)) return original.call(this, key, query, options);
		const people = known.get(schema) ?? new Map();
		known.set(schema, people);
		let asked = people.get(key);
		if (!asked || performance.now() - asked.since > longest) {
			asked = { person: reachOf(key, knex), since: performance.now() };
			people.set(key, asked);
		}
		return await asked.person ?? original.call(this, key, query, options);
	});
}

async function reachOf(key: unknown, knex: Knex): Promise<Reach> {
	return knex('directus_users').where({ id: key }).first(...reach);
}

function isReach(query: Query | undefined): boolean {
	return Boolean(query?.fields?.length) && Object.keys(query ?? {}).length === 1 && (query?.fields ?? []).every((field) => reach.includes(field));
}
