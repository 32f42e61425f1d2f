import type { Accountability, HookExtensionContext, RegisterFunctions } from '@directus/types';
import type { Knex } from 'knex';
import { type Connection, host, wrapMethod } from './host.ts';

/** As graphql-ws and Directus say "forbidden": a client connects again, and says who it is. */
const forbidden = 4403;
const everybody = '';

/**
 * The database tells of every change of rights (schema/guards/03-access.sql): caches forget what they held, and whoever
 * is connected and has other rights now is disconnected; they come back with what they may do now, or not at all.
 */
export function followAccess({ database, logger }: Pick<HookExtensionContext, 'database' | 'logger'>): (person?: string) => void {
	const heard = new Set<string>();
	const follow = (people: ReadonlySet<string>) => {
		const forget = people.has(everybody) ? host.forgetRights() : host.forgetAnswers();
		forget.then(() => disconnectChanged(people, database)).catch((error: unknown) => logger.error(error, 'A change of rights could not be followed.'));
	};

	let due: NodeJS.Immediate | undefined;
	return (person = everybody) => {
		heard.add(person);
		due ??= setImmediate(() => {
			due = undefined;
			const people = new Set(heard);
			heard.clear();
			follow(people);
			// What was being read at that moment, before the change, may reach a cache only after it was cleared.
			setTimeout(() => follow(people), 2_000).unref();
		});
	};
}

/**
 * Directus takes a connection's accountability away when its token expires or a new one is refused, and listens on
 * until the socket is closed. To its services, no accountability means no limits: so it becomes nobody's.
 */
export function keepConnectionsAccountable({ init }: Pick<RegisterFunctions, 'init'>): void {
	init('app.before', async () => {
		wrapMethod(await host.socketController(), 'createClient', (original) => function (this: never, socket, authentication) {
			const client = original.call(this, socket, authentication);
			let { accountability } = client;
			Object.defineProperty(client, 'accountability', {
				get: () => accountability ?? nobody,
				set: (given: Accountability | null) => void (accountability = given),
			});
			return client;
		});
	});
}

const nobody: Accountability = { user: null, role: null, roles: [], admin: false, app: false, ip: null };

async function disconnectChanged(people: ReadonlySet<string>, database: Knex): Promise<void> {
	const concerned = (await host.connections()).filter(({ accountability }) => accountability?.user && (people.has(everybody) || people.has(accountability.user)));
	const found = await database('directus_users').select<{ id: string; role: string | null }[]>('id', 'role').whereRaw('id = ANY (?)', [concerned.map(userOf)]).where({ status: 'active' });
	const active = new Map(found.map((person) => [person.id, person]));

	for (const connection of concerned) {
		const person = active.get(userOf(connection));
		const now = person && (await host.accountabilityOf({ ...person, ip: connection.accountability?.ip ?? null }, database));
		if (now && hasSameRights(now, connection.accountability)) continue;
		connection.accountability = null;
		connection.close(forbidden, 'Your access has changed. Connect again.');
	}
}

function userOf({ accountability }: Connection): string {
	return accountability?.user ?? '';
}

/** What a role's policies allow in detail is asked anew with each message. */
function hasSameRights(one: Accountability, other: Accountability | null): boolean {
	return one.role === other?.role && one.admin === other.admin && one.app === other.app && one.roles.join() === other.roles.join();
}
