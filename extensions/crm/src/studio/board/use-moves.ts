import { useApi } from '@directus/extensions-sdk';
import { computed, type Ref, shallowRef } from 'vue';
import type { Moved, StageOnPath, StagePath } from '../../domain/opportunities/moving.ts';
import type { Board, Card } from '../../domain/pipelines/board.ts';
import { refusalOf } from '../shared/refusal.ts';
import { applyMove, findCard, type Move } from './apply-move.ts';

/** What was done last, in words, and what takes it back. */
export interface Done {
	readonly card: Card;
	readonly text: string;
	/** Nothing, where it took something back itself. */
	readonly back: Place | null;
}

/** A move that waits for what its stage wants. */
export interface Asked {
	readonly card: Card;
	readonly move: Move;
	readonly stage: StageOnPath;
}

interface Place extends Pick<Move, 'stage' | 'before' | 'after'> {
	readonly expectedStage: string;
}

interface Sent {
	readonly move: Move;
	readonly isDone: boolean;
}

interface Options {
	readonly board: Ref<Board | null>;
	/** Whether cards are put in order by hand: else a move says only the column. */
	readonly isRanked: () => boolean;
	/** Reads the board again; @returns whether it was taken up. */
	readonly refresh: () => Promise<boolean>;
}

/**
 * Moves show at once, lie over what the server told last, and are sent one after the other. What is refused falls
 * away again; what is done falls away with the first answer that was asked for after it.
 */
export function useMoves({ board, isRanked, refresh }: Options) {
	const api = useApi();
	const sent = shallowRef<readonly Sent[]>([]);
	const held = shallowRef<Move | null>(null);
	const done = shallowRef<Done | null>(null);
	const asked = shallowRef<Asked | null>(null);
	const sentences = shallowRef<readonly string[]>([]);
	let queue: Promise<unknown> = Promise.resolve();
	let reading: Promise<void> = Promise.resolve();
	let next: Promise<void> | undefined;

	const laid = computed(() => board.value && sent.value.map(({ move }) => move).reduce(applyMove, board.value));
	const shown = computed(() => (laid.value && held.value ? applyMove(laid.value, held.value) : laid.value));

	/** Reads the board; what was done before lies over it no longer. */
	async function take(read: () => Promise<boolean>): Promise<void> {
		const before = sent.value.filter(({ isDone }) => isDone);
		if (await read()) sent.value = sent.value.filter((one) => !before.includes(one));
	}

	/** Reads the board again, one time after the other: who asks meanwhile shares the next. */
	function sync(): Promise<void> {
		return (next ??= reading.then(() => {
			next = undefined;
			reading = take(refresh);
			return reading;
		}));
	}

	async function make(move: Move): Promise<void> {
		const card = laid.value && findCard(laid.value, move.id);
		if (!card) return;
		await tried({ card, move }, () => carryOut({ card, move }));
	}

	async function carryOut({ card, move }: { card: Card; move: Move }, more: object = {}): Promise<void> {
		const place = isRanked() ? { before: move.before, after: move.after } : {};
		const { from } = await write(card.id, { stage: move.stage, expectedStage: card.stage, ...place, ...more });
		done.value = { card, text: textOf(card, move.stage), back: { ...from, expectedStage: move.stage } };
	}

	async function undo(): Promise<void> {
		const last = done.value;
		if (!last?.back) return;
		const { stage, before, after } = last.back;
		const { back, card } = last;
		await tried({ card, move: { id: card.id, stage, before, after, at: card.stage_entered_at } }, async () => {
			await write(card.id, back);
			done.value = { card, text: `${card.name} is back in ${nameOf(stage)}.`, back: null };
		});
	}

	/** Shows the move, and takes it away again if it is refused. */
	async function tried({ card, move }: { card: Card; move: Move }, work: () => Promise<void>): Promise<void> {
		sent.value = [...sent.value, { move, isDone: false }];
		[done.value, sentences.value] = [null, []];
		try {
			await inTurn(work);
			settle(move);
		} catch (error) {
			const refusal = refusalOf(error);
			const stage = refusal.status === 400 ? await wanting(move).catch(() => null) : null;
			if (stage) {
				asked.value = { card, move, stage };
				return;
			}
			forget(move);
			sentences.value = refusal.sentences;
			await sync();
		}
	}

	/** Goes on with a move whose stage got what it wants; throws what is refused. */
	async function answer(values: Readonly<Record<string, unknown>>): Promise<void> {
		const waiting = asked.value;
		if (!waiting) return;
		const { card, move } = waiting;
		try {
			await inTurn(() => carryOut({ card, move }, { values }));
		} catch (error) {
			throw refusalOf(error);
		}
		asked.value = null;
		settle(move);
	}

	function giveUp(): void {
		if (asked.value) forget(asked.value.move);
		asked.value = null;
	}

	function inTurn(work: () => Promise<void>): Promise<void> {
		const turn = queue.then(work);
		queue = turn.catch(() => undefined);
		return turn;
	}

	function settle(move: Move): void {
		sent.value = sent.value.map((one) => (one.move === move ? { move, isDone: true } : one));
		void sync();
	}

	function forget(move: Move): void {
		sent.value = sent.value.filter((one) => one.move !== move);
	}

	async function write(id: string, body: object): Promise<Moved> {
		return (await api.post<{ data: Moved }>(`/crm/opportunities/${id}/move`, body)).data.data;
	}

	/** The stage, where something can be filled in to get there. */
	async function wanting({ id, stage: key }: Move): Promise<StageOnPath | null> {
		const { data } = await api.get<{ data: StagePath }>(`/crm/opportunities/${id}/path`);
		const stage = data.data.stages.find((one) => one.id === key);
		return stage && stage.refusal === null && stage.wanted.length > 0 ? stage : null;
	}

	function textOf(card: Card, stage: string): string {
		return card.stage === stage ? `${card.name} has another place in ${nameOf(stage)}.` : `${card.name} is in ${nameOf(stage)} now.`;
	}

	function nameOf(stage: string): string {
		return board.value?.columns.find((column) => column.stage.id === stage)?.stage.name ?? 'its stage';
	}

	return { laid, shown, held, done, asked, sentences, make, undo, answer, giveUp, sync, take };
}
