import Big from 'big.js';
import type { Board, Card, Column } from '../../domain/pipelines/board.ts';

/** A card on its way: to a column, between two neighbours. Without neighbours, to the top. */
export interface Move {
	readonly id: string;
	readonly stage: string;
	readonly before: string | null;
	readonly after: string | null;
	/** When it was made, as an instant. */
	readonly at: string;
}

/** The board as it will look, and its sums, until the server says how they are. */
export function applyMove(board: Board, move: Move): Board {
	const card = findCard(board, move.id);
	const target = board.columns.find(({ stage }) => stage.id === move.stage);
	if (!card || !target) return board;
	const entered = card.stage === move.stage ? card : { ...card, stage: move.stage, stage_entered_at: move.at, isStalled: false, probability: target.stage.probability };
	return {
		...board,
		columns: board.columns.map((column) => {
			if (column !== target && column.stage.id !== card.stage) return column;
			const without = column.cards.filter(({ id }) => id !== card.id);
			const cards = column === target ? inserted(without, entered, move) : without;
			if (card.stage === move.stage) return { ...column, cards };
			return column === target ? added(column, entered, { cards, board, by: 1 }) : added(column, card, { cards, board, by: -1 });
		}),
	};
}

export function findCard(board: Board, id: string): Card | undefined {
	for (const { cards } of board.columns) {
		const card = cards.find((one) => one.id === id);
		if (card) return card;
	}
	return undefined;
}

/** Between which cards of a column a place is, not counting the card itself. */
export function neighboursAt(cards: readonly Card[], index: number, id: string): Pick<Move, 'before' | 'after'> {
	const others = cards.filter((card) => card.id !== id);
	return { before: others[index]?.id ?? null, after: others[index - 1]?.id ?? null };
}

/** What the open columns come to together. */
export function openTotal({ columns, currency }: Board): Pick<Column, 'count' | 'amount' | 'weighted'> {
	const open = columns.filter(({ stage }) => stage.kind === 'open');
	const sum = (of: 'amount' | 'weighted') => open.reduce((total, column) => total.plus(column[of]), new Big(0)).toFixed(currency.decimals);
	return { count: open.reduce((total, { count }) => total + count, 0), amount: sum('amount'), weighted: sum('weighted') };
}

function inserted(cards: readonly Card[], card: Card, { before, after }: Move): Card[] {
	const below = cards.findIndex(({ id }) => id === after);
	const above = cards.findIndex(({ id }) => id === before);
	return cards.toSpliced(below >= 0 ? below + 1 : Math.max(0, above), 0, card);
}

function added(column: Column, card: Card, { cards, board, by }: { cards: Card[]; board: Board; by: 1 | -1 }): Column {
	const { decimals } = board.currency;
	const amount = new Big(card.amount_base ?? 0);
	const weighted = amount.times(card.probability ?? 0).div(100).round(decimals, Big.roundHalfUp);
	const sum = (before: string, change: Big) => new Big(before).plus(change.times(by)).toFixed(decimals);
	return { ...column, cards, count: column.count + by, amount: sum(column.amount, amount), weighted: sum(column.weighted, weighted) };
}
