// @directus/api ships without types. These are the few doors that the host uses, typed by hand.
declare module '@directus/api/server' {
	export function createServer(): Promise<import('node:http').Server>;
}

declare module '@directus/api/database/index' {
	export default function getDatabase(): import('knex').Knex;
}

declare module '@directus/api/services/index' {
	type Services = import('../schema/apply/directus.ts').HostServices;
	export const CollectionsService: Services['CollectionsService'];
	export const FieldsService: Services['FieldsService'];
	export const RelationsService: Services['RelationsService'];
	export const ItemsService: Services['ItemsService'];
	export const UtilsService: Services['UtilsService'];
}

declare module '@directus/api/utils/get-schema' {
	export function getSchema(options?: { database?: import('knex').Knex; bypassCache?: boolean }): Promise<import('@directus/types').SchemaOverview>;
}

declare module '@directus/api/cli/run.js';

declare module '@directus/api/utils/get-config-from-env' {
	export function getConfigFromEnv(prefix: 'DB_'): import('./host/settings.ts').DatabaseAddress & { ssl?: boolean | object };
}
