import type { Accountability } from '@directus/types';
import type { Knex } from 'knex';
import { stableId } from '../../../../../schema/stable-id.ts';
import { type Caller, type ImportHost } from './context.ts';

const name = 'Not recorded';

/**
 * The reason of lost deals whose file knows none: found by its name, or created under a key that is the same on every
 * instance. It belongs to the house, so the caller needs no right to set up reasons.
 */
export async function notRecorded({ services }: ImportHost, { schema, accountability }: Caller, knex: Knex): Promise<string> {
	const find = () => knex('crm_lost_reasons').whereRaw('lower(name) = ?', [name.toLowerCase()]).first<{ id: string } | undefined>('id');
	const before = await find();
	if (before) return before.id;
	// Two imports at once: one creates it, the other waits for that one and finds it.
	await knex.raw('SELECT pg_advisory_xact_lock(hashtext(?))', ['crm_lost_reasons/not recorded']);
	const meanwhile = await find();
	if (meanwhile) return meanwhile.id;
	const id = stableId('crm_lost_reasons/not recorded');
	const house: Accountability = { ...accountability, admin: true };
	await new services.ItemsService('crm_lost_reasons', { knex, schema, accountability: house }).createOne({ id, name, is_active: false }, { autoPurgeCache: false });
	return id;
}
