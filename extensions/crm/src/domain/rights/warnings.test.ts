import { describe, expect, it } from 'vitest';
import type { AccessRow, PermissionRow, PolicyRow, RoleRow } from './instance.ts';
import { accessWarnings, type PersonRow } from './warnings.ts';

const role = (id: string, parent: string | null = null): RoleRow => ({ id, name: `Role ${id}`, icon: '', description: null, parent });
const policy = (id: string, mayDoAll = false): PolicyRow => ({ id, name: `Policy ${id}`, admin_access: mayDoAll });
const toRole = (id: string, held: string): AccessRow => ({ role: id, user: null, policy: held });
const toPerson = (id: string, held: string): AccessRow => ({ role: null, user: id, policy: held });
const toPublic = (held: string): AccessRow => ({ role: null, user: null, policy: held });
const mine = { owner: { _eq: '$CURRENT_USER' } };
const reads = (held: string, fields: readonly string[], permissions: PermissionRow['permissions'] = null, collection = 'crm_deals', action: PermissionRow['action'] = 'read'): PermissionRow => ({ id: 0, policy: held, collection, action, permissions, fields, validation: null, presets: null });

interface Given {
	readonly roles?: RoleRow[];
	readonly policies?: PolicyRow[];
	readonly access?: AccessRow[];
	readonly permissions?: PermissionRow[];
	readonly people?: PersonRow[];
}

const warnings = ({ people = [], roles = [role('r')], policies = [policy('a'), policy('b')], access = [toRole('r', 'a'), toRole('r', 'b')], permissions = [] }: Given) =>
	accessWarnings({ instance: { roles, policies, access, permissions }, people, labels: new Map([['crm_deals', 'Deals']]) });

describe('policies that somebody holds together', () => {
	const differ = [reads('a', ['*'], mine), reads('b', ['id', 'name'], {})];
	const ofBoth = 'the policies “Policy a” and “Policy b” together let them read other fields in some Deals (crm_deals) than in others. Their sums and counts leave rows out, some sorts are refused, and what reads past Cardinal could tell the hidden values. Allow the same fields for Deals wherever one of these policies reads them.';

	it.each<[string, Given, string[]]>([
		['of a role', { permissions: differ }, [`Role r: ${ofBoth}`]],
		['of a role and the one above it', { roles: [role('r', 'above'), role('above')], access: [toRole('r', 'a'), toRole('above', 'b')], permissions: differ }, [`Role r: ${ofBoth}`]],
		['of roles and people, said once', { roles: [role('r'), role('s')], access: [toRole('r', 'a'), toRole('s', 'a'), toRole('s', 'b'), toPerson('kim', 'b')], people: [{ id: 'kim', name: 'Kim', role: 'r' }], permissions: differ }, [`Role s and Kim: ${ofBoth}`]],
		['within one policy', { access: [toRole('r', 'a')], permissions: [reads('a', ['name'], mine), reads('a', ['amount'])] }, [expect.stringContaining('Role r: the rules of the policy “Policy a” let them')]],
	])('with other fields in other rows are warned of: %s', (_, given, expected) => {
		expect(warnings(given)).toEqual(expected);
	});

	it.each<[string, Given]>([
		['the same fields', { permissions: [reads('a', ['name', 'id'], mine), reads('b', ['id', 'name'], {})] }],
		['the same rows', { permissions: [reads('a', ['name'], mine), reads('b', ['amount'], mine)] }],
		['all fields of all rows in one', { permissions: [reads('a', ['*']), reads('b', ['name'], mine)] }],
		['somebody else’s collections', { permissions: differ.map((rule) => ({ ...rule, collection: 'articles' })) }],
		['other people', { access: [toRole('r', 'a'), toPerson('kim', 'b')], people: [{ id: 'kim', name: 'Kim', role: null }], permissions: differ }],
		['somebody who may do all', { policies: [policy('a'), policy('b', true)], permissions: differ }],
	])('with %s are fine', (_, given) => {
		expect(warnings(given)).toEqual([]);
	});
});

describe('the public', () => {
	it('is warned of where it reaches the CRM', () => {
		const permissions = [reads('a', ['*'], null, 'crm_deals', 'create'), reads('a', ['*'], null, 'crm_leads'), reads('a', ['*'], null, 'articles')];
		expect(warnings({ access: [toPublic('a')], permissions })).toEqual(['Without signing in, everybody may create Deals and read crm_leads: the policy “Policy a” is given to the public. Take these permissions out of it, unless that is meant.']);
		expect(warnings({ access: [toPublic('a')], permissions: permissions.slice(2) })).toEqual([]);
	});
});

describe('revisions', () => {
	const history = (fields: readonly string[]) => reads('a', fields, {}, 'directus_revisions');

	it('are warned of where fields are kept from whoever reads them', () => {
		expect(warnings({ permissions: [history(['*']), reads('a', ['id', 'name'])] })).toEqual([
			'Role r: they may not read all fields of Deals (crm_deals), but may read revisions (directus_revisions), which hold whole records. Take the fields data and delta out of what they read of revisions, or let them read all fields.',
		]);
	});

	it.each<[string, PermissionRow[]]>([
		['all fields are read', [history(['*']), reads('a', ['*'])]],
		['what revisions hold is not read', [history(['id', 'activity']), reads('a', ['name'])]],
		['no revisions are read', [reads('a', ['name'])]],
	])('are fine where %s', (_, permissions) => {
		expect(warnings({ permissions })).toEqual([]);
	});
});
