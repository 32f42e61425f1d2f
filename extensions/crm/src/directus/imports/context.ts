import type { Readable } from 'node:stream';
import type { Accountability, ActionEventParams, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';

export type { Caller } from '../shared/caller.ts';

/** What the import needs of Directus, written out: the host's own types know the services only loosely. */
export interface ImportHost {
	readonly database: Knex;
	readonly services: Services;
	readonly getSchema: (options?: { database?: Knex }) => Promise<SchemaOverview>;
	readonly env: { readonly [name: string]: unknown };
	readonly logger: { error(error: unknown, message?: string): void; warn(error: unknown, message?: string): void };
}

export type Item = { [field: string]: unknown };
export type Key = string | number;

interface ServiceOptions {
	knex: Knex;
	schema: SchemaOverview;
	accountability: Accountability | null;
}

export interface WriteOptions {
	autoPurgeCache?: false;
	emitEvents?: false;
	bypassEmitAction?: (event: ActionEventParams) => void;
	overwriteDefaults?: { [field: string]: unknown };
}

export interface ItemsService {
	createOne(item: Item, options?: WriteOptions): Promise<Key>;
	updateOne(key: Key, item: Item, options?: WriteOptions): Promise<Key>;
	readByQuery(query: { filter?: unknown; fields?: string[]; limit?: number; deep?: unknown; sort?: string[] }): Promise<Item[]>;
	readOne(key: Key, query?: { fields?: string[] }): Promise<Item>;
}

export interface Services {
	ItemsService: new (collection: string, options: ServiceOptions) => ItemsService;
	UsersService: new (options: ServiceOptions) => ItemsService;
	FilesService: new (options: ServiceOptions) => { uploadOne(stream: Readable, file: Item): Promise<Key> };
	AssetsService: new (options: ServiceOptions) => { getAsset(key: Key): Promise<{ stream: Readable }> };
}

/** People have a service of their own, which knows what an account is. */
export function serviceFor({ services }: Pick<ImportHost, 'services'>, collection: string, options: ServiceOptions): ItemsService {
	return collection === 'directus_users' ? new services.UsersService(options) : new services.ItemsService(collection, options);
}
