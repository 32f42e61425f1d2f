import { InvalidCredentialsError } from '@directus/errors';
import type { Accountability, RegisterFunctions } from '@directus/types';
import type { Knex } from 'knex';
import { host } from './host.ts';

/**
 * A token says who somebody is, and what role they had when it was made. Whether they are still with us and what they
 * may do now, the database says, with every request: a suspended person is refused, a demoted one has the new role.
 * Static tokens are looked up by Directus.
 */
export function checkTokens({ filter }: Pick<RegisterFunctions, 'filter'>, { database }: { readonly database: Knex }): void {
	filter<Accountability>('authenticate', (nobody, { req }) => presentRights({ nobody, token: (req as { token?: string | null }).token, database }));
	filter<Accountability>('websocket.authenticate', (nobody, { message }) => presentRights({ nobody, token: (message as { access_token?: string }).access_token, database }));
}

/** @returns what it was given where Directus may go by what the token says */
async function presentRights({ nobody, token, database }: { nobody: Accountability; token: string | null | undefined; database: Knex }): Promise<Accountability> {
	// Another extension may have let somebody in by means of its own.
	const claims = token && !nobody.user ? await host.readToken(token) : undefined;
	if (!token || !claims) return nobody;

	const person = await personBehind(claims, database);
	if (person?.status !== 'active') {
		await database('directus_sessions').where(claims.share ? { share: claims.share } : { user: claims.id ?? null }).delete();
		// Without its session, Directus refuses it and takes the cookie back, with which nobody could log in.
		if (claims.session) return nobody;
		throw new InvalidCredentialsError();
	}
	if (claims.share || person.role === claims.role) return nobody;
	const { role, roles, admin, app } = await host.accountabilityOf({ ...person, ip: nobody.ip }, database);
	return { ...await host.accountabilityForToken(token, { ...nobody }), role, roles, admin, app };
}

interface Person {
	readonly id: string;
	readonly status: string;
	readonly role: string | null;
}

/** What somebody shared goes with them. */
function personBehind({ id, share }: { id?: string; share?: string }, database: Knex): Promise<Person | undefined> {
	const people = database('directus_users').first<Person | undefined>('directus_users.id', 'directus_users.status', 'directus_users.role');
	if (share) return people.join('directus_shares', 'directus_shares.user_created', 'directus_users.id').where('directus_shares.id', share);
	return people.where('directus_users.id', id ?? null);
}
