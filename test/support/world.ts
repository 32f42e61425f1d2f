import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { DatabaseAddress } from '../../bin/host/settings.ts';
import { createDatabase, dropDatabase } from './databases.ts';
import { ADMIN, startNode } from './node.ts';
import type { Provided } from './provider.ts';

export type Answer = {
	status: number;
	/** Parsed when it is JSON, else the text. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into whatever came back
	body: any;
	headers: Headers;
};

export type Request = {
	method?: string;
	/** An object is sent as JSON; FormData, strings and bytes go as they are. */
	body?: unknown;
	headers?: Record<string, string>;
	/** Whose rights: the admin's unless given; null asks as nobody. */
	token?: string | null;
};

export type World = {
	url: string;
	/** The admin's. */
	token: string;
	database: DatabaseAddress;
	env: NodeJS.ProcessEnv;
	sql: pg.Pool;
	api: (path: string, request?: Request) => Promise<Answer>;
	graphql: (query: string, variables?: Record<string, unknown>, options?: { token?: string | null; isSystem?: boolean }) => Promise<Answer>;
	/** What Directus wrote to its log so far; empty for the shared world. */
	output: () => string;
	stop: () => Promise<void>;
};

export type WorldOptions = {
	/** With the demo's accounts, leads, deals and people. */
	demo?: boolean;
	env?: Record<string, string>;
};

/** An instance of its own: a fresh clone of the template with a Directus on it. Stop it in `afterAll`. */
export async function startWorld({ demo = false, env = {} }: WorldOptions = {}): Promise<World> {
	const template = await ask('template');
	const database = await createDatabase({ address: template, name: `cardinal_world_${randomBytes(5).toString('hex')}`, template: template.database });
	const node = await startNode({ database, isBooting: demo, env: { CRM_DEMO: String(demo), ...env } });
	const world = describe({ url: node.url, database, env: node.env, output: node.output });

	return {
		...world,
		stop: async () => {
			await world.sql.end();
			await node.stop();
			await dropDatabase(database);
		},
	};
}

/** The instance that all files share, for tests that are independent of what else is in it. */
export async function sharedWorld(): Promise<World> {
	const { url, database } = await ask('shared');
	const world = describe({ url, database, env: {}, output: () => '' });
	return { ...world, stop: () => world.sql.end() };
}

/** A new, empty database on the server of this run. */
export async function emptyDatabase(): Promise<DatabaseAddress & { drop: () => Promise<void> }> {
	const address = await createDatabase({ address: await ask('server'), name: `cardinal_empty_${randomBytes(5).toString('hex')}` });
	return { ...address, drop: () => dropDatabase(address) };
}

async function ask<Name extends keyof Provided>(name: Name): Promise<Provided[Name]> {
	const response = await fetch(`${inject('provider')}/${name}`);
	const body = await response.json();
	if (!response.ok) throw new Error((body as { message: string }).message);
	return body as Provided[Name];
}

function describe({ url, database, env, output }: Pick<World, 'url' | 'database' | 'env' | 'output'>): Omit<World, 'stop'> {
	const sql = new pg.Pool({ ...database, max: 4, allowExitOnIdle: true });
	sql.on('error', () => undefined);

	const api: World['api'] = async (path, { method, body, headers = {}, token = ADMIN.token } = {}) => {
		const isRaw = body === undefined || typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;

		const response = await fetch(new URL(path, url), {
			method: method ?? (body === undefined ? 'GET' : 'POST'),
			headers: { ...(token && { authorization: `Bearer ${token}` }), ...(!isRaw && { 'content-type': 'application/json' }), ...headers },
			...(body !== undefined && { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
		});

		return { status: response.status, body: parse(await response.text()), headers: response.headers };
	};

	return {
		url,
		token: ADMIN.token,
		database,
		env,
		sql,
		output,
		api,
		graphql: (query, variables = {}, { token = ADMIN.token, isSystem = false } = {}) => api(isSystem ? '/graphql/system' : '/graphql', { body: { query, variables }, token }),
	};
}

function parse(text: string): unknown {
	try {
		return text === '' ? null : JSON.parse(text);
	} catch {
		return text;
	}
}
