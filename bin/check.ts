// `npm run check`: types, lint and the rules of the house. One line a step, and what is wrong below it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './host/project.ts';

type Step = { name: string; script: string; args: string[] };

const steps: Step[] = [
	{ name: 'Types, in TypeScript and in Vue', script: 'vue-tsc/bin/vue-tsc.js', args: ['--noEmit', '--pretty'] },
	{ name: 'Lint and architecture', script: 'eslint/bin/eslint.js', args: ['.', '--color', '--max-warnings=0'] },
];

// Two at a time: each takes a core for its own.
const results = await Promise.all(steps.map(report));
process.exitCode = results.every(Boolean) ? 0 : 1;

async function report(step: Step): Promise<boolean> {
	const startedAt = Date.now();
	const { isFine, output } = await run(step);
	console.log(`${isFine ? '✓' : '✗'} ${step.name} (${((Date.now() - startedAt) / 1000).toFixed(0)} s)`);
	if (!isFine) console.log(output.trim());
	return isFine;
}

function run({ script, args }: Step): Promise<{ isFine: boolean; output: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
		const chunks: Buffer[] = [];
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		child.once('error', reject);
		child.once('close', (code) => resolve({ isFine: code === 0, output: Buffer.concat(chunks).toString('utf8') }));
	});
}
