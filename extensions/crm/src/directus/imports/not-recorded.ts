import type { Accountability } from '@directus/types';
import type { Knex } from 'knex';
import { stableId } from '../../../../../schema/stable-id.ts';
import { type Caller, type ImportHost } from './context.ts';

const name = 'Not recorded';
/** Under this key it comes with the reference data; an admin may have given it another name, or deleted it. */
const id = stableId('crm_lost_reasons/not_recorded');

/**
 * The reason of lost deals whose file knows none: found, or created. It belongs to the house, so the caller needs no
 * right to set up reasons.
 */
export async function notRecorded({ services }: ImportHost, { schema, accountability }: Caller, knex: Knex): Promise<string> {
	const find = () => knex('crm_lost_reasons').where({ id }).orWhereRaw('lower(name) = ?', [name.toLowerCase()]).orderByRaw('id = ? DESC', [id]).first<{ id: string } | undefined>('id');
	const before = await find();
	if (before) return before.id;
	// Two imports at once: one creates it, the other waits for that one and finds it.
	await knex.raw('SELECT pg_advisory_xact_lock(hashtext(?))', ['crm_lost_reasons/not recorded']);
	const meanwhile = await find();
	if (meanwhile) return meanwhile.id;
	const house: Accountability = { ...accountability, admin: true };
	await new services.ItemsService('crm_lost_reasons', { knex, schema, accountability: house }).createOne({ id, name, is_active: false }, { autoPurgeCache: false });
	return id;
}
