import type { BoardQuestion, Card } from '../../domain/pipelines/board.ts';

export type Sort = BoardQuestion['sort'];

/** Where a card stands in a column that is sorted by something else than by hand. */
export function sortedIndex(cards: readonly Card[], card: Card, sort: Sort): number {
	const others = cards.filter(({ id }) => id !== card.id);
	const index = others.findIndex((other) => compare(card, other, sort) < 0);
	return index < 0 ? others.length : index;
}

/** What is not known comes last, whichever way it is sorted. */
function compare(one: Card, other: Card, sort: Sort): number {
	const isDescending = sort.startsWith('-');
	const [a, b] = [valueOf(one, sort), valueOf(other, sort)];
	if (a === null || b === null) return Number(a === null) - Number(b === null);
	const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
	return isDescending ? -order : order;
}

function valueOf(card: Card, sort: Sort): string | number | null {
	switch (sort) {
		case 'name': return card.name;
		case 'amount': case '-amount': return card.amount_base === null ? null : Number(card.amount_base);
		case 'close_date': case '-close_date': return card.close_date;
		case 'stage_entered_at': case '-stage_entered_at': return card.stage_entered_at;
		case 'rank': return null;
	}
}
