import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { AccessQuestion } from './host.ts';
import { isAllowed } from './is-allowed.ts';

/** Whoever asks, with what has to be known of Directus at that moment. */
export interface Caller {
	readonly accountability: Accountability;
	readonly schema: SchemaOverview;
}

/** Whether the caller may do this to some rows of the collection at all; each row is asked about again when it is written. */
export function may(action: AccessQuestion['action'], collection: string, { accountability, schema }: Caller, knex: Knex): Promise<boolean> {
	return isAllowed({ accountability, action, collection }, { schema, knex });
}
