import { useStores } from '@directus/extensions-sdk';
import { computed, type ComputedRef, ref, watch } from 'vue';
import type { SurroundingForm } from '../shared/use-form.ts';
import { useRecords } from '../shared/use-records.ts';
import type { Situation } from './action.ts';

interface Stores {
	usePermissionsStore(): { hasPermission(collection: string, action: 'create'): boolean };
	useUserStore(): { currentUser: { id?: string } | null };
}

interface Rights {
	readonly update: { readonly access: boolean };
}

/** The record and who looks at it; null until both are known. What the viewer may do with it, the server says. */
export function useSituation({ form, collection }: { form: SurroundingForm; collection: () => string }): ComputedRef<Situation | null> {
	const { usePermissionsStore, useUserStore } = useStores() as unknown as Stores;
	const [permissions, user, records] = [usePermissionsStore(), useUserStore(), useRecords()];
	const mayUpdate = ref<boolean | null>(null);

	watch([form.record, form.id], async ([record, id]) => {
		if (!record || id === null) return;
		const rights = await records.get<Rights>(`/permissions/me/${collection()}/${encodeURIComponent(id)}`).catch(() => null);
		if (form.record.value === record) mayUpdate.value = rights?.update.access ?? false;
	}, { immediate: true });

	return computed(() => {
		const [record, id] = [form.record.value, form.id.value];
		if (!record || id === null || mayUpdate.value === null) return null;
		return {
			collection: collection(), id, record, mayUpdate: mayUpdate.value,
			mayCreate: (of) => permissions.hasPermission(of, 'create'), me: user.currentUser?.id ?? '',
		};
	});
}
