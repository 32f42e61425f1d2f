import { ForbiddenError } from '@directus/errors';
import type { Knex } from 'knex';
import type { z } from 'zod';
import { type reopening, type Target, targets } from '../../domain/leads/conversion.ts';
import { collectionOf, nameOf } from '../../domain/leads/fields.ts';
import { obstacles, refuseUndoing, standInTheWay } from '../../domain/leads/unconvert.ts';
import { hasRight } from '../rights/usable-keys.ts';
import type { Caller } from '../shared/caller.ts';
import { refusal } from '../shared/errors.ts';
import { inTransaction, type LeadsHost } from './convert-lead.ts';
import { errorOf } from './expand.ts';
import { type Converted, growthSince } from './growth.ts';

/**
 * Takes a conversion back: the lead is reopened, what it made is removed, what it linked is left, and what went along
 * comes back. Who may change the lead and what came of it, and could convert it, may do so, though they may delete
 * nothing: it is removed for them, under their name.
 */
export async function unconvertLead(host: LeadsHost, { id, caller }: { id: string; caller: Caller }): Promise<z.output<typeof reopening>> {
	return inTransaction(host, async (knex, options) => {
		const { rows: [row] } = await knex.raw<{ rows: Row[] }>(`SELECT lead.status, lead.converted_at, lead.converted_account AS account, lead.converted_contact AS contact, lead.converted_opportunity AS opportunity,
			lead.conversion_record AS conversion, to_jsonb(lead)::text AS whole, (SELECT unconvert_days FROM crm_settings LIMIT 1) AS days FROM crm_leads lead WHERE id = ? FOR UPDATE`, [id]);
		if (!row || !(await hasRight({ right: 'update', collection: 'crm_leads', ...caller, database: knex }, [id]))) throw new ForbiddenError();
		if (row.status !== 'converted') throw refusal({ code: 'CONFLICT', status: 409, message: 'This lead is not converted.' });
		const problem = refuseUndoing({ convertedAt: row.converted_at ?? new Date(0), now: new Date(), days: row.days ?? 30, isKnown: row.conversion !== null });
		if (problem || !row.conversion) throw errorOf(problem ?? { kind: 'conflict', message: 'This conversion can’t be undone.' });
		const made = { account: row.account, contact: row.contact, opportunity: row.opportunity };
		const converted: Converted = { id, made, record: row.conversion };
		await assertMayUndo(converted, { caller, knex });
		const inTheWay = obstacles(await growthSince(converted, { schema: caller.schema, knex }));
		if (inTheWay.length > 0) throw errorOf(standInTheWay(inTheWay));

		const onBehalf = { schema: caller.schema, knex, accountability: { ...caller.accountability, admin: true } };
		const service = (collection: string) => new host.services.ItemsService(collection, onBehalf);
		await knex.raw("SELECT set_config('crm.unlock', 'unconvert', true)");
		await service('crm_leads').updateOne(id, { status: row.conversion.status, converted_account: null, converted_contact: null, converted_opportunity: null, conversion_record: null }, options);
		await knex.raw("SELECT set_config('crm.unlock', '', true)");
		await knex.raw('SELECT cardinal.give_back(jsonb_populate_record(NULL::crm_leads, ?::jsonb))', [row.whole]);
		for (const target of targets) {
			const key = made[target];
			const fields = key === null ? [] : await stillFilled(target, key, converted, knex);
			if (key !== null && fields.length > 0) await service(collectionOf[target]).updateOne(key, Object.fromEntries(fields.map((field) => [field, null])), options);
		}
		const isRemoved = (target: Target) => made[target] !== null && converted.record.created.includes(target);
		for (const target of targets.toReversed()) if (isRemoved(target)) await service(collectionOf[target]).deleteOne(made[target] ?? '', options);
		const those = (which: (target: Target) => boolean) => ({ account: which('account') ? made.account : null, contact: which('contact') ? made.contact : null, opportunity: which('opportunity') ? made.opportunity : null });
		return { lead: id, removed: those(isRemoved), kept: those((target) => !isRemoved(target)) };
	});
}

interface Row extends Record<Target, string | null> {
	readonly status: string;
	readonly converted_at: Date | null;
	readonly conversion: Converted['record'] | null;
	readonly whole: string;
	readonly days: number | null;
}

/** Lead and deal may have gone to different people since: nobody removes what is another's by now. */
async function assertMayUndo({ made, record }: Converted, { caller, knex }: { caller: Caller; knex: Knex }): Promise<void> {
	for (const target of targets) {
		const key = made[target];
		const about = { collection: collectionOf[target], ...caller, database: knex };
		if (record.created.includes(target) && !(await hasRight({ right: 'create', ...about }))) {
			throw refusal({ code: 'FORBIDDEN', status: 403, message: `To undo this, one has to be allowed to make ${nameOf[target]}s. Ask who converted it.` });
		}
		const isChanged = record.created.includes(target) || record.filled[target] !== undefined;
		if (key !== null && isChanged && !(await hasRight({ right: 'update', ...about }, [key]))) {
			throw refusal({ code: 'FORBIDDEN', status: 403, message: `To undo this, one has to be allowed to change the ${nameOf[target]} that came of it. Ask its owner or a manager.` });
		}
	}
}

/** What the conversion filled in on an existing record, and nobody has changed since. */
async function stillFilled(target: Target, key: string, { record }: Converted, knex: Knex): Promise<string[]> {
	const filled = record.filled[target];
	if (!filled) return [];
	const { rows } = await knex.raw<{ rows: { field: string }[] }>(`SELECT field FROM ?? one, jsonb_object_keys(:filled::jsonb) AS field
		WHERE one.id = :key AND to_jsonb(one) -> field IS NOT DISTINCT FROM to_jsonb(jsonb_populate_record(NULL::??, :filled::jsonb)) -> field`
		.replaceAll('??', knex.ref(collectionOf[target]).toString()), { filled: JSON.stringify(filled), key });
	return rows.map(({ field }) => field);
}
