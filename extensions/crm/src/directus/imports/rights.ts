import type { Knex } from 'knex';
import { type Caller, may } from '../shared/caller.ts';
import { host } from '../shared/host.ts';

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
