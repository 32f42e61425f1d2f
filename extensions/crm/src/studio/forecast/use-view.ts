import { reactive, watch } from 'vue';

/** How somebody last looked at a panel: kept in their browser, so that going away and coming back changes nothing. */
export function useView<View extends object>({ id, start }: { id: string | undefined; start: View }): View {
	const key = `crm-panel-${id ?? ''}`;
	const view = reactive({ ...start, ...kept<View>(key) }) as View;
	watch(view, () => localStorage.setItem(key, JSON.stringify(view)));
	return view;
}

function kept<View>(key: string): Partial<View> {
	try {
		return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<View>;
	} catch {
		return {};
	}
}
