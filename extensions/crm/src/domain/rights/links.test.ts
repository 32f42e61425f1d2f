import { describe, expect, test } from 'vitest';
import type { Payload } from '../shared/payload.ts';
import { keyIn, type LinkedCollection, type LinkMap } from './link-map.ts';
import { halvesIn, madeIn, usesIn } from './links.ts';

const [A, B, C] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`) as [string, string, string];

const one = (field: string, to: string, more: object = {}) => ({ field, to: [to], isPart: false, ...more });
const rows = (keyType: string, links: LinkedCollection['links'], lists: LinkedCollection['lists'] = []): LinkedCollection => ({ key: 'id', keyType, links, lists });
const map: LinkMap = {
	accounts: rows('uuid', [one('parent', 'accounts')], [{ field: 'contacts', of: 'contacts' }, { field: 'deals', of: 'deals' }]),
	contacts: rows('uuid', [one('account', 'accounts'), one('made_by', 'people', { stampedOn: 'create' })]),
	deals: rows('uuid', [one('account', 'accounts'), one('contact', 'contacts')], [{ field: 'lines', of: 'lines' }]),
	lines: rows('integer', [one('deal', 'deals', { isPart: true })]),
	notes: rows('integer', [{ field: 'item', to: ['deals', 'lines'], named: 'collection', isPart: false }]),
	people: rows('uuid', []),
};

const uses = (collection: string, payload: Payload, isNew = true) => usesIn({ map, collection, payload, isNew }).map(({ field, collection: to, key, right }) => `${field} ${right} ${to} ${key}`);

describe('a payload takes for granted', () => {
	test.each<[string, string, Payload, string[]]>([
		['nothing, when it links to nothing', 'deals', { name: 'Deal', account: null, lines: [] }, []],
		['the row that it links to', 'deals', { account: A }, [`account read accounts ${A}`]],
		['also by an object that holds nothing but the key', 'deals', { account: { id: A.toUpperCase() } }, [`account read accounts ${A}`]],
		['not what comes along', 'deals', { account: { name: 'New' }, contact: { id: C, name: 'Known' } }, []],
		['that it may change the whole that it is part of', 'lines', { deal: A }, [`deal update deals ${A}`]],
		['no row, where there can be none', 'deals', { account: 'nonsense', contact: ['x'] }, ['account read accounts undefined', 'contact read contacts undefined']],
		['not who makes it', 'contacts', { made_by: A }, []],
		['rows of its lists, by key', 'accounts', { contacts: [A, { id: B }, { id: C, name: 'Changed or new' }, { name: 'New' }] }, [`contacts read contacts ${A}`, `contacts read contacts ${B}`]],
		['rows that are changed in a list', 'accounts', { contacts: { create: [{ id: A }], update: [{ id: B, name: 'X' }], delete: [C] } }, [`contacts read contacts ${B}`]],
		['one of several collections', 'notes', { item: 7, collection: 'lines' }, ['item read lines 7']],
		['none that is not among them', 'notes', { item: A, collection: 'people' }, ['item read  undefined']],
		['none that nobody names', 'notes', { item: A }, ['item read  undefined']],
	])('%s', (_, collection, payload, expected) => {
		expect(uses(collection, payload)).toEqual(expected);
	});

	test('who made a row, when that is changed', () => {
		expect(uses('contacts', { made_by: A }, false)).toEqual([`made_by read people ${A}`]);
	});

	test('half a link, of which the row has the other half', () => {
		const half = (payload: Payload) => halvesIn({ map, collection: 'notes', payload, isNew: false }).map(({ field }) => field);
		expect([half({ item: 7 }), half({ collection: 'deals' }), half({ item: 7, collection: 'lines' }), half({})]).toEqual([['item'], ['item'], [], []]);
		expect(uses('notes', { item: 7 }, false)).toEqual([]);
	});
});

describe('a write makes', () => {
	const made = (collection: string, payload: Payload, isNew = true) => [...madeIn({ map, collection, payload, isNew })];

	test('what comes along in links, with what comes along there', () => {
		const account = { id: A, name: 'New', contacts: { create: [{ id: C, name: 'New' }], update: [], delete: [] } };
		expect(made('deals', { contact: C, account })).toEqual([`accounts ${A}`, `contacts ${C}`]);
	});

	test('itself, when it is new and says its key', () => {
		expect(made('accounts', { id: A, parent: A })).toEqual([`accounts ${A}`]);
		expect(made('accounts', { id: A, parent: A }, false)).toEqual([]);
	});

	test('not what it only links to, nor what its own lists make after it', () => {
		expect(made('deals', { account: { id: A }, lines: { create: [{ id: 7 }] } })).toEqual([]);
	});
});

test.each<[string, unknown, string | undefined]>([
	['uuid', A.toUpperCase(), A], ['uuid', A.replaceAll('-', ''), A], ['uuid', 7, undefined], ['uuid', 'x', undefined],
	['integer', 7, '7'], ['integer', '007', '7'], ['integer', 2 ** 31, undefined], ['integer', 1.5, undefined], ['bigInteger', '9223372036854775807', '9223372036854775807'], ['bigInteger', '9223372036854775808', undefined],
	['string', 'EUR', 'EUR'], ['string', 5, '5'], ['string', 'a\0', undefined], ['string', '', undefined], ['string', null, undefined],
])('a key of type %s: %j', (keyType, value, expected) => {
	expect(keyIn(rows(keyType, []), value)).toBe(expected);
});
