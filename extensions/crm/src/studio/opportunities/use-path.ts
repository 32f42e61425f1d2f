import { ref, shallowRef, watch } from 'vue';
import type { Moved, MoveRequest, StagePath } from '../../domain/opportunities/moving.ts';
import { sentencesOf } from '../shared/refusal.ts';
import type { SurroundingForm } from '../shared/use-form.ts';
import { useRecords } from '../shared/use-records.ts';

/** The path of a deal as the server knows it: read anew whenever its form is. */
export function usePath(form: SurroundingForm) {
	const records = useRecords();
	const path = shallowRef<StagePath | null>(null);
	const sentences = ref<readonly string[]>([]);

	async function load(id: string): Promise<void> {
		try {
			const read = await records.get<StagePath>(`/crm/opportunities/${id}/path`);
			if (form.id.value === id) path.value = read;
			sentences.value = [];
		} catch (error) {
			sentences.value = sentencesOf(error);
		}
	}

	watch([form.record, form.id], ([record, id]) => void (record && id !== null && load(id)), { immediate: true });

	return {
		path,
		sentences,
		/** Throws what is refused. */
		move: (request: MoveRequest) => records.post<Moved>(`/crm/opportunities/${form.id.value ?? ''}/move`, request),
	};
}
