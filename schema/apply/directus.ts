import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { Json } from '../shape.ts';

/**
 * What apply needs of its host, written out so that it runs inside Directus' CLI, inside our server before it listens,
 * and in tests. `services` and `getSchema` are those that Directus hands to extensions.
 */
export interface Host {
	readonly database: Knex;
	readonly services: HostServices;
	readonly getSchema: (options?: { database?: Knex; bypassCache?: boolean }) => Promise<SchemaOverview>;
}

interface ServiceOptions {
	knex: Knex;
	schema: SchemaOverview;
	accountability?: null;
}

interface Quiet {
	autoPurgeCache?: false;
	autoPurgeSystemCache?: false;
	emitEvents?: false;
	bypassLimits?: true;
}

type Row = { [column: string]: Json | undefined };

export interface HostServices {
	CollectionsService: new (options: ServiceOptions) => {
		createOne(collection: Row, options?: Quiet): Promise<string>;
		deleteOne(collection: string, options?: Quiet): Promise<string>;
	};
	FieldsService: new (options: ServiceOptions) => {
		createField(collection: string, field: Row, table: undefined, options?: Quiet): Promise<void>;
		updateField(collection: string, field: Row, options?: Quiet): Promise<string>;
		deleteField(collection: string, field: string, options?: Quiet): Promise<void>;
	};
	RelationsService: new (options: ServiceOptions) => {
		createOne(relation: Row, options?: Quiet): Promise<void>;
		updateOne(collection: string, field: string, relation: Row, options?: Quiet): Promise<void>;
	};
	ItemsService: new (collection: string, options: ServiceOptions) => {
		createOne(row: Row, options?: Quiet): Promise<string | number>;
		updateOne(key: string | number, row: Row, options?: Quiet): Promise<string | number>;
		deleteOne(key: string | number, options?: Quiet): Promise<string | number>;
		upsertSingleton(row: Row, options?: Quiet): Promise<string | number>;
	};
	UtilsService: new (options: Omit<ServiceOptions, 'accountability'> & { accountability: { admin: true } }) => {
		clearCache(options: { system: boolean }): Promise<void>;
	};
}

/**
 * Caches are cleared once, after the whole apply has committed; hooks of other extensions and flows are for what people
 * do, not for an upgrade.
 */
export const quiet = { autoPurgeCache: false, autoPurgeSystemCache: false, emitEvents: false, bypassLimits: true } as const;
