// `npm run bench`: the benchmarks below test/bench, with ratios side by side.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest, parseCLI } from 'vitest/node';
import { root } from './host/project.ts';

const folder = join(root, 'test', 'bench');
const hasAny = existsSync(folder) && readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.ts'));

if (!hasAny) {
	console.log('There are no benchmarks yet: test/bench is empty.');
	process.exit();
}

const { filter, options } = parseCLI(['vitest', 'bench', '--run', ...process.argv.slice(2)]);
const vitest = await createVitest('benchmark', { ...options, run: true, watch: false, benchmark: { include: ['test/bench/**/*.ts'] } });
await vitest.start(filter);
await vitest.close();
process.exit();
