import { computed, ref } from 'vue';
import { type Problem, problemsOf } from '../shared/refusal.ts';
import type { SurroundingForm } from '../shared/use-form.ts';
import { useRecords } from '../shared/use-records.ts';

/** Before something is done to a record, what is typed in its form is saved, or stays as it is. */
export function useSaveFirst({ form, collection }: { form: SurroundingForm; collection: () => string }) {
	const records = useRecords();
	const problems = ref<readonly Problem[]>([]);
	const isBusy = ref(false);
	const answer = ref<((isSaved: boolean) => void) | null>(null);

	function settle(isSaved: boolean): void {
		answer.value?.(isSaved);
		answer.value = null;
	}

	return {
		problems,
		isBusy,
		isAsking: computed(() => answer.value !== null),
		cancel: () => settle(false),

		/** Whether nothing is left unsaved: there was nothing, or it has been saved now. */
		saved: (): Promise<boolean> | boolean => {
			if (!form.hasEdits.value) return true;
			problems.value = [];
			return new Promise((resolve) => void (answer.value = resolve));
		},

		save: async (): Promise<void> => {
			isBusy.value = true;
			try {
				await records.update(collection(), form.id.value ?? '', form.edits.value);
				form.discard();
				await form.refresh();
				settle(true);
			} catch (error) {
				problems.value = problemsOf(error);
			} finally {
				isBusy.value = false;
			}
		},
	};
}
