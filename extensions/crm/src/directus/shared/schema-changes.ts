import type { HookExtensionContext, RegisterFunctions } from '@directus/types';

/** What an admin changes on one node and the others have in their caches; rights are told of by the database (03-access.sql). */
const shaping = ['collections', 'fields', 'relations'].flatMap((thing) => ['create', 'update', 'delete'].map((verb) => `${thing}.${verb}`));

/** An admin's change happens on one node; an apply notifies by itself (schema/apply). */
export function tellOfSchemaChanges({ action }: Pick<RegisterFunctions, 'action'>, { database, logger }: Pick<HookExtensionContext, 'database' | 'logger'>): void {
	const notify = () => void database.raw('NOTIFY cardinal_schema').catch((error: unknown) => logger.warn(error, 'Other nodes could not be told of a schema change.'));
	for (const event of shaping) action(event, notify);
}

/** A node that runs would go on with its old schema: it clears what it has cached. */
export function forgetSchema({ database, services, getSchema, logger }: HookExtensionContext): () => void {
	const clear = async () => {
		const schema = await getSchema({ bypassCache: true });
		await new services.UtilsService({ knex: database, schema, accountability: { admin: true, role: null, roles: [], user: null, app: true, ip: null } }).clearCache({ system: true });
	};
	return () => void clear().catch((error: unknown) => logger.error(error, 'The caches could not be cleared after a schema change.'));
}
