import { describe, expect, it } from 'vitest';
import { permissionsIn } from '../../schema/apply/access.ts';
import { definitionsOf, rolesOf } from '../../schema/apply/rooms.ts';
import { rooms } from '../../schema/index.ts';

const definitions = definitionsOf(rooms);
const roles = rolesOf(rooms);

describe('the table of rights', () => {
	it('speaks only of collections that there are', () => {
		const known = new Set(definitions.map(({ name }) => name));
		const spoken = roles.flatMap(({ may }) => Object.keys(may)).filter((name) => !name.startsWith('directus_'));
		expect(spoken.filter((name) => !known.has(name))).toEqual([]);
	});

	it.each(roles.map((role) => [role.name, role] as const))('gives %s one rule a collection and action, over all fields of business rows', (_name, role) => {
		const permissions = permissionsIn(role, definitions);
		const cells = permissions.map(({ collection, action }) => `${collection} ${action}`);
		expect(new Set(cells).size).toBe(cells.length);
		expect(permissions.filter(({ collection }) => collection.startsWith('crm_')).filter(({ fields }) => fields.join() !== '*')).toEqual([]);
	});

	const rule = (role: string, collection: string, action: string) => permissionsIn(roles.find(({ name }) => name === role)!, definitions).find((one) => one.collection === collection && one.action === action)?.rule;

	it('says own of deals without a join', () => {
		expect(rule('Sales Rep', 'crm_opportunities', 'read')).toEqual({ _or: [{ owner: { _eq: '$CURRENT_USER' } }, { id: { _in: ['$CURRENT_USER.crm_shared_opportunities'] } }] });
	});

	it('lets what belongs to a record follow it', () => {
		expect(rule('Sales Rep', 'crm_contacts', 'read')).toEqual({
			_or: [{ owner: { _eq: '$CURRENT_USER' } }, { parent_owner: { _eq: '$CURRENT_USER' } }, { account: { _in: ['$CURRENT_USER.crm_shared_accounts'] } }],
		});
	});

	it('lets parts of a record follow it', () => {
		expect(rule('Sales Rep', 'crm_opportunity_lines', 'update')).toEqual({
			_or: [{ opportunity: { owner: { _eq: '$CURRENT_USER' } } }, { opportunity: { _in: ['$CURRENT_USER.crm_shared_opportunities'] } }],
		});
		expect(rule('Marketing', 'crm_opportunity_lines', 'read')).toEqual({});
		expect(rule('Support', 'crm_opportunity_lines', 'read')).toBeUndefined();
	});

	it('gives managers their teams, and what is theirs', () => {
		expect(rule('Sales Manager', 'crm_leads', 'read')).toEqual({ _or: [{ owner: { _eq: '$CURRENT_USER' } }, { team: { _in: ['$CURRENT_USER.crm_teams'] } }] });
	});
});
