import type { Knex } from 'knex';
import { ApplyError } from './error.ts';
import { type Host, quiet } from './directus.ts';
import type { Plan } from './plan.ts';

/** Deletes one thing that this version no longer brings, because somebody named it. */
export async function removeNamed(name: string, plan: Plan, { trx, services, getSchema }: Host & { trx: Knex }): Promise<void> {
	const identity = plan.withdrawn.find((key) => key === `collection ${name}` || key === `field ${name}`);
	if (!identity) throw new ApplyError(`${name} can't be deleted: it is still part of this version, or Cardinal never made it. Use the data model in the settings for things of your own.`);
	const schema = await getSchema({ database: trx, bypassCache: true });
	const [collection = '', field] = name.split('.');
	if (field) await new services.FieldsService({ knex: trx, schema }).deleteField(collection, field, quiet);
	else await new services.CollectionsService({ knex: trx, schema }).deleteOne(collection, quiet);
	await trx('cardinal.applied').where({ key: name }).orWhere('key', 'like', `${name}.%`).delete();
}
