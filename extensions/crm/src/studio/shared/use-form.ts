import { getActivePinia } from 'pinia';
import { type ComponentInternalInstance, computed, type ComputedRef, getCurrentInstance, nextTick, readonly, type Ref, ref, watch } from 'vue';

export type Row = Readonly<Record<string, unknown>>;

/** The form that an interface stands in, of which Directus tells an interface nothing but its own value. */
export interface SurroundingForm {
	/** Of the record; null where there is none yet. */
	readonly id: Readonly<Ref<string | null>>;
	/** A record is being made. */
	readonly isNew: ComputedRef<boolean>;
	/** The record as it is stored; null while it is read. */
	readonly record: ComputedRef<Row | null>;
	/** What is typed and not saved. */
	readonly edits: ComputedRef<Row>;
	readonly hasEdits: ComputedRef<boolean>;
	/** Forgets what is typed: it has been saved by other means. */
	discard: () => void;
	/** Reads the record anew; what is typed stays. */
	refresh: () => Promise<void>;
}

export function useForm({ collection, primaryKey }: { collection: () => string; primaryKey: () => string | number }): SurroundingForm {
	const form = above(getCurrentInstance(), ({ props }) => 'initialValues' in props && 'modelValue' in props && 'validationErrors' in props);
	const drawer = above(form, ({ props }) => typeof props['refresh'] === 'function');
	const record = computed(() => (form?.props['initialValues'] as Row | null | undefined) ?? null);
	const edits = computed(() => (form?.props['modelValue'] as Row | null | undefined) ?? {});

	const id = ref<string | null>(null);
	const isNew = computed(() => primaryKey() === '+' && form?.props['loading'] !== true);

	// While a page reads its record, it calls it a new one.
	watch([primaryKey, isNew], ([key]) => {
		if (key !== '+') id.value = String(key);
		else if (isNew.value) id.value = null;
	}, { immediate: true });

	return {
		id: readonly(id),
		isNew,
		record,
		edits,
		hasEdits: computed(() => Object.keys(edits.value).length > 0),
		discard: () => form?.emit('update:modelValue', {}),

		refresh: async () => {
			await nextTick();
			const before = record.value;
			if (drawer) (drawer.props['refresh'] as () => void)();
			else tellPage(collection());
			await changed(record, before);
		},
	};
}

/** Set by whatever draws it: a page, a drawer, a form within a form. */
function above(from: ComponentInternalInstance | null, isMeant: (one: ComponentInternalInstance) => boolean): ComponentInternalInstance | null {
	let one = from?.parent ?? null;
	while (one && !isMeant(one)) one = one.parent;
	return one;
}

interface ToolsStore {
	triggerSystemToolResult?: (tool: 'items', about: { collection: string; action: 'update' }) => void;
}

/**
 * Item pages and lists of Directus read anew what something else than they has changed when they hear of it here, where
 * its assistant tells them. It is the one way to say so: there is no other that keeps what is typed.
 */
function tellPage(collection: string): void {
	const stores = (getActivePinia() as unknown as { _s?: Map<string, ToolsStore> } | undefined)?._s;
	const tell = stores?.get('ai-tools-store')?.triggerSystemToolResult;
	if (tell) tell('items', { collection, action: 'update' });
	else location.reload();
}

const patience = 10_000;

/** Until the record is there again, or isn't to be waited for any more. */
function changed(record: ComputedRef<Row | null>, before: Row | null): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(late);
			stop();
			resolve();
		};
		const late = setTimeout(end, patience);
		const stop = watch(record, (now) => {
			if (now && now !== before) end();
		});
	});
}
