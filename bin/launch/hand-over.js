import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundledNode, modules, root } from './root.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs the command on the bundled Node, passes signals on, and resolves to its exit code. */
export function handOver(script, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(bundledNode, ['--disable-warning=ExperimentalWarning', script, ...args], {
			// The channel is the lifeline: when this process is killed, the command notices and stops everything.
			stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
			env: {
				...process.env,
				CRM_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(),
				NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'compile'),
			},
			cwd: root,
		});

		for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
		const watch = watchParent(() => child.kill('SIGTERM'));

		child.on('error', reject);

		child.on('exit', (code, signal) => {
			clearInterval(watch);
			resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
		});
	});
}

/** npm, when killed, takes nobody along. Whoever was started by it looks after it. */
function watchParent(onGone) {
	if (!process.env.npm_lifecycle_event) return undefined;
	const parent = process.ppid;

	return setInterval(() => {
		if (process.ppid !== parent) onGone();
	}, 1000).unref();
}
