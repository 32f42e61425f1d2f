import { expect, it } from 'vitest';
import type { Card } from '../../domain/pipelines/board.ts';
import { sortedIndex } from './sort-place.ts';
import { questionOf, readView } from './view.ts';

const today = new Date('2026-11-20T15:00:00');

it.each([
	[{}, {}],
	[{ close: 'overdue' }, { close_to: '2026-11-20' }],
	[{ close: 'month' }, { close_from: '2026-11-01', close_to: '2026-12-01' }],
	[{ close: 'next-month' }, { close_from: '2026-12-01', close_to: '2027-01-01' }],
	[{ close: 'week' }, { close_from: '2026-11-20', close_to: '2026-11-27' }],
	[{ close: '2026-01-01..2026-01-31' }, { close_from: '2026-01-01', close_to: '2026-02-01' }],
	[{ close: '..2026-12-31' }, { close_to: '2027-01-01' }],
	[{ close: 'nonsense' }, {}],
	[{ closed: '30' }, { closed_since: '2026-10-21' }],
	[{ closed: 'all' }, { closed_since: undefined }],
	[{ closed: 'nonsense' }, {}],
	[{ sort: '-amount', owner: 'me', search: ' Käse ' }, { sort: '-amount', owner: 'me', search: 'Käse' }],
	[{ sort: 'rank' }, {}],
	[{ sort: 'nonsense' }, {}],
])('asks for %o', (view, question) => {
	expect(questionOf(view, today)).toEqual(JSON.parse(JSON.stringify({ closed_since: '2026-08-22', ...question })));
});

it('reads from an address what it knows', () => {
	expect(readView({ owner: 'me', team: '', other: 'x', search: ['a'] })).toEqual({ owner: 'me' });
});

it.each([
	['amount', '50', 1], ['-amount', '50', 1], ['amount', null, 3], ['-amount', '500', 0], ['close_date', '50', 3],
] as const)('finds the place of a card in a column sorted by %s', (sort, amount_base, index) => {
	const card = (id: string, amount: string | null) => ({ id, name: id, amount_base: amount, close_date: null }) as Card;
	const cards = [card('a', '10'), card('b', '90'), card('c', null)];
	const sorted = sort === '-amount' ? [cards[1], cards[0], cards[2]] : cards;
	expect(sortedIndex(sorted as Card[], card('new', amount_base), sort)).toBe(index);
});
