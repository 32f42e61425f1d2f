import { describe, expect, it } from 'vitest';
import type { Filter } from './filter.ts';
import type { Shape } from './follow-path.ts';
import { guardQuery, type Query } from './guard-query.ts';
import type { ReadRule } from './read-rules.ts';
import { RightsRefusal } from './refusal.ts';

const plain = { type: 'string', special: [] };
const list = { type: 'alias', special: ['o2m'] };
const table = (fields: Shape['collections'][string]['fields']) => ({ primary: 'id', sortField: null, fields: { id: { type: 'uuid', special: [] }, ...fields } });
const link = (collection: string, field: string, to: string, back: string | null = null) => ({ collection, field, related_collection: to, meta: { one_field: back } });

const shape: Shape = {
	collections: {
		deals: { ...table({ name: plain, amount: { type: 'decimal', special: [] }, account: plain, stage: plain, rank: { type: 'integer', special: [] } }), sortField: 'rank' },
		accounts: table({ name: plain, owner: plain, parent: plain, contacts: list, deals: list }),
		contacts: table({ email: plain, account: plain }),
		stages: table({ name: plain }),
		notes: table({ about: plain, about_collection: plain }),
	},
	relations: [
		link('deals', 'account', 'accounts', 'deals'),
		link('deals', 'stage', 'stages'),
		link('accounts', 'parent', 'accounts'),
		link('contacts', 'account', 'accounts', 'contacts'),
		{ collection: 'notes', field: 'about', related_collection: null, meta: { one_field: null, one_collection_field: 'about_collection' } },
	],
};

const mine = { owner: { _eq: 'me' } };
const rule = (collection: string, permissions: Filter | null = null, fields: readonly string[] = ['*']): ReadRule => ({ collection, permissions, fields });

/** Own accounts and deals, contacts of own accounts; stages and notes of everybody. */
const rules = [rule('deals', mine), rule('accounts', mine), rule('contacts', { account: mine }), rule('stages'), rule('notes', {})];
const ask = (query: Query, collection = 'deals', held = rules) => guardQuery({ shape, rules: held }, collection, query);
const guardedFilter = (filter: Filter, collection = 'deals', held = rules) => ask({ filter }, collection, held).query.filter;

describe('a filter', () => {
	it.each<[string, Filter]>([
		['own fields', { _or: [{ name: { _eq: 'x' } }, { amount: { _gt: 1 } }] }],
		['what everybody may read', { stage: { name: { _eq: 'Won' } } }],
		['the key of what a row links to', { account: { id: { _in: ['a'] } } }],
		['whether a row links to anything', { account: { _null: true } }],
		['nothing', {}],
	])('on %s stays as it is', (_, filter) => {
		const { query, isChanged } = ask({ filter });
		expect(query.filter).toBe(filter);
		expect(isChanged).toBe(false);
	});

	it('over a link asks for the right to read, too', () => {
		expect(guardedFilter({ account: { name: { _starts_with: 'x' } } })).toEqual({ _and: [{ account: { name: { _starts_with: 'x' } } }, { account: mine }] });
	});

	it('asks for it at each link on the way', () => {
		expect(guardedFilter({ account: { parent: { name: { _eq: 'x' } } } })).toEqual({
			_and: [{ account: { parent: { name: { _eq: 'x' } } } }, { account: mine }, { account: { parent: mine } }],
		});
	});

	it('asks for it where it matters, and leaves the rest', () => {
		expect(guardedFilter({ _or: [{ name: { _eq: 'x' } }, { account: { name: { _eq: 'x' } } }] })).toEqual({
			_or: [{ name: { _eq: 'x' } }, { _and: [{ account: { name: { _eq: 'x' } } }, { account: mine }] }],
		});
	});

	it('for an empty value still finds rows that link to nothing', () => {
		expect(guardedFilter({ account: { name: { _null: true } } })).toEqual({
			_or: [{ _and: [{ account: { name: { _null: true } } }, { account: mine }] }, { account: { _null: true } }],
		});
		expect(guardedFilter({ account: { parent: { name: { _empty: true } } } })).toEqual({
			_or: [
				{ _and: [{ account: { parent: { name: { _empty: true } } } }, { account: mine }, { account: { parent: mine } }] },
				{ account: { _null: true } },
				{ _and: [{ account: { parent: { _null: true } } }, { account: mine }] },
			],
		});
	});

	it('over a list asks each of its rows', () => {
		expect(guardedFilter({ contacts: { email: { _eq: 'x' } } }, 'accounts')).toEqual({ _and: [{ contacts: { email: { _eq: 'x' } } }, { contacts: { account: mine } }] });
		expect(guardedFilter({ contacts: { email: { _null: true } } }, 'accounts')).toEqual({
			_or: [{ _and: [{ contacts: { email: { _null: true } } }, { contacts: { account: mine } }] }, { contacts: { _none: { id: { _nnull: true } } } }],
		});
	});

	it('for an empty list does not tell of rows that are hidden in it', () => {
		expect(guardedFilter({ contacts: { _null: true } }, 'accounts')).toEqual({
			_or: [{ _and: [{ contacts: { id: { _null: true } } }, { contacts: { account: mine } }] }, { contacts: { _none: { id: { _nnull: true } } } }],
		});
	});

	it('within _some and _none goes on below', () => {
		expect(guardedFilter({ deals: { _some: { stage: { name: { _eq: 'Won' } } } } }, 'accounts')).toEqual({ deals: { _some: { stage: { name: { _eq: 'Won' } } } } });
		expect(guardedFilter({ deals: { _none: { account: { name: { _eq: 'x' } } } } }, 'accounts')).toEqual({
			deals: { _none: { id: { _nnull: true }, _and: [{ _and: [{ account: { name: { _eq: 'x' } } }, { account: mine }] }] } },
		});
	});

	it('over a link to any collection asks in the one that it names', () => {
		expect(guardedFilter({ 'about:accounts': { name: { _eq: 'x' } } }, 'notes')).toEqual({ _and: [{ 'about:accounts': { name: { _eq: 'x' } } }, { 'about:accounts': mine }] });
	});

	it('takes a rule apart whose parts stand below a relation', () => {
		const held = [rule('deals'), rule('accounts', { parent: { _or: [mine, { name: { _eq: 'Open' } }] }, owner: { _nnull: true } })];
		expect(guardedFilter({ account: { name: { _eq: 'x' } } }, 'deals', held)).toEqual({
			_and: [
				{ account: { name: { _eq: 'x' } } },
				{ _and: [{ _or: [{ account: { parent: mine } }, { account: { parent: { name: { _eq: 'Open' } } } }] }, { account: { owner: { _nnull: true } } }] },
			],
		});
	});

	it('takes any of several rules, of those that allow the field', () => {
		const held = [rule('deals'), rule('accounts', mine), rule('accounts', { name: { _eq: 'Open' } }), rule('accounts', { parent: { _null: true } }, ['owner'])];
		expect(guardedFilter({ account: { name: { _eq: 'x' } } }, 'deals', held)).toEqual({
			_and: [{ account: { name: { _eq: 'x' } } }, { _or: [{ account: mine }, { account: { name: { _eq: 'Open' } } }] }],
		});
		expect(guardedFilter({ account: { name: { _eq: 'x' } } }, 'deals', [...held, rule('accounts', {}, ['name'])])).toEqual({ account: { name: { _eq: 'x' } } });
	});

	it.each<[string, Filter, string?]>([
		['counts a list', { 'count(contacts)': { _gt: 3 } }, 'accounts'],
		['counts a list of what it links to', { account: { 'count(contacts)': { _gt: 3 } } }],
		['follows links that there are none of', { '$FOLLOW(contacts,account)': { email: { _eq: 'x' } } }, 'accounts'],
	])('that %s is refused', (_, filter, collection) => {
		expect(() => guardedFilter(filter, collection)).toThrow(RightsRefusal);
	});

	it('is refused where the rule itself can’t be asked of a link', () => {
		const held = [rule('deals'), rule('accounts', { contacts: { _some: { email: { _eq: 'me' } } } })];
		expect(() => guardedFilter({ account: { name: { _eq: 'x' } } }, 'deals', held)).toThrow('“account” can’t be used in a filter or a sort');
	});
});

/** All deals, but amounts of one's own alone. */
const masked = [rule('deals', mine), rule('deals', {}, ['id', 'name', 'stage', 'account']), rule('accounts'), rule('stages')];

describe('values that can’t be read in every row', () => {
	it('are compared, added up and grouped only where they can', () => {
		expect(guardedFilter({ amount: { _gt: 5 } }, 'deals', masked)).toEqual({ _and: [{ amount: { _gt: 5 } }, mine] });
		expect(ask({ aggregate: { sum: ['amount'], count: ['*'] } }, 'deals', masked).query.filter).toEqual(mine);
		expect(ask({ group: ['year(amount)'], filter: { name: { _eq: 'x' } } }, 'deals', masked).query.filter).toEqual({ _and: [{ name: { _eq: 'x' } }, mine] });
		expect(ask({ aggregate: { count: ['name'] } }, 'deals', masked).isChanged).toBe(false);
	});

	it('are compared only where they can in lists, too', () => {
		expect(guardedFilter({ deals: { _some: { amount: { _gt: 5 } } } }, 'accounts', masked)).toEqual({ deals: { _some: { id: { _nnull: true }, _and: [{ _and: [{ amount: { _gt: 5 } }, mine] }] } } });
	});

	it('are searched only where they can', () => {
		const { query } = ask({ search: '500' }, 'deals', masked);
		expect(query.search).toBeNull();
		expect(query.filter).toEqual({
			_or: [{ name: { _icontains: '500' } }, { _and: [{ amount: { _eq: 500 } }, mine] }, { account: { _icontains: '500' } }, { stage: { _icontains: '500' } }, { _and: [{ rank: { _eq: 500 } }, mine] }],
		});
		expect(ask({ search: '500' }).isChanged).toBe(false);
	});

	it('put nothing in order, by hand neither', () => {
		expect(ask({ sort: ['-amount'] }, 'deals', masked).orders).toEqual([{ collection: 'deals', by: 'amount', asked: {}, known: mine }]);
		expect(ask({}, 'deals', masked).query.sort).toEqual(['id']);
		expect(ask({ sort: ['name'] }, 'deals', masked).orders).toEqual([]);
	});

	it('are none where rules with other fields admit the same rows', () => {
		expect(ask({ sort: ['amount'] }, 'deals', [rule('deals', mine, ['name']), rule('deals', mine, ['amount'])]).orders).toEqual([]);
	});
});

describe('a sort', () => {
	it('over a link is fair where all that is linked to can be read', () => {
		expect(ask({ sort: ['name', '-account.name'], filter: { amount: { _gt: 1 } } }).orders).toEqual([
			{ collection: 'deals', by: 'account.name', asked: { filter: { amount: { _gt: 1 } } }, known: { _or: [{ account: mine }, { account: { _null: true } }] } },
		]);
	});

	it('by what everybody may read, or by a sum, needs nothing', () => {
		expect(ask({ sort: ['stage.name', 'account', 'account.id'] }).orders).toEqual([]);
		expect(ask({ sort: ['-sum.amount'], aggregate: { sum: ['amount'] }, group: ['stage'] }, 'deals', masked).orders).toEqual([]);
	});

	it('over a list, or by a count, is refused', () => {
		expect(() => ask({ sort: ['contacts.email'] }, 'accounts')).toThrow(RightsRefusal);
		expect(() => ask({ sort: ['contacts'] }, 'accounts')).toThrow(RightsRefusal);
		expect(() => ask({ sort: ['-count(contacts)'] }, 'accounts')).toThrow(RightsRefusal);
	});
});

describe('what is asked of nested rows', () => {
	it('is guarded on every level, under its alias as well', () => {
		const { query, isChanged, orders } = ask({
			alias: { big: 'account' },
			deep: { big: { _filter: { parent: { name: { _eq: 'x' } } }, _limit: 5, contacts: { _sort: ['account.name'] } }, nowhere: { _filter: { name: { _eq: 'x' } } } },
		});
		expect(isChanged).toBe(true);
		expect(query.deep).toMatchObject({ big: { _filter: { _and: [{ parent: { name: { _eq: 'x' } } }, { parent: mine }] }, _limit: 5, contacts: { _sort: ['account.name'] } } });
		expect(query.deep).not.toHaveProperty('nowhere');
		expect(orders).toMatchObject([{ collection: 'contacts', by: 'account.name' }]);
	});

	it('stays as it is where nothing is hidden, but is no longer anybody else’s to change', () => {
		const deep = { account: { _filter: { name: { _eq: 'x' } } } };
		const { query, isChanged } = ask({ deep });
		expect(isChanged).toBe(false);
		expect(query.deep).toEqual(deep);
		expect(query.deep).not.toBe(deep);
	});
});
