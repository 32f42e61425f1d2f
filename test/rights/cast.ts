import { idOf } from '../../schema/apply/access.ts';
import type { World } from '../support/index.ts';

export type RoleName = 'Sales Rep' | 'Sales Manager' | 'Marketing' | 'Support' | 'Finance' | 'Viewer' | 'Administrator';

export interface Person {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly password: string;
	readonly token: string;
	readonly team: string;
}

/** Two teams: North with somebody of every role and a second rep, South with a rep. All sign in by their tokens. */
export interface Cast {
	readonly north: string;
	readonly south: string;
	/** A person of each role, in North. */
	readonly people: Readonly<Record<RoleName, Person>>;
	/** Another rep of North. */
	readonly teammate: Person;
	/** A rep of South. */
	readonly stranger: Person;
}

const roleKeys: Record<Exclude<RoleName, 'Administrator'>, string> = {
	'Sales Rep': 'sales_rep', 'Sales Manager': 'sales_manager', Marketing: 'marketing', Support: 'support', Finance: 'finance', Viewer: 'viewer',
};

export async function castOf(world: World): Promise<Cast> {
	const { rows } = await world.sql.query<{ role: string }>('SELECT role FROM directus_users WHERE token = $1', [world.token]);
	const run = Math.random().toString(36).slice(2, 8);
	const team = async (name: string) => (await created(world, 'crm_teams', { name: `${name} ${run}` })).id as string;
	const [north, south] = [await team('North'), await team('South')];
	const person = async (name: string, role: string, teamId: string): Promise<Person> => {
		const key = `${name.toLowerCase().replaceAll(' ', '-')}-${run}`;
		const login = { email: `${key}@example.com`, password: `password-${key}`, token: `token-${key}` };
		const { body, status } = await world.api('/users', { body: { first_name: name, last_name: run, ...login, role, status: 'active', team: teamId } });
		if (status !== 200) throw new Error(JSON.stringify(body));
		return { id: body.data.id, name, team: teamId, ...login };
	};
	const people = {} as Record<RoleName, Person>;
	for (const [name, key] of Object.entries(roleKeys)) people[name as RoleName] = await person(name, idOf('directus_roles', key), north);
	people.Administrator = await person('Administrator', rows[0]?.role ?? '', north);
	return {
		north, south, people,
		teammate: await person('Teammate', idOf('directus_roles', 'sales_rep'), north),
		stranger: await person('Stranger', idOf('directus_roles', 'sales_rep'), south),
	};
}

/** Makes a row as the admin. */
export async function created(world: World, collection: string, item: Record<string, unknown>): Promise<Record<string, unknown>> {
	const { status, body } = await world.api(`/items/${collection}`, { body: item });
	if (status !== 200) throw new Error(`${collection}: ${JSON.stringify(body)}`);
	return body.data;
}
