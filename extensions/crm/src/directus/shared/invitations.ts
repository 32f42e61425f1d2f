import { ForbiddenError } from '@directus/errors';
import type { HookExtensionContext } from '@directus/types';
import { internalsOf, wrapMethod } from './host.ts';
import { isAllowed } from './is-allowed.ts';

type Services = HookExtensionContext['services'];
type UsersService = InstanceType<Services['UsersService']>;

/**
 * Directus finds out whether somebody may invite only where it has to make a person: of one who works here already it
 * says that all is well, to anybody who asks, and of another that it is forbidden. So it is asked beforehand.
 */
export function guardInvitations({ services }: { services: Services }): void {
	wrapMethod<UsersService, 'inviteUser'>(services.UsersService, 'inviteUser', (original) => async function (this: UsersService, ...invitation) {
		const { accountability, schema, knex } = internalsOf(this);
		if (accountability && !(await isAllowed({ accountability, action: 'create', collection: 'directus_users' }, { schema, knex }))) throw new ForbiddenError();
		return original.call(this, ...invitation);
	});
}
