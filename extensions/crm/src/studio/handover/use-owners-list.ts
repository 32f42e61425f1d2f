import { useStores } from '@directus/extensions-sdk';
import { useRouter } from 'vue-router';

interface Presets {
	getPresetForCollection(collection: string): object;
	saveLocal(preset: object): void;
}

/** Goes to a list of Directus, filtered by owner as if by hand: lists take no filter from the address. */
export function useOwnersList(): (collection: string, owner: string) => Promise<void> {
	const router = useRouter();
	const { usePresetsStore } = useStores() as { usePresetsStore: () => Presets };
	const presets = usePresetsStore();
	return async (collection, owner) => {
		presets.saveLocal({ ...presets.getPresetForCollection(collection), filter: { _and: [{ owner: { _eq: owner } }] } });
		await router.push(`/content/${collection}`);
	};
}
