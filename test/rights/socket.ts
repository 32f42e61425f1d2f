import { expect } from 'vitest';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into whatever came
type Message = any;

export type Socket = {
	send: (message: object) => void;
	/** What came so far, in its order. */
	messages: Message[];
	/** Waits for a message that has these parts. */
	heard: (parts: object) => Promise<Message>;
	/** The code that the server closed it with. */
	closed: Promise<number>;
	close: () => void;
};

/** Speaks with the REST socket, having signed in. */
export async function openSocket({ url, token, path = '/websocket' }: { url: string; token: string; path?: string }): Promise<Socket> {
	const socket = await connect(new URL(path, url));
	socket.send({ type: 'auth', access_token: token });
	const refused = socket.closed.then((code) => Promise.reject(new Error(`Signing in was refused (${code}).`)));
	refused.catch(() => undefined);
	await Promise.race([socket.heard({ type: 'auth', status: 'ok' }), refused]);
	return socket;
}

/** Listens for what becomes of a collection's rows. */
export async function subscribe(socket: Socket, collection: string, fields: readonly string[] = ['last_name']): Promise<void> {
	socket.send({ type: 'subscribe', collection, uid: collection, query: { fields } });
	await socket.heard({ type: 'subscription', event: 'init', uid: collection });
}

/** Speaks with the GraphQL socket, having signed in. */
export async function openGraphqlSocket({ url, token }: { url: string; token: string }): Promise<Socket> {
	const socket = await connect(new URL('/graphql', url), 'graphql-transport-ws');
	socket.send({ type: 'connection_init', payload: { access_token: token } });
	await socket.heard({ type: 'connection_ack' });
	return socket;
}

/** Its token stands in the address, as the log's has to. */
export function openWithToken({ url, token, path }: { url: string; token: string; path: string }): Promise<Socket> {
	return connect(new URL(`${path}?access_token=${token}`, url));
}

async function connect(address: URL, protocol?: string): Promise<Socket> {
	const socket = new WebSocket(address, protocol);
	const messages: Message[] = [];
	socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data))));
	const closed = new Promise<number>((resolve) => void socket.addEventListener('close', ({ code }) => resolve(code)));
	await new Promise((resolve, reject) => {
		socket.addEventListener('open', resolve);
		socket.addEventListener('close', ({ code }) => reject(new Error(`The socket was closed with ${code}.`)));
		socket.addEventListener('error', () => reject(new Error(`The socket ${address.pathname} was refused.`)));
	});

	return {
		send: (message) => socket.send(JSON.stringify(message)),
		messages,
		heard: async (parts) => {
			await expect.poll(() => messages, { timeout: 10_000 }).toContainEqual(expect.objectContaining(parts));
			return messages.find((message) => Object.entries(parts).every(([name, value]) => message[name] === value));
		},
		closed,
		close: () => socket.close(),
	};
}
