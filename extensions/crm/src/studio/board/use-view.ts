import { useStores } from '@directus/extensions-sdk';
import { computed, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { readView, type View } from './view.ts';

/** How somebody looks at the board: in the address, so that back, reload and a link keep it; and as they left it last. */
export function useView() {
	const route = useRoute();
	const router = useRouter();
	const own = pathOf(route.fullPath);
	const key = `crm-board:${(useStores() as unknown as Stores).useUserStore().currentUser?.id ?? ''}`;
	const last = ref(remembered(key));

	const inAddress = computed(() => (pathOf(route.fullPath) === own ? readView(route.query) : null));
	const shown = ref<View>(startingView());
	watch(inAddress, (now) => {
		if (!now) return;
		shown.value = startingView();
		if (Object.keys(now).length === 0) show(shown.value);
	}, { immediate: true });

	function startingView(): View {
		return inAddress.value && Object.keys(inAddress.value).length > 0 ? inAddress.value : last.value;
	}

	function show(view: View): void {
		if (Object.keys(view).length > 0) void router.replace({ query: { ...view } });
		else if (inAddress.value && Object.keys(inAddress.value).length > 0) void router.replace({ query: {} });
	}

	/** Looks differently: what is undefined goes. */
	function change(part: { readonly [Name in keyof View]?: View[Name] | undefined }): void {
		last.value = readView({ ...shown.value, ...part });
		localStorage.setItem(key, JSON.stringify(last.value));
		show(last.value);
	}

	return { view: computed(() => shown.value), change };
}

interface Stores {
	useUserStore(): { currentUser: { id: string } | null };
}

function pathOf(address: string): string {
	return address.split(/[?#]/)[0] ?? '';
}

function remembered(key: string): View {
	try {
		return readView(JSON.parse(localStorage.getItem(key) ?? '{}') as object as Record<string, unknown>);
	} catch {
		return {};
	}
}
