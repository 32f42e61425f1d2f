import type { Accountability, ActionEventParams, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';

/** What handing over needs of Directus, written out: the host's own types know the services only loosely. */
export interface HandoverHost {
	readonly database: Knex;
	readonly services: { readonly ItemsService: new (collection: string, options: { knex: Knex; schema: SchemaOverview; accountability: Accountability | null }) => ItemsService };
	readonly logger: { error(error: unknown, message?: string): void };
}

export type Item = { readonly [field: string]: unknown };
export type Rule = { readonly [key: string]: unknown };

interface WriteOptions {
	autoPurgeCache?: false;
	bypassEmitAction?: (event: ActionEventParams) => void;
}

interface ItemsService {
	createOne(item: Item, options?: WriteOptions): Promise<string>;
	updateMany(keys: string[], item: Item, options?: WriteOptions): Promise<string[]>;
	readByQuery(query: { filter?: Rule; fields?: string[]; limit?: number; sort?: string[]; aggregate?: { count: string[] }; group?: string[] }): Promise<Item[]>;
}
