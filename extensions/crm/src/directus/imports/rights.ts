import type { Knex } from 'knex';
import { type AccessQuestion, host } from '../shared/host.ts';
import type { Caller } from './context.ts';

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

/** Whether the caller may fill the field of some rows at all. */
export async function mayFill(field: string, collection: string, { accountability, schema }: Caller, knex: Knex): Promise<boolean> {
	if (accountability.admin) return true;
	const fields = await host.allowedFields({ accountability, action: 'create', collection }, { schema, knex });
	return fields.includes('*') || fields.includes(field);
}

/** Saying when things happened is a right of its own: that of creating imports. */
export async function mayImportHistory(caller: Caller, knex: Knex): Promise<boolean> {
	return 'crm_imports' in caller.schema.collections && may('create', 'crm_imports', caller, knex);
}
