import type { HookExtensionContext, RegisterFunctions } from '@directus/types';
import type { Knex } from 'knex';
import { accessWarnings, type PersonRow } from '../../domain/rights/warnings.ts';
import { readLabels } from '../shared/labels.ts';
import { readInstance } from './read-access.ts';

/** What in the rights of this instance its admin should look at, a sentence each. */
export async function readWarnings(database: Knex): Promise<string[]> {
	const [instance, people, labels] = await Promise.all([readInstance(database), readPeople(database), readLabels(database)]);
	return accessWarnings({ instance, people, labels });
}

/** Said at every start, and by `crm plan`. */
export function warnAtStart({ init }: Pick<RegisterFunctions, 'init'>, { database, logger }: Pick<HookExtensionContext, 'database' | 'logger'>): void {
	const warn = async () => (await readWarnings(database)).forEach((warning) => logger.warn(warning));
	init('app.after', () => void warn().catch((error: unknown) => logger.warn(error, 'The rights of this instance could not be looked through.')));
}

/** Those who hold policies of their own. */
async function readPeople(database: Knex): Promise<PersonRow[]> {
	const rows: { id: string; first_name: string | null; last_name: string | null; email: string | null; role: string | null }[] = await database('directus_users')
		.select('id', 'first_name', 'last_name', 'email', 'role').whereIn('id', database('directus_access').select('user').whereNotNull('user')).orderBy('email');
	return rows.map(({ id, first_name: first, last_name: last, email, role }) => ({ id, role, name: [first, last].filter(Boolean).join(' ') || (email ?? 'Somebody without a name') }));
}
