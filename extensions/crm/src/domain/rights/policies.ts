import { idOf } from '../../../../../schema/apply/access.ts';
import type { Role } from '../../../../../schema/define/access.ts';
import type { Instance, PolicyRow, RoleRow } from './instance.ts';

/** A policy that counts for a role. */
export interface HeldPolicy extends PolicyRow {
	/** The role that it is inherited from, above this one. */
	readonly from: RoleRow | null;
	/** Other roles to which it is given too. */
	readonly sharedWith: readonly RoleRow[];
}

/** The policies of a role, its own and those of the roles above it. */
export function policiesOf(role: RoleRow, { roles, policies, access }: Instance): HeldPolicy[] {
	const held = new Map<string, HeldPolicy>();
	for (const holder of [role, ...above(role, roles)]) {
		for (const { policy: id } of access.filter((one) => one.role === holder.id)) {
			const policy = policies.find((one) => one.id === id);
			if (!policy || held.has(id)) continue;
			const others = access.flatMap((one) => (one.policy === id && one.role !== null && one.role !== holder.id ? [one.role] : []));
			held.set(id, { ...policy, from: holder === role ? null : holder, sharedWith: roles.filter((one) => others.includes(one.id)) });
		}
	}
	return [...held.values()];
}

function above(role: RoleRow, roles: readonly RoleRow[]): RoleRow[] {
	const found: RoleRow[] = [];
	let parent = roles.find(({ id }) => id === role.parent);
	while (parent && parent !== role && !found.includes(parent)) {
		found.push(parent);
		const next: string | null = parent.parent;
		parent = roles.find(({ id }) => id === next);
	}
	return found;
}

/** The role of this version that stands behind a row. */
export function definedAs({ id }: RoleRow, defined: readonly Role[]): Role | undefined {
	return defined.find(({ key }) => idOf('directus_roles', key) === id);
}

/** Where a role's rights are changed: the policy that is its alone; or the sentence that says why there is none. */
export function ownPolicyOf(role: RoleRow, instance: Instance, defined: readonly Role[]): { policy: HeldPolicy; refused?: undefined } | { policy?: undefined; refused: string } {
	const held = policiesOf(role, instance);
	if (held.some(({ admin_access: isAdmin }) => isAdmin)) return { refused: `${role.name} may do everything. Give people another role instead.` };
	const direct = held.filter(({ from }) => from === null);
	const ours = definedAs(role, defined);
	const brought = ours && direct.find(({ id }) => id === idOf('directus_policies', ours.key));
	if (brought) return { policy: brought };

	const isGivenToPeople = (policy: string) => instance.access.some((one) => one.policy === policy && one.user !== null);
	const alone = direct.filter(({ id, sharedWith }) => sharedWith.length === 0 && !isGivenToPeople(id));
	const policy = alone.length === 1 ? alone[0] : alone.find(({ name }) => name === role.name);
	if (policy) return { policy };
	if (alone.length > 1) return { refused: `${role.name} has several policies: ${listed(alone)}. Change the right in the one that you mean.` };
	if (held.length === 0) return { refused: `${role.name} has no policy yet, and so no rights. Give it one in the settings of roles first.` };
	return { refused: `${role.name} has no policy of its own: its rights come from ${listed(held)}. Change them there, or give it a policy in the settings of roles.` };
}

function listed(policies: readonly PolicyRow[]): string {
	return policies.map(({ name }) => `“${name}”`).join(', ');
}
