import type { World } from '../support/index.ts';

export interface Right {
	readonly collection: string;
	readonly action?: 'create' | 'read' | 'update' | 'delete';
	readonly fields?: readonly string[];
	readonly permissions?: object | null;
}

export interface Person {
	readonly id: string;
	readonly token: string;
}

/** Somebody with a role of these policies and no other rights. */
export async function personWith({ api }: Pick<World, 'api'>, name: string, ...policies: readonly (readonly Right[])[]): Promise<Person> {
	const created = async (path: string, body: object) => {
		const answer = await api(path, { body });
		if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
		return answer.body.data.id as string;
	};
	const role = await created('/roles', { name });
	for (const [index, rights] of policies.entries()) {
		const policy = await created('/policies', { name: `${name} ${index + 1}`, app_access: true, admin_access: false, enforce_tfa: false });
		for (const right of rights) await created('/permissions', { policy, action: 'read', fields: ['*'], permissions: null, validation: null, presets: null, ...right });
		await created('/access', { role, policy });
	}
	const token = `token-of-${name.toLowerCase().replaceAll(' ', '-')}`;
	return { id: await created('/users', { first_name: name, email: `${token}@example.com`, role, token, status: 'active' }), token };
}
