import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a served instance tells the process that looks after it. */
export type News =
	| { type: 'progress'; line: string }
	| { type: 'ready' }
	/** A sentence for the user, or a stack. */
	| { type: 'failed'; reason: string };

/** To the supervisor, or to the log where nobody supervises (a container). */
export function tell(news: News): void {
	if (process.send) process.send(news);
	else if (news.type === 'failed') console.error(news.reason);
	else console.log(news.type === 'ready' ? 'Cardinal is ready' : news.line);
}

/** Calls back when the parent is gone without a word: it was killed. */
export function onParentGone(callback: () => void): void {
	if (!process.connected) return;
	process.once('disconnect', callback);
	process.channel?.unref();
}

export type Supervised = {
	child: ChildProcess;
	/** Resolves when the child is ready; rejects with what it said when it is not going to be. */
	ready: Promise<void>;
	/** Resolves to how it ended. */
	ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	/** Asks it to end, and insists after `patience` ms. */
	stop: (patience?: number) => Promise<void>;
};

export type SuperviseOptions = {
	script: string;
	env: NodeJS.ProcessEnv;
	onProgress: (line: string) => void;
	onOutput: (line: string) => void;
};

/** Runs a script as a child in a process group of its own: Ctrl-C is for us, who stop things in order. */
export function supervise({ script, env, onProgress, onOutput }: SuperviseOptions): Supervised {
	const child = fork(script, [], { env, detached: true, silent: true, execArgv: ['--disable-warning=ExperimentalWarning'] });
	for (const stream of [child.stdout, child.stderr]) forEachLine(stream, onOutput);

	const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
		child.once('close', (code, signal) => resolve({ code, signal }));
		child.once('error', () => resolve({ code: 1, signal: null }));
	});

	const ready = new Promise<void>((resolve, reject) => {
		child.on('message', (news: News) => {
			if (news.type === 'progress') onProgress(news.line);
			if (news.type === 'ready') resolve();
			if (news.type === 'failed') reject(failure(news.reason));
		});

		void ended.then(({ code, signal }) => reject(failure(`Directus ended before it was ready (${signal ?? `exit code ${code}`}).`)));
	});

	ready.catch(() => undefined); // may be rejected after nobody waits any more

	return {
		child,
		ready,
		ended,
		stop: async (patience = 8_000) => {
			child.kill('SIGTERM');
			const insist = setTimeout(() => child.kill('SIGKILL'), patience);
			await ended;
			clearTimeout(insist);
		},
	};
}

/** Said at every start, and nothing to act on. */
export function isNoise(line: string): boolean {
	return line.includes("PostGIS isn't installed");
}

/** What a child says about its end is printed as it is: it made a sentence or a stack of it already. */
function failure(reason: string): Error {
	const error = new Error(reason);
	error.name = 'Sentence';
	return error;
}

function forEachLine(stream: Readable | null, callback: (line: string) => void): void {
	if (stream) createInterface({ input: stream }).on('line', callback);
}
