import type { HookExtensionContext, Query } from '@directus/types';
import { wrapMethod } from '../shared/host.ts';

type Services = HookExtensionContext['services'];
type UsersService = InstanceType<Services['UsersService']>;
type Person = Awaited<ReturnType<UsersService['readOne']>>;

/** What rules ask of a person (schema/define/access.ts). */
const reach = ['crm_teams', 'crm_shared_accounts', 'crm_shared_opportunities'];

/** A second at most: work that goes on with one schema for minutes, such as an import, follows what changes meanwhile. */
const longest = 1_000;

/**
 * Directus asks for the reach of a person again for every collection that a request touches, by a whole read each time.
 * Here it is asked once a request: of each, Directus makes a schema of its own, by which a request is known.
 */
export function rememberReach({ services }: { services: Services }): void {
	const known = new WeakMap<object, Map<unknown, { readonly person: Promise<Person>; readonly since: number }>>();

	wrapMethod<UsersService, 'readOne'>(services.UsersService, 'readOne', (original) => function (this: UsersService, key, query, options) {
		const { accountability, schema } = this as unknown as { accountability: unknown; schema: object };
		if (accountability || options || !isReach(query)) return original.call(this, key, query, options);
		const people = known.get(schema) ?? new Map();
		known.set(schema, people);
		const before = people.get(key);
		if (before && performance.now() - before.since < longest) return before.person;
		const person = original.call(this, key, { fields: reach }, options);
		people.set(key, { person, since: performance.now() });
		return person;
	});
}

function isReach(query: Query | undefined): boolean {
	return Boolean(query?.fields?.length) && Object.keys(query ?? {}).length === 1 && (query?.fields ?? []).every((field) => reach.includes(field));
}
