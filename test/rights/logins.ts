import { randomUUID } from 'node:crypto';
import type { World } from '../support/index.ts';

export type Rule = { collection: string; action: 'create' | 'read' | 'update' | 'delete' | 'share'; permissions?: object; fields?: string[] };

export type Policy = { admin?: boolean; app?: boolean; rules?: readonly Rule[] };

export type Person = { id: string; email: string; password: string; staticToken: string };

/** A policy of its own; returns its id. */
export async function makePolicy(world: World, { admin = false, app = false, rules = [] }: Policy): Promise<string> {
	const permissions = rules.map((rule) => ({ permissions: {}, fields: ['*'], ...rule }));
	return made(world, '/policies', { name: `Test ${randomUUID()}`, admin_access: admin, app_access: app, permissions: { create: permissions, update: [], delete: [] } });
}

/** A role of its own, that has these policies; returns its id. */
export async function makeRole(world: World, policies: readonly string[]): Promise<string> {
	const id = await made(world, '/roles', { name: `Test ${randomUUID()}` });
	for (const policy of policies) await made(world, '/access', { role: id, policy });
	return id;
}

export async function makePerson(world: World, facts: { role: string | null } & Record<string, unknown>): Promise<Person> {
	const person = { email: `${randomUUID()}@example.com`, password: 'a password', token: randomUUID() };
	const id = await made(world, '/users', { ...person, first_name: 'Kim', status: 'active', ...facts });
	return { id, email: person.email, password: person.password, staticToken: person.token };
}

export async function change(world: World, collection: string, id: string, body: object): Promise<void> {
	const answer = await world.api(`/${collection}/${id}`, { method: 'PATCH', body });
	if (answer.status !== 200) throw new Error(`${collection}: ${JSON.stringify(answer.body)}`);
}

/** Signs in as a program does. */
export async function tokensOf(world: World, { email, password }: Person): Promise<{ access: string; refresh: string }> {
	const { body } = await world.api('/auth/login', { body: { email, password }, token: null });
	return { access: body.data.access_token, refresh: body.data.refresh_token };
}

/** Signs in as a browser does: the session's cookie, to be sent along. */
export async function cookieOf(world: World, { email, password }: Person): Promise<string> {
	const { headers } = await world.api('/auth/login', { body: { email, password, mode: 'session' }, token: null });
	return headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

async function made(world: World, path: string, body: object): Promise<string> {
	const answer = await world.api(path, { body });
	if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
	return answer.body.data.id;
}
