import { useApi } from '@directus/extensions-sdk';
import { onBeforeUnmount, onMounted, ref, type ShallowRef, shallowRef, watch } from 'vue';
import { useLive } from '../shared/use-live.ts';
import { refusalOf, sentencesOf } from '../shared/refusal.ts';

/** A busy day changes deals all the time; figures over all of them may be as old as this, in milliseconds. */
const gatherFor = 2_000;

export interface Question {
	readonly path: string;
	/** Null as long as it can't be asked yet. */
	readonly params: object | null;
}

/**
 * What an endpoint answers to a question that may change. The answer before stays until the next is there; one that was
 * overtaken is dropped. It is asked again whenever what `again` gives changes, and when deals or quotas have changed.
 */
export function useAnswer<Answer>(question: () => Question, again: () => unknown = () => null) {
	const api = useApi();
	const answer = shallowRef(null) as ShallowRef<Answer | null>;
	const sentences = ref<readonly string[]>([]);
	const isLoading = ref(true);
	let last = 0;
	let gathering: ReturnType<typeof setTimeout> | undefined;

	async function ask(): Promise<void> {
		const { path, params } = question();
		if (params === null) return;
		const turn = ++last;
		isLoading.value = true;
		try {
			const given = await once(JSON.stringify([path, params]), async () => (await api.get<{ data: Answer }>(path, { params })).data.data);
			if (turn !== last) return;
			answer.value = given;
			sentences.value = [];
		} catch (error) {
			if (turn === last) sentences.value = isForbidden(error) ? [forbidden] : sentencesOf(refusalOf(error));
		}
		if (turn === last) isLoading.value = false;
	}

	onMounted(ask);
	onBeforeUnmount(() => {
		clearTimeout(gathering);
		last = Infinity;
	});
	useLive(['crm_opportunities', 'crm_quotas'], () => void (gathering ??= setTimeout(() => {
		gathering = undefined;
		void ask();
	}, gatherFor)));
	watch([() => JSON.stringify(question()), again], ask);

	return { answer, sentences, isLoading, ask };
}

const forbidden = 'This is made of deals and their amounts, which your role may not see. An administrator can let you read Opportunities.';

function isForbidden(error: unknown): boolean {
	return (error as { response?: { status?: number } } | null)?.response?.status === 403;
}

const pending = new Map<string, Promise<unknown>>();

/** Panels beside one another that ask the same at the same time ask once. */
function once<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
	const known = pending.get(key) as Promise<Answer> | undefined;
	if (known) return known;
	const asked = ask().finally(() => pending.delete(key));
	pending.set(key, asked);
	return asked;
}
