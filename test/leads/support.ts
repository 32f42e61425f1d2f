import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Colleague, made } from '../rights/hire.ts';
import type { Answer, World } from '../support/index.ts';

/** What a conversion may leave behind, and how many there are. */
const touched = ['crm_accounts', 'crm_contacts', 'crm_opportunities', 'crm_account_contacts', 'crm_stage_changes', 'directus_activity', 'directus_revisions'];

export async function countRows({ sql }: World): Promise<Record<string, number>> {
	const { rows } = await sql.query<Record<string, number>>(`SELECT ${touched.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ')}`);
	return rows[0] ?? {};
}

/** A name that nobody else has. */
export function unique(name: string): string {
	return `${name} ${randomUUID().slice(0, 8)}`;
}

export function leadOf(world: World, facts: object = {}): Promise<{ id: string; [field: string]: unknown }> {
	return made(world, '/items/crm_leads', { first_name: 'Amy', last_name: 'Adams', company: unique('Acme'), ...facts });
}

type Who = Pick<Colleague, 'token'>;

export function convert(world: World, id: string, body: object = {}, { token }: Partial<Who> = {}): Promise<Answer> {
	return world.api(`/crm/leads/${id}/convert`, { body, ...(token ? { token } : {}) });
}

export function unconvert(world: World, id: string, { token }: Partial<Who> = {}): Promise<Answer> {
	return world.api(`/crm/leads/${id}/unconvert`, { method: 'POST', ...(token ? { token } : {}) });
}

export async function preview(world: World, id: string, { token }: Partial<Who> = {}) {
	const answer = await world.api(`/crm/leads/${id}/conversion`, token ? { token } : {});
	expect(answer.body).toHaveProperty('data');
	return answer.body.data;
}

export async function converted(world: World, id: string, body: object = {}, who: Partial<Who> = {}) {
	const answer = await convert(world, id, body, who);
	if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
}

export async function row({ sql }: World, table: string, id: string) {
	return (await sql.query(`SELECT * FROM ${table} WHERE id = $1`, [id])).rows[0];
}
