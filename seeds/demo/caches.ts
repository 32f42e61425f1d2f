import type { Host } from '../../schema/apply/directus.ts';

/** Rows that are written past Directus' services are not in what it remembers. */
export async function forgetCaches({ database, services, getSchema }: Host): Promise<void> {
	const schema = await getSchema();
	await new services.UtilsService({ knex: database, schema, accountability: { admin: true } }).clearCache({ system: true });
}
