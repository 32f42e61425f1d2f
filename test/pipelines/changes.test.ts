import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cast, castOf, created } from '../rights/cast.ts';
import { openSocket, type Socket } from '../rights/socket.ts';
import { hasRedis, startNode, startRedis, startWorld, type Node, type Redis, type World } from '../support/index.ts';

/** What somebody changes, whatever path it came by, open screens of others are told, on every node. */
let world: World;
let cast: Cast;
let second: Node;
let redis: Redis | undefined;

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	second = await startNode({ database: world.database });
});
afterAll(async () => {
	await second?.stop();
	await redis?.stop();
	await world?.stop();
});

const told = (socket: Socket) => socket.messages.filter(({ type }) => type === 'crm').map(({ changed }) => changed);
/** What is told from now on, until nothing has been for a while. */
async function toldBy(sockets: readonly Socket[], change: () => Promise<unknown>): Promise<string[][]> {
	await quiet(sockets);
	const before = sockets.map((socket) => told(socket).length);
	await change();
	await expect.poll(() => sockets.map((socket, index) => told(socket).length > before[index]!), { timeout: 10_000 }).toEqual(sockets.map(() => true));
	await quiet(sockets);
	return sockets.map((socket, index) => told(socket).slice(before[index]));
}

async function quiet(sockets: readonly Socket[]): Promise<void> {
	for (let count = -1; ;) {
		const now = sockets.reduce((sum, socket) => sum + told(socket).length, 0);
		if (now === count) return;
		count = now;
		await new Promise((resolve) => setTimeout(resolve, 700));
	}
}

describe.each(['without Redis', ...(hasRedis ? ['with Redis'] : [])])('on two nodes %s', (how) => {
	const nodes: { url: string }[] = [];
	const extra: Node[] = [];

	beforeAll(async () => {
		nodes.length = 0;
		if (how === 'without Redis') {
			nodes.push(world, second);
			return;
		}
		redis = await startRedis();
		for (let node = 0; node < 2; node++) extra.push(await startNode({ database: world.database, env: { REDIS: redis.url, SYNCHRONIZATION_STORE: 'redis' } }));
		nodes.push(...extra);
	});
	afterAll(async () => {
		for (const node of extra) await node.stop();
	});

	test('a move, a statement in SQL and a planned activity of a deal are told once, to all who are signed in', async () => {
		const owner = cast.people['Sales Rep'];
		const id = (await created(world, 'crm_opportunities', { name: 'Watched', owner: owner.id }))['id'] as string;
		const sockets = await Promise.all(nodes.flatMap(({ url }) => [openSocket({ url, token: owner.token }), openSocket({ url, token: cast.stranger.token })]));
		try {
			const everybody = (changed: string) => sockets.map(() => [changed]);
			const stages = (await world.sql.query("SELECT id FROM crm_stages WHERE kind = 'open' ORDER BY sort")).rows;
			expect(await toldBy(sockets, () => world.api(`/crm/opportunities/${id}/move`, { body: { stage: stages[1].id }, token: owner.token }))).toEqual(everybody('crm_opportunities'));
			expect(await toldBy(sockets, async () => {
				for (let turn = 0; turn < 5; turn++) await world.sql.query("UPDATE crm_opportunities SET next_step = 'Call ' || $2 WHERE id = $1", [id, turn]);
			})).toEqual(everybody('crm_opportunities'));
			expect(await toldBy(sockets, () => created(world, 'crm_activities', { type: 'call', subject: 'Planned', opportunity: id }))).toEqual(everybody('crm_activities'));
			expect(await toldBy(sockets, () => world.sql.query('UPDATE crm_stages SET rotting_days = 9 WHERE id = $1', [stages[0].id]))).toEqual(everybody('crm_stages'));
			// No content: nobody learns more than that there is something to ask for.
			expect(new Set(sockets.flatMap(({ messages }) => messages.filter(({ type }) => type === 'crm').flatMap((message) => Object.keys(message))))).toEqual(new Set(['type', 'changed']));
		} finally {
			for (const socket of sockets) socket.close();
		}
	}, 60_000);
});

test('whoever has not signed in is told nothing', async () => {
	const socket = new WebSocket(new URL('/websocket', world.url));
	const messages: unknown[] = [];
	socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data))));
	await new Promise((resolve) => socket.addEventListener('open', resolve));
	const watcher = await openSocket({ url: world.url, token: cast.stranger.token });
	await toldBy([watcher], () => created(world, 'crm_opportunities', { name: 'Unseen' }));
	expect(messages).toEqual([]);
	socket.close();
	watcher.close();
}, 60_000);
