import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../bin/host/postmaster.ts';
import { root } from '../../bin/host/project.ts';

export type Command = {
	child: ChildProcess;
	output: () => string;
	/** Resolves when the output contains the text; rejects when the command ends without. */
	says: (text: string) => Promise<void>;
	/** Its exit code, or the signal that ended it. */
	ended: Promise<number | string>;
};

export type CommandOptions = {
	env: Record<string, string>;
	/** The command itself, unless through the launcher, as npm does. */
	script?: readonly [string, ...string[]];
	/** Words to put before the program, such as setpriv with its options. */
	prefix?: readonly string[];
};

/** `npm start`, without npm. */
export function start({ env, script: [file, ...words] = ['bin/start.ts'], prefix = [] }: CommandOptions): Command {
	const [program = '', ...args] = [...prefix, process.execPath, '--disable-warning=ExperimentalWarning', join(root, file), ...words];

	const child = spawn(program, args, {
		cwd: root,
		env: { PATH: process.env.PATH, HOME: tmpdir(), NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, CRM_DEMO: 'false', SERVE_APP: 'false', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});

	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));

	let hasEnded = false;
	const ended = new Promise<number | string>((resolve) => {
		child.once('close', (code, signal) => {
			hasEnded = true;
			resolve(code ?? signal ?? 'nothing');
		});
	});

	const says = async (wanted: string) => {
		while (!text.includes(wanted)) {
			if (hasEnded) throw new Error(`It ended without saying "${wanted}":\n${text}`);
			await sleep(20);
		}
	};

	return { child, output: () => text, says, ended };
}

export function freshDataDir(): string {
	const folder = mkdtempSync(join(tmpdir(), 'cardinal-house-'));
	chmodSync(folder, 0o755);
	return folder;
}

export function postmasterPid(dataDir: string): number | undefined {
	try {
		return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
	} catch {
		return undefined;
	}
}

/** The processes below one, nearest first: supervisor, node, database. */
export function descendants(pid: number): number[] {
	const children = childrenOf(pid);
	return [...children, ...children.flatMap(descendants)];
}

/** None of a process that ended meanwhile. */
function childrenOf(pid: number): number[] {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
	} catch {
		return [];
	}
}

/** `kill -9`, of which some may have died of the others' end. */
export function killAll(pids: readonly number[]): void {
	for (const pid of pids) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// gone already
		}
	}
}

export async function untilGone(pids: readonly number[], patience = 15_000): Promise<void> {
	const deadline = Date.now() + patience;

	while (pids.some(isAlive)) {
		if (Date.now() > deadline) throw new Error(`Still alive: ${pids.filter(isAlive).join(', ')}`);
		await sleep(50);
	}
}
