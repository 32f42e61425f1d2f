import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { type AccessQuestion, host } from './host.ts';

/** Whoever asks, with what has to be known of Directus at that moment. */
export interface Caller {
	readonly accountability: Accountability;
	readonly schema: SchemaOverview;
}

/** Whether the caller may do this to some rows of the collection at all; each row is asked about again when it is written. */
export async function may(action: AccessQuestion['action'], collection: string, { accountability, schema }: Caller, knex: Knex): Promise<boolean> {
	if (accountability.admin) return true;
	const validateAccess = await host.validateAccess();
	try {
		await validateAccess({ accountability, action, collection }, { schema, knex });
		return true;
	} catch (error) {
		if ((error as { code?: string }).code === 'FORBIDDEN') return false;
		throw error;
	}
}
