import { useStores } from '@directus/extensions-sdk';

interface Stores {
	useCollectionsStore(): { getCollection(name: string): object | null };
	usePermissionsStore(): { hasPermission(collection: string, action: string): boolean };
}

/** Whether the viewer may make rows of a collection that this instance has. */
export function useMayMake(collection: string): boolean {
	const stores = useStores() as unknown as Stores;
	return stores.useCollectionsStore().getCollection(collection) !== null && stores.usePermissionsStore().hasPermission(collection, 'create');
}
