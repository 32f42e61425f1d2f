import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:net';
import { freePort } from '../../bin/host/ports.ts';

/** Redis does not come with npm; .ci/run installs it from Debian. Tests that need it say that they skip elsewhere. */
export const hasRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

export type Redis = { url: string; stop: () => Promise<void> };

/** A Redis of its own, that keeps nothing on disk. */
export async function startRedis(): Promise<Redis> {
	const port = await freePort();
	const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));

	while (!(await answers(port))) await sleep(50);

	return {
		url: `redis://127.0.0.1:${port}`,
		stop: () => {
			child.kill('SIGTERM');
			return ended;
		},
	};
}

function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined));
		socket.once('error', () => resolve(false));
	});
}
