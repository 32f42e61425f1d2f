import { realtime } from '@directus/sdk';
import { useApi, useSdk } from '@directus/extensions-sdk';
import { onBeforeUnmount, onMounted, ref } from 'vue';

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
	const socket = useSdk().with(realtime({ authMode: 'strict', url: socketAddress(useApi().getUri({ url: '/websocket' })), reconnect: { delay: 2_000, retries: Infinity } }));
	let isMissed = false;
	let readAt = -apart;
	let gathering: ReturnType<typeof setTimeout> | undefined;
	let asking: ReturnType<typeof setInterval> | undefined;
	const ends: (() => void)[] = [];

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
		ends.push(
			socket.onWebSocket('open', () => {
				isUp.value = true;
				// What happened while it was down was not heard.
				if (wasUp) changed();
				wasUp = true;
			}),
			socket.onWebSocket('close', () => void (isUp.value = false)),
			socket.onWebSocket('message', (message: { readonly type?: string; readonly changed?: string }) => {
				if (message.type === 'crm' && message.changed !== undefined && collections.includes(message.changed)) changed();
			}),
		);
		socket.connect().catch(() => undefined);
		asking = setInterval(() => void (!isUp.value && changed()), askEvery);
		document.addEventListener('visibilitychange', seen);
	});
	onBeforeUnmount(() => {
		for (const end of ends) end();
		clearTimeout(gathering);
		clearInterval(asking);
		document.removeEventListener('visibilitychange', seen);
		socket.disconnect();
	});

	return { isUp };
}

function socketAddress(path: string): string {
	const address = new URL(path, location.href);
	address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
	return address.href;
}
