import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/** Whether an element is too narrow for columns beside one another: on a phone, in a small panel. */
export function useIsNarrow(element: Ref<HTMLElement | null>, below = 640) {
	const width = ref(window.innerWidth);
	const watcher = new ResizeObserver(([entry]) => void (entry && (width.value = entry.contentRect.width)));
	onMounted(() => element.value && watcher.observe(element.value));
	onBeforeUnmount(() => watcher.disconnect());
	return computed(() => width.value < below);
}
