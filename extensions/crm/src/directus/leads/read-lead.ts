import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { OwnSource } from '../../domain/leads/field-sources.ts';
import { collectionOf } from '../../domain/leads/fields.ts';
import { targets } from '../../domain/leads/conversion.ts';
import type { LeadRow } from '../../domain/leads/refuse-conversion.ts';

export interface ReadLead {
	readonly lead: LeadRow;
	readonly ownSources: readonly OwnSource[];
	readonly settings: { readonly deal_days: number; readonly unconvert_days: number };
	/** An import writes it: what it says happened elsewhere. */
	readonly isHistory: boolean;
}

/** A lead with all that its conversion goes by, values as the API has them. Whoever asks has to have a right to it. */
export async function readLead(id: string, { schema, knex }: { schema: SchemaOverview; knex: Knex }): Promise<ReadLead | undefined> {
	const fields = Object.values(schema.collections[collectionOf.lead]?.fields ?? {}).filter(({ alias }) => !alias);
	const columns = fields.map(({ field, type }) => knex.raw(type === 'date' || type === 'dateTime' || type === 'time' ? '??::text' : '??', [field]));
	const { rows: [row] } = await knex.raw<{ rows: Row[] }>(`
		SELECT cardinal.is_history() AS "is history",
			(SELECT row_to_json(one) FROM (SELECT deal_days, unconvert_days FROM crm_settings LIMIT 1) AS one) AS "the settings",
			(SELECT json_agg(json_build_object('collection', target, 'field', target_field, 'from', lead_field)) FROM crm_conversion_fields) AS "own sources",
			${columns.map((_, index) => `? AS ${knex.ref(fields[index]?.field ?? '').toString()}`).join(', ')}
		FROM crm_leads WHERE id = ?`, [...columns, id]);
	if (!row) return undefined;
	return {
		lead: Object.fromEntries(fields.map(({ field }) => [field, row[field] instanceof Date ? row[field].toISOString() : row[field]])),
		ownSources: (row['own sources'] ?? []).flatMap(({ collection, field, from }) => targets.filter((target) => collectionOf[target] === collection).map((target) => ({ target, field, from }))),
		settings: row['the settings'] ?? { deal_days: 30, unconvert_days: 30 },
		isHistory: row['is history'],
	};
}

interface Row {
	readonly [field: string]: unknown;
	readonly 'is history': boolean;
	readonly 'the settings': ReadLead['settings'] | null;
	readonly 'own sources': readonly { readonly collection: string; readonly field: string; readonly from: string | null }[] | null;
}
