import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../bin/host/ports.ts';
import { directusConfig, root } from '../../bin/host/project.ts';
import type { DatabaseAddress } from '../../bin/host/settings.ts';
import { supervise } from '../../bin/host/supervision.ts';

export const ADMIN = { email: 'admin@example.com', password: 'admin-password', token: 'admin-token' };

export type Node = { url: string; env: NodeJS.ProcessEnv; stop: () => Promise<void>; output: () => string };

export type NodeOptions = {
	database: DatabaseAddress;
	/** Brings the database up to date before it serves, as a start does; a clone of the template needs none of it. */
	isBooting?: boolean;
	env?: Record<string, string>;
};

/** A Directus on a free port, in a process of its own. */
export async function startNode({ database, isBooting = false, env = {} }: NodeOptions): Promise<Node> {
	const port = Number(env.PORT ?? (await freePort()));
	const dataDir = mkdtempSync(join(tmpdir(), 'cardinal-node-'));
	const nodeEnv = testEnvironment({ database, dataDir, port, env });
	const script = isBooting ? join(root, 'bin', 'serve.ts') : join(import.meta.dirname, 'serve-clone.ts');
	const clean = () => rmSync(dataDir, { recursive: true, force: true });
	const node = await run(script, nodeEnv).catch((error: unknown) => {
		clean();
		throw error;
	});

	return {
		url: `http://127.0.0.1:${port}`,
		env: nodeEnv,
		output: node.output,
		stop: async () => {
			await node.stop(3_000);
			clean();
		},
	};
}

/** Fills an empty database: Directus, the schema, the reference data; no demo. */
export async function buildTemplate(database: DatabaseAddress): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'cardinal-node-'));

	try {
		const node = await run(join(import.meta.dirname, 'boot-template.ts'), testEnvironment({ database, dataDir, port: 1, env: {} }));
		await node.ended;
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function run(script: string, env: NodeJS.ProcessEnv) {
	const lines: string[] = [];
	const output = () => lines.join('\n');
	const node = supervise({ script, env, onProgress: (line) => lines.push(line), onOutput: (line) => lines.push(line) });

	try {
		await node.ready;
	} catch (error) {
		await node.stop(1_000);
		throw new Error(`${(error as Error).message}\n${output()}`);
	}

	return { ...node, output };
}

function testEnvironment({ database, dataDir, port, env }: { database: DatabaseAddress; dataDir: string; port: number; env: Record<string, string> }): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		HOME: process.env.HOME,
		NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
		TZ: 'UTC',
		NODE_ENV: 'test',
		CONFIG_PATH: directusConfig,
		HOST: '127.0.0.1',
		PORT: String(port),
		CRM_DATA_DIR: dataDir,
		CRM_DEMO: 'false',
		DB_HOST: database.host,
		DB_PORT: String(database.port),
		DB_USER: database.user,
		DB_PASSWORD: database.password,
		DB_DATABASE: database.database,
		DB_POOL__MAX: '10',
		SECRET: 'a secret for tests, of more than 32 bytes',
		ADMIN_EMAIL: ADMIN.email,
		ADMIN_PASSWORD: ADMIN.password,
		ADMIN_TOKEN: ADMIN.token,
		CRM_ADMIN_TOKEN_IS_GIVEN: 'true',
		SERVE_APP: 'false',
		LOG_LEVEL: 'error',
		LOG_STYLE: 'raw',
		RATE_LIMITER_ENABLED: 'false',
		PRESSURE_LIMITER_ENABLED: 'false',
		LOGIN_STALL_TIME: '0',
		...env,
	};
}
