import { ForbiddenError } from '@directus/errors';
import type { Accountability, HookExtensionContext, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { wrapMethod } from './host.ts';
import { isAllowed } from './is-allowed.ts';

type Services = HookExtensionContext['services'];
type UsersService = InstanceType<Services['UsersService']>;

/** What services of Directus keep to themselves; ours go around their methods. */
interface Internals {
	readonly accountability: Accountability | null;
	readonly knex: Knex;
	readonly schema: SchemaOverview;
}

/**
 * Directus finds out whether somebody may invite only where it has to make a person: of one who works here already it
 * says that all is well, to anybody who asks, and of another that it is forbidden. So it is asked beforehand.
 */
export function guardInvitations({ services }: { services: Services }): void {
	wrapMethod<UsersService, 'inviteUser'>(services.UsersService, 'inviteUser', (original) => async function (this: UsersService, ...invitation) {
		const { accountability, schema, knex } = this as unknown as Internals;
		if (accountability && !(await isAllowed({ accountability, action: 'create', collection: 'directus_users' }, { schema, knex }))) throw new ForbiddenError();
		return original.call(this, ...invitation);
	});
}
