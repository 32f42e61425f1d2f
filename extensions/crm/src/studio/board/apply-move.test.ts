import { expect, it } from 'vitest';
import type { Board, Card, Column } from '../../domain/pipelines/board.ts';
import { applyMove, findCard, neighboursAt, openTotal } from './apply-move.ts';

const at = '2026-11-20T10:00:00Z';
const card = (id: string, facts: Partial<Card> = {}): Card => ({
	id, name: id, account: null, amount: '100.0000', currency: 'EUR', amount_base: '100.00', close_date: null, owner: null, stage: 'new',
	stage_entered_at: '2026-10-01T00:00:00Z', probability: 10, isStalled: true, nextActivity: null, ...facts,
});
const column = (id: string, facts: Partial<Column> & { kind?: 'open' | 'won' | 'lost'; probability?: number } = {}): Column => {
	const { kind = 'open', probability = 10, cards = [], ...rest } = facts;
	return { stage: { id, name: id, kind, probability, rotting_days: null, guidance: null }, count: cards.length, amount: '0.00', weighted: '0.00', cards, next: null, ...rest };
};
const board: Board = {
	pipeline: { id: 'p', name: 'Sales' }, pipelines: [], currency: { code: 'EUR', decimals: 2 }, mayMove: true, mayCreate: true,
	columns: [
		column('new', { cards: [card('a'), card('b', { amount_base: '33.35', probability: 50 }), card('c', { amount_base: null })], count: 70, amount: '1000.00', weighted: '200.00' }),
		column('offer', { probability: 50, cards: [card('x', { stage: 'offer' }), card('y', { stage: 'offer' })], count: 2, amount: '200.00', weighted: '100.00' }),
		column('won', { kind: 'won', probability: 100 }),
	],
};
const columnOf = (after: Board, id: string) => after.columns.find(({ stage }) => stage.id === id);
const ids = (after: Board, id: string) => columnOf(after, id)?.cards.map((one) => one.id);

it.each([
	['to the top, without neighbours', { before: null, after: null }, ['b', 'x', 'y']],
	['below one', { before: null, after: 'x' }, ['x', 'b', 'y']],
	['above one', { before: 'y', after: null }, ['x', 'b', 'y']],
	['to the end', { before: null, after: 'y' }, ['x', 'y', 'b']],
	['to the top, where the neighbours have gone', { before: 'gone', after: 'gone too' }, ['b', 'x', 'y']],
])('puts a card %s', (_, place, order) => {
	const after = applyMove(board, { id: 'b', stage: 'offer', at, ...place });
	expect(ids(after, 'offer')).toEqual(order);
	expect(ids(after, 'new')).toEqual(['a', 'c']);
});

it('lets the sums follow, of all deals and exactly, weighted by what the card brings and what the stage says', () => {
	const after = applyMove(board, { id: 'b', stage: 'offer', before: null, after: null, at });
	expect(columnOf(after, 'new')).toMatchObject({ count: 69, amount: '966.65', weighted: '183.32' });
	expect(columnOf(after, 'offer')).toMatchObject({ count: 3, amount: '233.35', weighted: '116.68' });
	const won = applyMove(board, { id: 'b', stage: 'won', before: null, after: null, at });
	expect(columnOf(won, 'won')).toMatchObject({ count: 1, amount: '33.35', weighted: '33.35' });
});

it('counts a card without an amount, and adds nothing', () => {
	const after = applyMove(board, { id: 'c', stage: 'won', before: null, after: null, at });
	expect(columnOf(after, 'won')).toMatchObject({ count: 1, amount: '0.00', weighted: '0.00' });
});

it('gives a card that enters a stage its probability and a new time in it', () => {
	const after = applyMove(board, { id: 'a', stage: 'offer', before: null, after: null, at });
	expect(findCard(after, 'a')).toMatchObject({ stage: 'offer', probability: 50, stage_entered_at: at, isStalled: false });
});

it('changes the order alone within a column', () => {
	const after = applyMove(board, { id: 'a', stage: 'new', before: null, after: 'c', at });
	expect(ids(after, 'new')).toEqual(['b', 'c', 'a']);
	expect(columnOf(after, 'new')).toMatchObject({ count: 70, amount: '1000.00', weighted: '200.00' });
	expect(findCard(after, 'a')).toEqual(findCard(board, 'a'));
});

it('is the same when the server’s answer has it already, and nothing where the card is not known', () => {
	const move = { id: 'b', stage: 'offer', before: 'y', after: 'x', at };
	const after = applyMove(board, move);
	expect(applyMove(after, move)).toEqual(after);
	expect(applyMove(board, { ...move, id: 'unknown' })).toBe(board);
	expect(applyMove(board, { ...move, stage: 'elsewhere' })).toBe(board);
});

it.each([
	[0, { before: 'b', after: null }], [1, { before: 'c', after: 'b' }], [2, { before: null, after: 'c' }], [9, { before: null, after: null }],
])('knows between which others place %i is', (index, neighbours) => {
	expect(neighboursAt([card('a'), card('b'), card('c')], index, 'a')).toEqual(neighbours);
});

it('adds up the open columns', () => expect(openTotal(board)).toEqual({ count: 72, amount: '1200.00', weighted: '300.00' }));
