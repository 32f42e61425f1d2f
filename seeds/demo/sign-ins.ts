import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { HostServices } from '../../schema/apply/directus.ts';
import type { Chapter } from './story-shape.ts';

/** As whom one can sign in, to see the house with the eyes of a role. */
export interface SignIn {
	readonly role: string;
	readonly email: string;
}

/** What the start made of it (bin/host/secrets.ts); Directus reads variables loosely, so it may come as anything. */
export function demoPasswordFrom(env: { readonly [name: string]: unknown }): string | undefined {
	const password = env['CRM_DEMO_PASSWORD'];
	return password === undefined || password === '' ? undefined : String(password);
}

/** Lets the people of the demo sign in, all with one password: kept as Directus keeps every password. */
export async function letSignIn(password: string, { chapters, trx, schema, services }: { chapters: readonly Chapter[]; trx: Knex; schema: SchemaOverview; services: HostServices }): Promise<void> {
	const { PayloadService } = services as HostServices & PasswordServices;
	const people = chapters.filter(({ kind, table }) => kind === 'rows' && table === 'directus_users').flatMap(({ rows }) => rows.map(({ id }) => id));
	const hashed = await new PayloadService('directus_users', { knex: trx, schema }).processValues('update', { password });
	await trx('directus_users').update(hashed).whereRaw('id = ANY (?)', [people]);
}

/** One of the demo's people for each role, as long as they are here and can sign in. */
export async function signInsOf(query: (sql: string) => Promise<{ rows: object[] }>): Promise<SignIn[]> {
	const { rows: tables } = await query("SELECT FROM pg_tables WHERE schemaname = 'cardinal' AND tablename = 'demo'");
	if (tables.length === 0) return [];
	const { rows } = await query(`
		SELECT DISTINCT ON (r.name) r.name AS role, u.email
		FROM cardinal.demo d JOIN public.directus_users u ON u.id::text = d.key JOIN public.directus_roles r ON r.id = u.role
		WHERE d.collection = 'directus_users' AND d.removed_at IS NULL AND u.status = 'active' AND u.password IS NOT NULL
		ORDER BY r.name, u.email
	`);
	return rows as SignIn[];
}

/** For the terminal: a line each, under the password that they share. */
export function describeSignIns(signIns: readonly SignIn[], password: string): string[] {
	const width = Math.max(...signIns.map(({ role }) => role.length));
	return [`Sign in as one of the demo’s people, with the password ${password}`, ...signIns.map(({ role, email }) => `  ${role.padEnd(width)}  ${email}`)];
}

interface PasswordServices {
	readonly PayloadService: new (collection: string, options: { knex: Knex; schema: SchemaOverview }) => { processValues(action: 'update', payload: { password: string }): Promise<{ password: string }> };
}
