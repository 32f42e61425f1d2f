import { nextTick, type Ref, ref, watch } from 'vue';
import type { Board, Card, Column } from '../../domain/pipelines/board.ts';
import { findCard, type Move } from './apply-move.ts';

interface Options {
	readonly root: Ref<HTMLElement | null>;
	/** The board as it is shown. */
	readonly board: Ref<Board | null>;
	readonly held: Ref<Move | null>;
	readonly isRanked: () => boolean;
	readonly mayMove: () => boolean;
	/** The cards of a column that can be seen: none of those beside it on a phone, one in hand where it is folded. */
	readonly visible: (column: Column) => readonly Card[];
	readonly place: (card: Card, stage: string, index: number) => Move;
	readonly drop: (move: Move) => void;
	readonly open: (card: Card) => void;
	readonly say: (text: string) => void;
}

type At = { readonly card: Card; readonly column: Column; readonly index: number };

/** The board by the keyboard: arrows go from card to card, the space bar takes one along. */
export function useBoardKeys({ root, board, held, isRanked, mayMove, visible, place, drop, open, say }: Options) {
	/** The card that the tabulator comes to. */
	const current = ref<string | null>(null);

	watch(board, (now) => {
		const first = now?.columns.flatMap((column) => visible(column))[0]?.id ?? null;
		if (now && (current.value === null || !findCard(now, current.value))) current.value = first;
	}, { immediate: true });

	/** A card that moves to another column is another element: the focus goes along. */
	watch(board, () => {
		const focused = focusedCard();
		if (focused) void nextTick(() => (focusedCard() === focused ? undefined : focus(focused)));
	}, { flush: 'pre' });

	function focusedCard(): string | null {
		const element = document.activeElement;
		return element instanceof HTMLElement && root.value?.contains(element) ? (element.closest<HTMLElement>('[data-card]')?.dataset['card'] ?? null) : null;
	}

	async function focus(id: string): Promise<void> {
		current.value = id;
		await nextTick();
		const element = root.value?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"] .open`);
		element?.focus();
		element?.closest('[data-card]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	}

	function at(id: string): At | null {
		for (const column of board.value?.columns ?? []) {
			const index = column.cards.findIndex((card) => card.id === id);
			const card = column.cards[index];
			if (card) return { card, column, index };
		}
		return null;
	}

	function onKey(event: KeyboardEvent): void {
		const id = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')?.dataset['card'];
		const here = id ? at(id) : null;
		if (!here || event.altKey || event.ctrlKey || event.metaKey || !(event.target as HTMLElement).matches('.open')) return;
		const isHandled = held.value ? whileHeld(here, event.key) : whileFree(here, event.key);
		if (!isHandled) return;
		event.preventDefault();
		event.stopPropagation();
	}

	function whileFree(here: At, key: string): boolean {
		if (key === ' ') return pickUp(here);
		if (key === 'Enter') {
			open(here.card);
			return true;
		}
		const to = next(here, key);
		if (to === undefined) return false;
		if (to) void focus(to.id);
		return true;
	}

	/** The card that an arrow leads to; null at an edge, undefined for other keys. */
	function next({ card, column: here }: At, key: string): Card | null | undefined {
		const columns = board.value?.columns.filter((one) => visible(one).length > 0) ?? [];
		const cards = visible(here);
		const index = cards.indexOf(card);
		const beside = (by: number) => {
			const column = columns[columns.indexOf(here) + by];
			const others = column ? visible(column) : [];
			return others[Math.min(index, others.length - 1)] ?? null;
		};
		switch (key) {
			case 'ArrowDown': return cards[index + 1] ?? null;
			case 'ArrowUp': return cards[index - 1] ?? null;
			case 'ArrowRight': return beside(forwards());
			case 'ArrowLeft': return beside(-forwards());
			case 'Home': return cards[0] ?? null;
			case 'End': return cards.at(-1) ?? null;
			default: return undefined;
		}
	}

	function pickUp({ card, column, index }: At): boolean {
		if (!mayMove()) {
			say('You may look at the deals here, not move them.');
			return true;
		}
		held.value = place(card, column.stage.id, index);
		say(`Picked up ${card.name}, ${placeText(column, index)}. Arrow keys move it, the space bar drops it, Escape puts it back.`);
		return true;
	}

	function whileHeld(here: At, key: string): boolean {
		switch (key) {
			case ' ': case 'Enter': letGo(here); return true;
			case 'Escape': case 'Tab': putBack(here); return key === 'Escape';
			case 'ArrowDown': return within(here, 1);
			case 'ArrowUp': return within(here, -1);
			case 'ArrowRight': return across(here, forwards());
			case 'ArrowLeft': return across(here, -forwards());
			default: return true;
		}
	}

	function within({ card, column, index }: At, by: number): boolean {
		const to = index + by;
		if (!isRanked()) say('Cards keep the order that they are sorted in. Sort by hand to put them in another.');
		else if (to >= 0 && to < column.cards.length) carry(card, column, to);
		return true;
	}

	function across({ card, column, index }: At, by: number): boolean {
		const columns = board.value?.columns ?? [];
		const to = columns[columns.indexOf(column) + by];
		if (to) carry(card, to, Math.min(index, to.cards.length));
		return true;
	}

	function carry(card: Card, column: Column, index: number): void {
		held.value = place(card, column.stage.id, index);
		const there = at(card.id);
		if (there) say(placeText(there.column, there.index));
		void focus(card.id);
	}

	function letGo({ card, column, index }: At): void {
		const move = held.value;
		held.value = null;
		if (!move) return;
		// Without it, the board shows where the card comes from.
		const from = at(card.id);
		if (from?.column.stage.id === move.stage && from.index === index) {
			say(`${card.name} stays where it was.`);
			return;
		}
		drop(move);
		say(`Dropped ${card.name}, ${placeText(column, index)}.`);
		void focus(card.id);
	}

	function putBack({ card }: At): void {
		held.value = null;
		say(`${card.name} is back where it was.`);
		void focus(card.id);
	}

	function forwards(): 1 | -1 {
		return root.value && getComputedStyle(root.value).direction === 'rtl' ? -1 : 1;
	}

	return { current, focus, onKey };
}

function placeText({ stage, cards, count }: Column, index: number): string {
	return cards.length > 0 ? `${stage.name}, place ${index + 1} of ${count}` : `${stage.name}, ${count} deals`;
}

