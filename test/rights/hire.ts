import { randomUUID } from 'node:crypto';
import { idOf } from '../../schema/apply/access.ts';
import type { Answer, World } from '../support/index.ts';

export type RoleKey = 'sales_rep' | 'sales_manager' | 'marketing' | 'support' | 'finance' | 'viewer' | 'administrator';

/** Somebody who works here, and what they do as themselves. */
export interface Colleague {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly password: string;
	readonly token: string;
	readonly create: (collection: string, item: object) => Promise<Answer>;
	readonly read: (collection: string, query?: object) => Promise<Answer>;
	readonly update: (collection: string, key: string, item: object) => Promise<Answer>;
	/** Whether they can see the row at all. */
	readonly sees: (collection: string, key: string) => Promise<boolean>;
}

export async function hire(world: World, { role, name = role, ...facts }: { role: RoleKey; name?: string; team?: string | null; status?: string }): Promise<Colleague> {
	const person = { email: `${randomUUID()}@example.com`, password: 'a password', token: randomUUID() };
	const { id } = await made(world, '/users', { first_name: name, last_name: person.token.slice(0, 4), status: 'active', role: await roleId(world, role), ...person, ...facts });
	const { token } = person;
	const path = (collection: string) => (collection.startsWith('directus_') ? `/${collection.slice('directus_'.length)}` : `/items/${collection}`);
	return {
		id, name: `${name} ${token.slice(0, 4)}`, ...person,
		create: (collection, body) => world.api(path(collection), { body, token }),
		read: (collection, query = {}) => world.api(`${path(collection)}?${Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`).join('&')}`, { token }),
		update: (collection, key, body) => world.api(`${path(collection)}/${key}`, { method: 'PATCH', body, token }),
		sees: async (collection, key) => {
			const { status } = await world.api(`${path(collection)}/${key}`, { token });
			if (status !== 200 && status !== 403) throw new Error(`Reading ${collection} answered ${status}.`);
			return status === 200;
		},
	};
}

export async function found(world: World, facts: object = {}): Promise<string> {
	return (await made(world, '/items/crm_teams', { name: `Team ${randomUUID().slice(0, 8)}`, ...facts })).id;
}

/** Made by the administrator; @returns the row */
export async function made(world: World, path: string, body: object) {
	const answer = await world.api(path, { body });
	if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
	return answer.body.data;
}

/** Changed by the administrator. */
export async function changed(world: World, path: string, body: object): Promise<void> {
	const answer = await world.api(path, { method: 'PATCH', body });
	if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
}

async function roleId(world: World, role: RoleKey): Promise<string> {
	if (role !== 'administrator') return idOf('directus_roles', role);
	const { rows } = await world.sql.query<{ role: string }>('SELECT role FROM directus_users WHERE token = $1', [world.token]);
	return rows[0]?.role ?? '';
}

/** A lead that was converted in another system, as an import would say. */
export async function convertedElsewhere(world: World, lead: string): Promise<void> {
	await world.sql.query(`BEGIN; SET LOCAL crm.origin = 'import'; UPDATE crm_leads SET status = 'converted' WHERE id = '${lead}'; COMMIT`);
}
