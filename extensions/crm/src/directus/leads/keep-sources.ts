import type { RegisterFunctions, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { targets } from '../../domain/leads/conversion.ts';
import { collectionOf } from '../../domain/leads/fields.ts';
import { refuseSource } from '../../domain/leads/own-source.ts';
import type { Payload } from '../../domain/shared/payload.ts';
import { invalid } from '../shared/errors.ts';
import { refuseLate } from '../shared/refuse-late.ts';
import { conversionFacts } from './facts.ts';

/** What can't be taken over is refused when an admin says so, not when a rep converts. A field that is gone later is left out. */
export function keepSources({ filter }: Pick<RegisterFunctions, 'filter'>): void {
	filter<Payload>('crm_conversion_fields.items.create', (payload, _meta, { database, schema }) => refuseLate(() => checked({ payload, rows: [{}] }, { knex: database, schema })));
	filter<Payload>('crm_conversion_fields.items.update', (payload, { keys }, { database, schema }) => refuseLate(async () => {
		const rows = await database('crm_conversion_fields').whereRaw('id::text = ANY (?)', [(keys as unknown[]).map(String)]).select<Payload[]>('target', 'target_field', 'lead_field');
		return checked({ payload, rows }, { knex: database, schema });
	}));
}

async function checked({ payload, rows }: { payload: Payload; rows: readonly Payload[] }, { schema, knex }: { schema: SchemaOverview | null; knex: Knex }): Promise<Payload> {
	if (!schema) return payload;
	const facts = await conversionFacts(schema, knex);
	for (const row of rows) {
		const { target, target_field: targetField, lead_field: leadField } = { ...row, ...payload };
		// Without a field, Directus says that it is required.
		if (typeof targetField !== 'string') continue;
		const problem = refuseSource({ target: targets.find((one) => collectionOf[one] === target), targetField, leadField: typeof leadField === 'string' && leadField !== '' ? leadField : null }, facts);
		if (problem) throw invalid(problem);
	}
	return payload;
}
