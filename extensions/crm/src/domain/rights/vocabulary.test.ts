import { describe, expect, it } from 'vitest';
import { permissionsIn } from '../../../../../schema/apply/access.ts';
import { definitionsOf, rolesOf } from '../../../../../schema/apply/rooms.ts';
import { shapesOf } from '../../../../../schema/apply/whose.ts';
import type { Rows } from '../../../../../schema/define/access.ts';
import { rooms } from '../../../../../schema/index.ts';
import { choicesFor, recognise, vocabularyOf } from './vocabulary.ts';

const definitions = definitionsOf(rooms);
const roles = rolesOf(rooms);
const person = { field: 'owner', to: 'directus_users', isPart: false };
const teamLink = { field: 'team', to: 'crm_teams', isPart: false };
const shapes = new Map([
	...shapesOf(definitions),
	['machines', { columns: new Set(['owner', 'team', 'user_created']), links: [person, teamLink] }],
	['repairs', { columns: new Set(['machine']), links: [{ field: 'machine', to: 'machines', isPart: true }] }],
	['colours', { columns: new Set(['owner', 'team']), links: [] }],
	['ring', { columns: new Set(['next']), links: [{ field: 'next', to: 'ring', isPart: true }] }],
]);
const words = (collection: string) => vocabularyOf(collection, shapes, roles);
const names = (collection: string) => words(collection).map(({ name }) => name);
const me = { _eq: '$CURRENT_USER' };
const myTeams = { _in: ['$CURRENT_USER.crm_teams'] };

describe('what can be said of a collection', () => {
	it.each([
		['crm_leads', ['none', 'own', 'own or queue', 'team', 'own or team', 'mine', 'all']],
		['crm_opportunity_lines', ['none', 'own', 'own or queue', 'team', 'own or team', 'mine', 'all']],
		['crm_attachments', ['none', 'own', 'own or queue', 'team', 'own or team', 'mine', 'about account, contact', 'about account, contact, opportunity', 'all']],
		['crm_products', ['none', 'mine', 'all']],
		['machines', ['none', 'own', 'own or queue', 'team', 'own or team', 'mine', 'all']],
		['repairs', ['none', 'own', 'own or queue', 'team', 'own or team', 'all']],
		['colours', ['none', 'all']],
		['ring', ['none', 'all']],
		['unheard_of', ['none', 'mine', 'all']],
	])('%s', (collection, expected) => {
		expect(names(collection)).toEqual(expected);
	});

	it('is all or nothing of rows that are yet to be made', () => {
		expect(choicesFor('create', words('crm_leads')).map(({ name }) => name)).toEqual(['none', 'all']);
	});

	it('is explained in words', () => {
		const meaning = (collection: string, name: string) => words(collection).find((phrase) => phrase.name === name)?.meaning;
		expect(meaning('crm_leads', 'own')).toBe('Rows that they own');
		expect(meaning('crm_contacts', 'own')).toBe('Rows that they own, that belong to something of theirs, or that are shared with them');
		expect(meaning('crm_opportunity_lines', 'own')).toBe('Rows that belong to something of theirs, or that are shared with them');
		expect(meaning('crm_leads', 'own or queue')).toBe('Rows that they own, or that wait for somebody of their teams to claim them');
		expect(meaning('crm_attachments', 'about account, contact')).toBe('Rows that are about an account or contact');
		expect([meaning('crm_leads', 'all'), meaning('crm_leads', 'none')]).toEqual(['Every row', 'Nothing']);
		expect(words('crm_leads').find(({ name }) => name === 'own or queue')?.label).toBe('own or waiting for the team');
	});
});

describe('a rule is called by its sentence', () => {
	it.each(roles.map((role) => [role.name, role] as const))('all of %s', (_name, role) => {
		const business = permissionsIn(role, definitions).filter(({ collection }) => !collection.startsWith('directus_'));
		expect(business.length).toBeGreaterThan(10);
		expect(business.map(({ collection, action, rule }) => [collection, action, recognise(rule, words(collection)).name])).toEqual(business.map(({ collection, action, sentence }) => [collection, action, sentence]));
	});

	it.each<[string, string, Rows, string]>([
		['no permission', 'crm_leads', undefined, 'none'],
		['an empty rule', 'crm_leads', {}, 'all'],
		['an empty list of conditions', 'crm_leads', { _and: [] }, 'all'],
		['one condition in a list, as Directus’ own editor writes it', 'crm_leads', { _and: [{ owner: me }] }, 'own'],
		['the same in another order', 'crm_leads', { _or: [{ team: myTeams }, { owner: me }] }, 'own or team'],
		['lists within lists', 'crm_leads', { _or: [{ _or: [{ owner: me }] }, { _and: [{ team: myTeams }] }] }, 'own or team'],
		['said twice', 'crm_leads', { _or: [{ owner: me }, { owner: me }] }, 'own'],
		['one in a list or alone', 'crm_leads', { team: { _in: '$CURRENT_USER.crm_teams' } }, 'team'],
		['conditions beside one another, or joined by and', 'crm_leads', { _or: [{ owner: me }, { owner: { _null: true }, team: myTeams }] }, 'own or queue'],
		['half of a sentence', 'crm_contacts', { owner: me }, 'custom'],
		['something else', 'crm_leads', { status: { _eq: 'new' } }, 'custom'],
		['both of two', 'crm_leads', { _and: [{ owner: me }, { team: myTeams }] }, 'custom'],
		['a sentence of another collection', 'crm_products', { owner: me }, 'custom'],
	])('%s', (_story, collection, rule, name) => {
		expect(recognise(rule, words(collection)).name).toBe(name);
	});
});
