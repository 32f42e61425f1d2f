import { type Permission, permissionsIn } from '../../../../../schema/apply/access.ts';
import type { Definition } from '../../../../../schema/apply/rooms.ts';
import type { Shapes } from '../../../../../schema/apply/whose.ts';
import { type Action, actions, eitherOf, type Role, type Rows } from '../../../../../schema/define/access.ts';
import type { Instance, PermissionRow, RoleRow } from './instance.ts';
import { definedAs, type HeldPolicy, ownPolicyOf, policiesOf } from './policies.ts';
import { choicesFor, custom, isSameRule, type Phrase, recognise, type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** What Cardinal of this version brings. */
export interface Version {
	readonly roles: readonly Role[];
	readonly definitions: readonly Definition[];
}

export interface Known extends Version {
	readonly instance: Instance;
	readonly shapes: Shapes;
}

export interface AccessTable {
	readonly roles: readonly TableRole[];
	/** By collection: what can be said there, and what may be chosen for each action. */
	readonly sentences: { readonly [collection: string]: { readonly phrases: readonly Phrase[]; readonly choices: { readonly [A in Action]: readonly string[] } } };
	/** By role, collection and action; what is not there is neither allowed nor changed. */
	readonly rights: { readonly [role: string]: { readonly [collection: string]: { readonly [A in Action]?: Right } } };
}

export interface TableRole {
	readonly id: string;
	readonly name: string;
	readonly icon: string;
	readonly description: string | null;
	readonly isAdmin: boolean;
	readonly policies: readonly { readonly id: string; readonly name: string; readonly isAdmin: boolean; readonly from: string | null; readonly sharedWith: readonly string[] }[];
	/** The policy in which its rights are changed; without one, why. */
	readonly ownPolicy: string | null;
	readonly whyFixed: string | null;
}

export interface Right {
	/** What all policies together allow: the name of a sentence. */
	readonly sentence: string;
	/** What the role's own policy says of it, where there is one. */
	readonly own: string;
	/** What each policy says that allows something. */
	readonly from: readonly { readonly policy: string; readonly sentence: string }[];
	/** How many fields, where not all. */
	readonly fields: number | null;
	/** What this version says, of roles that it brings. */
	readonly default: string | null;
	readonly isChanged: boolean;
}

/** Who may do what, as it stands, in the words of schema/access.ts. */
export function accessTable(known: Known, collections: readonly string[]): AccessTable {
	const vocabularies = new Map(collections.map((collection) => [collection, vocabularyOf(collection, known.shapes, known.roles)]));
	return {
		roles: inOrder(known.instance.roles, known).map((role) => tableRole(role, known)),
		sentences: Object.fromEntries([...vocabularies].map(([collection, vocabulary]) => [collection, {
			phrases: [...vocabulary.map(({ name, label, meaning, reach }) => ({ name, label, meaning, reach })), custom],
			choices: Object.fromEntries(actions.map((action) => [action, choicesFor(action, vocabulary).map(({ name }) => name)])) as { [A in Action]: string[] },
		}])),
		rights: Object.fromEntries(known.instance.roles.map((role) => [role.id, rightsOf(role, vocabularies, known)])),
	};
}

/** What this version allows a role of its own, by collection and action. */
export function defaultsOf(role: RoleRow, { roles, definitions }: Version): ReadonlyMap<string, Permission> | undefined {
	const defined = definedAs(role, roles);
	return defined && new Map(permissionsIn(defined, definitions).map((permission) => [`${permission.collection} ${permission.action}`, permission]));
}

/** Those of this version as access.ts has them, then those that admins made, then those who may do everything. */
function inOrder(rows: readonly RoleRow[], { roles, instance }: Known): RoleRow[] {
	const place = (role: RoleRow) => {
		const defined = definedAs(role, roles);
		if (defined) return defined.position;
		return policiesOf(role, instance).some(({ admin_access: isAdmin }) => isAdmin) ? Infinity : Number.MAX_SAFE_INTEGER;
	};
	return [...rows].sort((one, other) => (place(one) === place(other) ? one.name.localeCompare(other.name) : place(one) - place(other)));
}

function tableRole(role: RoleRow, { instance, roles }: Known): TableRole {
	const held = policiesOf(role, instance);
	const { policy, refused } = ownPolicyOf(role, instance, roles);
	const { id, name, icon, description } = role;
	return {
		id, name, icon, description,
		isAdmin: held.some(({ admin_access: isAdmin }) => isAdmin),
		policies: held.map((one) => ({ id: one.id, name: one.name, isAdmin: one.admin_access, from: one.from?.name ?? null, sharedWith: one.sharedWith.map((other) => other.name) })),
		ownPolicy: policy?.id ?? null,
		whyFixed: refused ?? null,
	};
}

function rightsOf(role: RoleRow, vocabularies: ReadonlyMap<string, Vocabulary>, known: Known): AccessTable['rights'][string] {
	const held = policiesOf(role, known.instance);
	const own = ownPolicyOf(role, known.instance, known.roles).policy;
	const defaults = own && defaultsOf(role, known);
	const rows = Map.groupBy(known.instance.permissions.filter(({ policy }) => held.some(({ id }) => id === policy)), ({ collection, action }) => `${collection} ${action}`);
	return Object.fromEntries([...vocabularies].map(([collection, vocabulary]) => [collection, Object.fromEntries(actions.flatMap((action) => {
		const cell = `${collection} ${action}`;
		const right = rightOf({ rows: rows.get(cell) ?? [], held, own, vocabulary, ...(defaults ? { ours: { permission: defaults.get(cell) } } : {}) });
		return right.sentence === 'none' && !right.isChanged ? [] : [[action, right]];
	}))]));
}

interface Cell {
	readonly rows: readonly PermissionRow[];
	readonly held: readonly HeldPolicy[];
	readonly own: HeldPolicy | undefined;
	readonly vocabulary: Vocabulary;
	readonly ours?: { readonly permission: Permission | undefined };
}

function rightOf({ rows, held, own, vocabulary, ours }: Cell): Right {
	const inOwn = rows.filter(({ policy }) => policy === own?.id);
	return {
		sentence: recognise(rulesOf(rows), vocabulary).name,
		own: recognise(rulesOf(inOwn), vocabulary).name,
		from: held.flatMap(({ id }) => {
			const said = rows.filter(({ policy }) => policy === id);
			return said.length > 0 ? [{ policy: id, sentence: recognise(rulesOf(said), vocabulary).name }] : [];
		}),
		fields: fieldsOf(rows),
		default: ours ? recognise(ours.permission?.rule, vocabulary).name : null,
		isChanged: ours !== undefined && (!isSameRule(rulesOf(inOwn), ours.permission?.rule) || (inOwn.length > 0 && fieldsOf(inOwn) !== fieldsOf([{ fields: ours.permission?.fields ?? null }]))),
	};
}

/** What several permissions allow together; undefined where there is none. */
export function rulesOf(rows: readonly Pick<PermissionRow, 'permissions'>[]): Rows {
	return eitherOf(rows.map(({ permissions }) => permissions ?? {}));
}

function fieldsOf(rows: readonly { readonly fields: readonly string[] | null }[]): number | null {
	const fields = new Set(rows.flatMap((row) => row.fields ?? []));
	return fields.has('*') || rows.length === 0 ? null : fields.size;
}
