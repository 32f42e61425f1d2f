import type { Knex } from 'knex';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { ownedCollections } from '../../../../../schema/apply/ownership.ts';
import { rooms } from '../../../../../schema/index.ts';
import type { Caller } from '../shared/caller.ts';
import { host as internals } from '../shared/host.ts';
import type { HandoverHost, Rule } from './context.ts';

/** A collection, and which of its rows the caller may give to somebody else. */
export interface Scope {
	readonly collection: string;
	readonly label: string;
	readonly icon: string;
	readonly rows: Rule;
	/** Of these, what is still to be done; undefined where nothing is ever closed. */
	readonly open: Rule | undefined;
}

/** Always in this order: two handovers at once lock the same rows one after the other. */
const owned = ownedCollections(definitionsOf(rooms));

export async function scopesOf({ accountability, schema }: Caller, knex: Knex): Promise<Scope[]> {
	const rules = accountability.admin ? undefined : await internals.rules({ accountability, isRaw: false, action: 'update' }, { schema, knex });
	return owned.filter(({ name }) => name in schema.collections).flatMap(({ name, label, icon, open }): Scope[] => {
		const granted = rules?.filter(({ collection, fields }) => collection === name && (fields ?? []).some((field) => field === '*' || field === 'owner')).map(({ permissions }) => permissions ?? {});
		if (granted?.length === 0) return [];
		const isAll = !granted || granted.some((rule) => Object.keys(rule).length === 0);
		return [{ collection: name, label, icon, rows: isAll ? {} : { _or: granted }, open }];
	});
}

interface Asked {
	readonly caller: Caller;
	readonly knex: Knex;
	/** Everybody, unless named. */
	readonly owner?: string;
}

/** How many of these rows there are, by owner: of all of them, and of those that are open. */
export async function countByOwner(host: HandoverHost, scope: Scope, asked: Asked): Promise<Map<string, { open: number; closed: number }>> {
	const all = await counts(host, scope, asked);
	const open = scope.open ? await counts(host, { ...scope, rows: { _and: [scope.rows, scope.open] } }, asked) : all;
	return new Map([...all].map(([owner, count]) => [owner, { open: open.get(owner) ?? 0, closed: count - (open.get(owner) ?? 0) }]));
}

async function counts({ services }: HandoverHost, { collection, rows }: Scope, { caller, knex, owner }: Asked): Promise<Map<string, number>> {
	const service = new services.ItemsService(collection, { knex, schema: caller.schema, accountability: null });
	const filter = { _and: [rows, { owner: owner ? { _eq: owner } : { _nnull: true } }] };
	const groups = await service.readByQuery({ aggregate: { count: ['*'] }, group: ['owner'], filter, limit: -1 });
	return new Map(groups.map(({ owner: whose, count }) => [String(whose), Number(count)]));
}

/** The rows of somebody, locked until the end of the transaction; those that change hands meanwhile are left out. */
export async function lockRows({ services }: HandoverHost, { collection, rows, open }: Scope, { caller, knex, owner, includeClosed }: Asked & { owner: string; includeClosed: boolean }): Promise<string[]> {
	const primary = caller.schema.collections[collection]?.primary ?? 'id';
	const service = new services.ItemsService(collection, { knex, schema: caller.schema, accountability: null });
	const filter = { _and: [rows, { owner: { _eq: owner } }, ...(open && !includeClosed ? [open] : [])] };
	const keys = (await service.readByQuery({ fields: [primary], filter, sort: [primary], limit: -1 })).map((row) => String(row[primary]));
	const { rows: locked } = await knex.raw<{ rows: { key: string }[] }>('SELECT ??::text AS key FROM ?? WHERE ?? = ANY (?::uuid[]) AND owner = ? ORDER BY ?? FOR UPDATE', [primary, collection, primary, keys, owner, primary]);
	return locked.map(({ key }) => key);
}
