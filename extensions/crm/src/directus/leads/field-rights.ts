import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { collectionOf } from '../../domain/leads/fields.ts';
import type { FieldRight } from '../../domain/leads/matches.ts';
import { host } from '../shared/host.ts';

export interface Asker {
	readonly knex: Knex;
	readonly schema: SchemaOverview;
	/** null: the system itself. */
	readonly accountability: Accountability | null;
}

export const everything: FieldRight = () => true;
export const nothing: FieldRight = () => false;

/** The fields that somebody may read or write in some record of the kind. */
export async function fieldRight(action: 'create' | 'read' | 'update', of: keyof typeof collectionOf, { accountability, schema, knex }: Asker): Promise<FieldRight> {
	if (!accountability || accountability.admin) return everything;
	const fields = new Set(await host.allowedFields({ accountability, action, collection: collectionOf[of] }, { schema, knex }));
	return fields.has('*') ? everything : (field) => fields.has(field);
}
