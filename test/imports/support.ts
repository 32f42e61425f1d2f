import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, World } from '../support/index.ts';

export interface Report {
	id: string | null;
	collection: string;
	dryRun: boolean;
	rows: { total: number; created: number; updated: number; unchanged: number; skipped: number; failed: number };
	errors: { line: number; errors: string[] }[];
	notes: string[];
	errorsFile: string | null;
	errorsCsv?: string;
}

interface Import {
	file: string | Uint8Array;
	name?: string;
	mapping: unknown;
	dryRun?: boolean;
	token?: string | null;
	headers?: Record<string, string>;
	fields?: { [name: string]: string };
}

/** Sends a file to POST /crm/import. */
export function importInto(world: Pick<World, 'api'>, { file, name = 'test.csv', mapping, dryRun, fields = {}, ...request }: Import): Promise<Answer> {
	const form = new FormData();
	form.set('mapping', JSON.stringify(mapping));
	if (dryRun) form.set('dryRun', 'true');
	for (const [field, value] of Object.entries(fields)) form.set(field, value);
	form.set('file', new Blob([file as BlobPart], { type: 'text/csv' }), name);
	return world.api('/crm/import', { method: 'POST', body: form, ...request });
}

/** A mapping that is kept with the tests. */
export function readMapping(name: string): unknown {
	return JSON.parse(readFileSync(join(import.meta.dirname, 'crm-sales', `${name}.json`), 'utf8'));
}

/** How many rows each table has that an import could write to, so that "nothing was written" can be said of all. */
export async function contentOf({ sql }: Pick<World, 'sql'>): Promise<{ [table: string]: number }> {
	const { rows: tables } = await sql.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = \'public\' AND (tablename LIKE \'crm\\_%\' OR tablename IN (\'directus_users\', \'directus_activity\', \'directus_revisions\', \'directus_files\')) ORDER BY 1');
	const counts: { [table: string]: number } = {};
	for (const { name } of tables) counts[name] = Number((await sql.query<{ count: string }>(`SELECT count(*) FROM "${name}"`)).rows[0]?.count);
	return counts;
}

type Right = { collection: string; action: 'create' | 'read' | 'update' | 'delete'; fields?: string[]; permissions?: object | null };

/** Somebody with these rights and no others; their token, and their key. */
export async function personWith(world: Pick<World, 'api'>, name: string, rights: Right[]): Promise<{ id: string; token: string; email: string }> {
	const created = async (path: string, body: object) => {
		const answer = await world.api(path, { body });
		if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
		return answer.body.data.id as string;
	};
	const policy = await created('/policies', { name, app_access: true, admin_access: false, enforce_tfa: false });
	for (const right of rights) await created('/permissions', { policy, fields: ['*'], permissions: null, validation: null, presets: null, ...right });
	const role = await created('/roles', { name, policies: { create: [{ policy }], update: [], delete: [] } });
	const token = `token-of-${name}`;
	const email = `${name}@example.com`;
	return { id: await created('/users', { first_name: name, email, role, token, status: 'active' }), token, email };
}

export function csv(...lines: string[]): string {
	return `${lines.join('\n')}\n`;
}
