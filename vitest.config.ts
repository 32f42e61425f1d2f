import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts', 'extensions/*/{src,test}/**/*.test.ts'],
		globalSetup: ['test/support/global-setup.ts'],
		env: { TZ: 'UTC' },
		pool: 'forks',
		// Files with a Directus of their own take a core each.
		maxWorkers: 2,
		minWorkers: 1,
		testTimeout: 30_000,
		hookTimeout: 180_000,
		teardownTimeout: 30_000,
	},
});
