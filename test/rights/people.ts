import type { World } from '../support/index.ts';
import { makePerson, makePolicy, makeRole, type Rule } from './logins.ts';

export type Right = Omit<Rule, 'action'> & Partial<Pick<Rule, 'action'>>;

/** Somebody of this name, with a role of these policies and no other rights. */
export async function personWith(world: World, name: string, ...policies: readonly (readonly Right[])[]): Promise<{ id: string; token: string }> {
	const made: string[] = [];
	for (const rights of policies) made.push(await makePolicy(world, { app: true, rules: rights.map((right) => ({ action: 'read', ...right })) }));
	const { id, staticToken } = await makePerson(world, { role: await makeRole(world, made), first_name: name, email: `${name.toLowerCase()}@example.com` });
	return { id, token: staticToken };
}

export type Person = Awaited<ReturnType<typeof personWith>>;
