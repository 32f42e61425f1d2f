import type { TestModule } from 'vitest/node';

export function countTests(modules: readonly TestModule[]): { passed: number; failed: number; skipped: number } {
	const counts = { passed: 0, failed: 0, skipped: 0 };

	for (const module of modules) {
		for (const test of module.children.allTests()) {
			const { state } = test.result();
			if (state === 'passed' || state === 'failed') counts[state]++;
			else counts.skipped++;
		}
	}

	return counts;
}
