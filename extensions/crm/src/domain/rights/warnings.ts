import type { Instance, PermissionRow, PolicyRow } from './instance.ts';
import { policiesOf } from './policies.ts';
import { hasMasks } from './read-rules.ts';

/** Somebody who holds policies besides those of their role. */
export interface PersonRow {
	readonly id: string;
	readonly name: string;
	readonly role: string | null;
}

export interface Setting {
	readonly instance: Instance;
	readonly people: readonly PersonRow[];
	/** What people call a collection. */
	readonly labels: ReadonlyMap<string, string>;
}

/** What in the rights of an instance opens more than its admin may have meant, a sentence each that says what to do. */
export function accessWarnings(setting: Setting): string[] {
	const holders = holdersOf(setting);
	return [...publicWarnings(setting), ...mixedFields(setting, holders), ...historyWarnings(setting, holders)];
}

/** Whoever holds policies together: a role, with those above it; a person, with their role. */
interface Holder {
	readonly name: string;
	readonly policies: readonly PolicyRow[];
}

function holdersOf({ instance, people }: Setting): Holder[] {
	const roles = instance.roles.map((role) => ({ id: role.id, name: role.name, policies: policiesOf(role, instance) }));
	const persons = people.map((person) => ({
		name: person.name,
		policies: unique([...held(instance, ({ user }) => user === person.id), ...(roles.find(({ id }) => id === person.role)?.policies ?? publicPolicies(instance))]),
	}));
	return [...roles, ...persons].filter(({ policies }) => !policies.some(({ admin_access: mayDoAll }) => mayDoAll));
}

function publicWarnings({ instance, labels }: Setting): string[] {
	return publicPolicies(instance).flatMap((policy) => {
		const reached = instance.permissions.filter((permission) => permission.policy === policy.id && isOurs(permission));
		if (reached.length === 0) return [];
		const rights = reached.map(({ action, collection }) => `${action} ${labels.get(collection) ?? collection}`);
		return [`Without signing in, everybody may ${listed(rights)}: the policy “${policy.name}” is given to the public. Take these permissions out of it, unless that is meant.`];
	});
}

function mixedFields({ instance, labels }: Setting, holders: readonly Holder[]): string[] {
	const found = new Map<string, { names: string[]; policies: PolicyRow[]; collection: string }>();
	for (const { name, policies } of holders) {
		const rules = readRules(instance, policies);
		for (const collection of new Set(rules.map((rule) => rule.collection))) {
			const own = rules.filter((rule) => rule.collection === collection);
			// Besides those that are named, there are all other fields.
			if (!hasMasks(own, collection, [...new Set([...own.flatMap(({ fields }) => fields ?? []), ''])])) continue;
			const concerned = policies.filter(({ id }) => own.some(({ policy }) => policy === id));
			const key = [collection, ...concerned.map(({ id }) => id).sort()].join(' ');
			const same = found.get(key) ?? { names: [], policies: concerned, collection };
			same.names.push(name);
			found.set(key, same);
		}
	}
	return [...found.values()].map(({ names, policies, collection }) => {
		const label = labels.get(collection) ?? collection;
		const which = policies.length === 1 ? `the rules of the policy “${policies[0]?.name}”` : `the policies ${listed(policies.map(({ name }) => `“${name}”`))} together`;
		return `${listed(names)}: ${which} let them read other fields in some ${label} (${collection}) than in others. Their sums and counts leave rows out, some sorts are refused, and what reads past Cardinal could tell the hidden values. Allow the same fields for ${label} wherever ${policies.length === 1 ? 'it is read' : 'one of these policies reads them'}.`;
	});
}

function historyWarnings({ instance, labels }: Setting, holders: readonly Holder[]): string[] {
	return holders.flatMap(({ name, policies }) => {
		const readsHistory = instance.permissions.some(({ policy, action, collection, fields }) => action === 'read' && collection === 'directus_revisions' && policies.some(({ id }) => id === policy) && fields?.some((field) => ['*', 'data', 'delta'].includes(field)));
		if (!readsHistory) return [];
		const rules = readRules(instance, policies);
		const partly = [...new Set(rules.map(({ collection }) => collection))].filter((collection) => !rules.some((rule) => rule.collection === collection && rule.fields?.includes('*')));
		if (partly.length === 0) return [];
		return [`${name}: they may not read all fields of ${listed(partly.map((collection) => `${labels.get(collection) ?? collection} (${collection})`))}, but may read revisions (directus_revisions), which hold whole records. Take the fields data and delta out of what they read of revisions, or let them read all fields.`];
	});
}

function readRules({ permissions }: Instance, policies: readonly PolicyRow[]): PermissionRow[] {
	return permissions.filter((permission) => permission.action === 'read' && isOurs(permission) && policies.some(({ id }) => id === permission.policy));
}

function isOurs({ collection }: PermissionRow): boolean {
	return collection.startsWith('crm_');
}

function publicPolicies(instance: Instance): PolicyRow[] {
	return held(instance, ({ role, user }) => role === null && user === null);
}

function held({ access, policies }: Instance, isMeant: (access: Instance['access'][number]) => boolean): PolicyRow[] {
	return unique(access.filter(isMeant).flatMap(({ policy }) => policies.find(({ id }) => id === policy) ?? []));
}

function unique(policies: readonly PolicyRow[]): PolicyRow[] {
	return [...new Map(policies.map((policy) => [policy.id, policy])).values()];
}

function listed(names: readonly string[]): string {
	return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
