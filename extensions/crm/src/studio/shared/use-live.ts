import { onBeforeUnmount, onMounted, ref } from 'vue';
import { useLiveSocket } from './live-socket.ts';

/** Changes that follow one another closely are read together, and no more than once a second. */
const gatherFor = 150;
const apart = 1_000;
/** Without a socket, somebody has to ask. */
const askEvery = 30_000;

/**
 * Calls when something has changed in one of these collections: the server says no more than that, and everybody
 * reads again what they may read. While the page is hidden, changes wait until it is looked at.
 */
export function useLive(collections: readonly string[], onChange: () => void) {
	const isUp = ref(false);
	const join = useLiveSocket();
	let isMissed = false;
	let readAt = -apart;
	let gathering: ReturnType<typeof setTimeout> | undefined;
	let asking: ReturnType<typeof setInterval> | undefined;
	let leave: (() => void) | undefined;

	function changed(): void {
		if (document.hidden) {
			isMissed = true;
			return;
		}
		gathering ??= setTimeout(() => {
			gathering = undefined;
			readAt = performance.now();
			onChange();
		}, Math.max(gatherFor, readAt + apart - performance.now()));
	}

	function seen(): void {
		if (document.hidden || !isMissed) return;
		isMissed = false;
		onChange();
	}

	onMounted(() => {
		let wasUp = false;
		leave = join({
			opened() {
				isUp.value = true;
				// What happened while it was down was not heard.
				if (wasUp) changed();
				wasUp = true;
			},
			closed: () => void (isUp.value = false),
			heard(message) {
				if (message.type === 'crm' && message.changed !== undefined && collections.includes(message.changed)) changed();
			},
		});
		asking = setInterval(() => void (!isUp.value && changed()), askEvery);
		document.addEventListener('visibilitychange', seen);
	});
	onBeforeUnmount(() => {
		leave?.();
		clearTimeout(gathering);
		clearInterval(asking);
		document.removeEventListener('visibilitychange', seen);
	});

	return { isUp };
}
