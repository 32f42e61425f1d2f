import { realtime } from '@directus/sdk';
import { useApi, useSdk } from '@directus/extensions-sdk';

/** What the server says of a change: in which collection, and no more. */
export interface Message {
	readonly type?: string;
	readonly changed?: string;
}

export interface Listener {
	opened(): void;
	closed(): void;
	heard(message: Message): void;
}

interface Socket {
	disconnect(): void;
}

/** All that is live on a page hears of changes over one connection: a dashboard has many panels. */
const listeners = new Set<Listener>();
let current: Socket | undefined;
let isUp = false;

/** How to join in; only within setup, as all of Directus' composables. The connection ends with the last who leaves. */
export function useLiveSocket(): (listener: Listener) => () => void {
	const sdk = useSdk();
	const url = address(useApi().getUri({ url: '/websocket' }));
	return (listener) => {
		listeners.add(listener);
		if (!current) connect(sdk, url);
		else if (isUp) listener.opened();
		return () => {
			listeners.delete(listener);
			if (listeners.size > 0) return;
			current?.disconnect();
			current = undefined;
			isUp = false;
		};
	};
}

function connect(sdk: ReturnType<typeof useSdk>, url: string): void {
	const socket = sdk.with(realtime({ authMode: 'strict', url, reconnect: { delay: 2_000, retries: Infinity } }));
	const tell = (what: (listener: Listener) => void) => void (socket === current && listeners.forEach(what));
	current = socket;
	socket.onWebSocket('open', () => {
		// One that nobody waits for any more can't be ended before it is open.
		if (socket !== current) return socket.disconnect();
		isUp = true;
		tell((listener) => listener.opened());
	});
	socket.onWebSocket('close', () => {
		if (socket === current) isUp = false;
		tell((listener) => listener.closed());
	});
	socket.onWebSocket('message', (message: Message) => tell((listener) => listener.heard(message)));
	socket.connect().catch(() => undefined);
}

function address(path: string): string {
	const url = new URL(path, location.href);
	url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
	return url.href;
}
