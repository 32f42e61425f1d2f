import { useApi } from '@directus/extensions-sdk';
import { computed, ref, shallowRef } from 'vue';
import type { Board, Column } from '../../domain/pipelines/board.ts';
import { refusalOf, sentencesOf } from '../shared/refusal.ts';

/** So many cards of each column come with the board. */
export const pageSize = 30;
const mostAtOnce = 100;

export type Question = { readonly [name: string]: string };

/** The board as the server last told it. */
export function useBoard(question: () => Question) {
	const api = useApi();
	const board = shallowRef<Board | null>(null);
	const sentences = ref<readonly string[]>([]);
	const isLoading = ref(false);
	const paging = ref<ReadonlySet<string>>(new Set());
	/** Answers to what is no longer asked are let go. */
	let asked = 0;

	async function ask(more: object = {}): Promise<Board> {
		const { data } = await api.get<{ data: Board }>('/crm/board', { params: { ...question(), limit: pageSize, ...more } });
		return data.data;
	}

	/** Asks for what is wanted now. @returns whether the answer was taken up */
	async function load(): Promise<boolean> {
		const mine = ++asked;
		isLoading.value = true;
		try {
			const answer = await ask();
			if (mine !== asked) return false;
			board.value = answer;
			sentences.value = [];
			return true;
		} catch (error) {
			if (mine === asked) [board.value, sentences.value] = [null, sentencesOf(refusalOf(error))];
			return false;
		} finally {
			if (mine === asked) isLoading.value = false;
		}
	}

	/** Reads again what is shown, as deep as it is shown. @returns whether it was taken up; not while something is held */
	async function refresh(isWelcome: () => boolean): Promise<boolean> {
		const before = board.value;
		if (!before || isLoading.value) return load();
		const mine = ++asked;
		try {
			const answer = await ask();
			const deep = new Map(before.columns.map(({ stage, cards }) => [stage.id, cards.length]));
			const columns = await Promise.all(answer.columns.map((column) => deepened(column, deep.get(column.stage.id) ?? 0)));
			if (mine !== asked || !isWelcome()) return false;
			board.value = { ...answer, columns };
			return true;
		} catch {
			// What is shown stays; the next change or the next look tries again.
			return false;
		}
	}

	async function deepened(column: Column, depth: number): Promise<Column> {
		let grown = column;
		while (grown.next !== null && grown.cards.length < depth) grown = withPage(grown, await pageOf(grown, Math.min(mostAtOnce, depth - grown.cards.length)));
		return grown;
	}

	async function pageOf({ stage, next }: Column, limit: number): Promise<Column | undefined> {
		return (await ask({ stage: stage.id, cursor: next, limit })).columns.find((column) => column.stage.id === stage.id);
	}

	/** The next page of a column. */
	async function more(stage: string): Promise<void> {
		const column = board.value?.columns.find((one) => one.stage.id === stage);
		if (!column?.next || paging.value.has(stage) || isLoading.value) return;
		paging.value = new Set([...paging.value, stage]);
		try {
			const page = await pageOf(column, pageSize);
			// Read anew meanwhile: the column asks again when its end is seen.
			const shown = board.value;
			if (shown?.columns.includes(column)) board.value = { ...shown, columns: shown.columns.map((one) => (one === column ? withPage(one, page) : one)) };
		} catch (error) {
			sentences.value = sentencesOf(refusalOf(error));
		} finally {
			paging.value = new Set([...paging.value].filter((one) => one !== stage));
		}
	}

	return { board, sentences, isLoading, paging: computed(() => paging.value), load, refresh, more };
}

/** A card that moved down while one paged is not shown twice. */
function withPage(column: Column, page: Column | undefined): Column {
	const known = new Set(column.cards.map(({ id }) => id));
	return { ...column, cards: [...column.cards, ...(page?.cards ?? []).filter(({ id }) => !known.has(id))], next: page?.next ?? null };
}
