import { spawn } from 'node:child_process';

/**
 * Runs a program quietly and resolves to `{ code, output }`; with `label`, a line now and then says that it is still
 * at it. Rejects only when the program cannot be started.
 */
export function runQuietly(program, args, { cwd, env = process.env, label, shell = false }) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
		const startedAt = Date.now();
		const chunks = [];
		const seconds = () => Math.round((Date.now() - startedAt) / 1000);
		const heartbeat = setInterval(() => console.log(`  still ${label} (${seconds()} s)`), 15_000);
		const stop = () => child.kill('SIGTERM');
		const end = () => {
			clearInterval(heartbeat);
			for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(signal, stop);
		};

		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
		child.stdout.on('data', (chunk) => chunks.push(chunk));
		child.stderr.on('data', (chunk) => chunks.push(chunk));

		child.on('error', (error) => {
			end();
			reject(error);
		});

		child.on('close', (code, signal) => {
			end();
			if (signal) return reject(new Error(`Stopped while ${label}. The next start continues.`));
			resolve({ code, output: Buffer.concat(chunks).toString('utf8'), seconds: seconds() });
		});
	});
}
