import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { type Target, targets } from '../../domain/leads/conversion.ts';
import type { ConversionRecord } from '../../domain/leads/conversion-payload.ts';
import { collectionOf } from '../../domain/leads/fields.ts';
import type { Growth } from '../../domain/leads/unconvert.ts';
import { readLabels, titleOf } from '../shared/labels.ts';

export interface Converted {
	readonly id: string;
	readonly made: Readonly<Record<Target, string | null>>;
	readonly record: ConversionRecord & { readonly activities?: readonly { readonly id: string }[]; readonly attachments?: readonly string[] };
}

/** What came to the records that a conversion made: their own changes, and rows of any collection that link to them. */
export async function growthSince({ id, made, record }: Converted, { schema, knex }: { schema: SchemaOverview; knex: Knex }): Promise<Growth[]> {
	const labels = await readLabels(knex);
	const grown: Growth[] = [];
	for (const target of targets) {
		const key = made[target];
		if (key === null || !record.created.includes(target)) continue;
		const { rows: [row] } = await knex.raw<{ rows: { name: string; is_changed: boolean }[] }>('SELECT name, date_updated IS NOT NULL AS is_changed FROM ?? WHERE id = ? FOR UPDATE', [collectionOf[target], key]);
		if (!row) continue;
		const links = schema.relations
			.filter(({ related_collection, collection, field }) => related_collection === collectionOf[target] && collection !== 'directus_revisions' && !schema.collections[collection]?.fields[field]?.alias)
			.map(({ collection, field }) => ({ of: collection, counted: knex(collection).where(field, key).andWhere(others({ collection, field, id, made, record }, knex)).count('* as count') }));
		const counts: { of: string; count: number }[] = [];
		for (const { of, counted } of links) counts.push({ of, count: Number(((await counted) as { count: string }[])[0]?.count ?? 0) });
		const byCollection = Map.groupBy(counts.filter(({ count }) => count > 0), ({ of }) => of);
		grown.push({
			target, name: row.name, isChanged: row.is_changed,
			links: [...byCollection].map(([of, found]) => ({ of, label: (labels.get(of) ?? titleOf(of)).toLowerCase(), count: Math.max(...found.map(({ count }) => count)) })),
		});
	}
	return grown;
}

/** All but what the conversion itself made, linked and took along. */
function others({ collection, field, id, made, record }: Converted & { collection: string; field: string }, knex: Knex): Knex.QueryCallback {
	const isOwn = (target: Target) => record.created.includes(target) || field in (record.filled[target] ?? {});
	return (query) => {
		if (collection === collectionOf.lead) query.whereNot({ id });
		for (const target of ['contact', 'opportunity'] as const) if (collection === collectionOf[target] && isOwn(target)) query.whereNot({ id: made[target] });
		if (collection === 'crm_account_contacts') query.whereNot(knex.raw('coalesce(account = ? AND contact = ? AND role IS NULL AND date_updated IS NULL, false)', [made.account, made.contact]));
		if (collection === 'crm_activities') query.whereNotIn('id', (record.activities ?? []).map((one) => one.id));
		if (collection === 'crm_attachments') query.whereNull('field').whereNotIn('id', [...record.attachments ?? []]);
		if (collection === 'crm_stage_changes') query.whereNotNull('from_stage_name');
	};
}
