import type { Knex } from 'knex';
import { ApplyError } from './error.ts';
import { type Host, quiet } from './directus.ts';
import type { Plan } from './plan.ts';

/** Deletes one thing that this version no longer brings, because somebody named it. */
export async function removeNamed(name: string, plan: Plan, { trx, services, getSchema, targets }: Host & { trx: Knex; targets: ReadonlyMap<string, string> }): Promise<void> {
	const kind = (['collection', 'field', 'row'] as const).find((candidate) => plan.withdrawn.includes(`${candidate} ${name}`));
	if (!kind) throw new ApplyError(`${name} can't be deleted: it is still part of this version, or Cardinal never made it. Use the data model in the settings for things of your own.`);
	const options = { knex: trx, schema: await getSchema({ database: trx, bypassCache: true }) };
	if (kind === 'collection') await new services.CollectionsService(options).deleteOne(name, quiet);
	if (kind === 'field') await new services.FieldsService(options).deleteField(name.split('.')[0] ?? '', name.split('.')[1] ?? '', quiet);
	if (kind === 'row') await new services.ItemsService(tableOf(name), options).deleteOne(targets.get(`row ${name}`) ?? '', quiet);
	await trx('cardinal.applied').where({ key: name }).orWhere('key', 'like', `${name}.%`).delete();
	// What was made for a collection goes with it, and is made anew should the collection come back.
	if (kind === 'collection') await trx('cardinal.applied').where('key', 'like', `${name} %`).orWhere('key', 'like', `directus_presets:${name}/%`).delete();
}

/** Keys of rows start with their table: directus_presets:crm_leads/quiet, crm_stages/sales/won. */
function tableOf(key: string): string {
	return key.split(/[:/]/)[0] ?? '';
}
