import type { HookExtensionContext, RegisterFunctions } from '@directus/types';

/** A raw connection of the pg driver, as knex's pool makes them. */
interface Connection {
	query(sql: string): Promise<unknown>;
	on(event: 'notification' | 'error' | 'end', listener: () => void): void;
	removeAllListeners(): void;
	end(): Promise<void>;
}

const longestWait = 30_000;

/** What an admin changes on one node and the others have in their caches. */
const shaping = ['collections', 'fields', 'relations', 'permissions', 'policies', 'access', 'roles'].flatMap((thing) => ['create', 'update', 'delete'].map((verb) => `${thing}.${verb}`));

/**
 * An apply from the command line is another process, an admin's change is another node's: nodes that run would go on
 * with their old schema and permissions. Both notify through PostgreSQL; every node listens on a connection of its own,
 * with or without Redis, and clears what it has cached. When the connection was lost, something may have been missed:
 * it clears then, too.
 */
export function followSchemaChanges({ action, init }: Pick<RegisterFunctions, 'action' | 'init'>, { database, services, getSchema, logger }: HookExtensionContext): void {
	const clear = async () => {
		const schema = await getSchema({ bypassCache: true });
		await new services.UtilsService({ knex: database, schema, accountability: { admin: true, role: null, roles: [], user: null, app: true, ip: null } }).clearCache({ system: true });
	};
	const clearSafely = () => void clear().catch((error: unknown) => logger.error(error, 'The caches could not be cleared after a schema change.'));

	const listen = async (wait: number): Promise<void> => {
		let connection: Connection | undefined;
		try {
			const opened = (connection = (await database.client.acquireRawConnection()) as Connection);
			const again = () => {
				opened.removeAllListeners();
				opened.on('error', () => {});
				clearSafely();
				retry(1000);
			};
			opened.on('notification', clearSafely);
			opened.on('error', again);
			opened.on('end', again);
			await opened.query('LISTEN cardinal_schema');
		} catch (error) {
			// It will hardly be of use, and must not start a second series of attempts when it ends.
			connection?.removeAllListeners();
			connection?.on('error', () => {});
			connection?.end().catch(() => {});
			logger.warn(error, 'Schema changes can’t be followed at the moment; trying again.');
			retry(Math.min(wait * 2, longestWait));
		}
	};
	const retry = (wait: number) => void setTimeout(() => void listen(wait), wait).unref();

	const notify = () => void database.raw('NOTIFY cardinal_schema').catch((error: unknown) => logger.warn(error, 'Other nodes could not be told of a schema change.'));
	for (const event of shaping) action(event, notify);
	init('app.after', () => void listen(1000));
}
