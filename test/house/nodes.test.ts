import { describe, expect, test, vi } from 'vitest';
import { hasRedis, startNode, startRedis, startWorld } from '../support/index.ts';

vi.setConfig({ testTimeout: 120_000 });

// What nodes need no Redis for is told in test/apply/instances.test.ts.
describe.runIf(hasRedis)('two nodes with Redis (where redis-server is installed)', () => {
	test('requests are counted over both, as one office sends them', async () => {
		const redis = await startRedis();
		const env = {
			REDIS: redis.url,
			SYNCHRONIZATION_STORE: 'redis',
			CACHE_STORE: 'redis',
			RATE_LIMITER_ENABLED: 'true',
			RATE_LIMITER_STORE: 'redis',
			RATE_LIMITER_POINTS: '6',
			RATE_LIMITER_DURATION: '60',
		};

		const world = await startWorld({ env });
		const second = await startNode({ database: world.database, env });

		try {
			const statuses: number[] = [];
			for (const url of [world.url, second.url, world.url, second.url, world.url, second.url, world.url, second.url]) statuses.push((await fetch(`${url}/server/info`)).status);
			expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
		} finally {
			await second.stop();
			await world.stop();
			await redis.stop();
		}
	});
});
