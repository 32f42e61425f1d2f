import type { Accountability, Filter, HookExtensionContext, RegisterFunctions, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { type LinkMap, rowName } from '../../domain/rights/link-map.ts';
import { halvesIn, linkUses, madeIn, type Use, usesIn } from '../../domain/rights/links.ts';
import type { Payload } from '../../domain/shared/payload.ts';
import { invalid } from '../shared/errors.ts';
import { linkMessage } from '../shared/link-message.ts';
import { refuseLate } from '../shared/refuse-late.ts';
import { linkMapOf } from './link-map.ts';
import { hasRight, usableKeys } from './usable-keys.ts';
import { rememberWritten, trustedRows } from './trusted-rows.ts';

type Services = HookExtensionContext['services'];

/**
 * A link may only point to a row that the writer can read; a part, such as a product line, only to a whole that the
 * writer can change. A row that isn't there is refused in the same words at the same moment. Every row that comes along
 * in a payload passes here on its own, and whether it may be written is for Directus' permissions.
 * Filters that put links into payloads have to be registered before this one.
 */
export function keepLinks({ filter }: Pick<RegisterFunctions, 'filter'>, { services }: { services: Services }): void {
	for (const verb of ['create', 'update'] as const) {
		for (const [scope, collection] of [['items', undefined], ['users', 'directus_users'], ['files', 'directus_files']] as const) {
			filter<Payload>(`${scope}.${verb}`, async (payload, meta, { database, schema, accountability }) => {
				if (!accountability || accountability.admin || !schema || typeof payload !== 'object' || payload === null) return payload;
				const keys = verb === 'update' ? (meta['keys'] as unknown[]) : [];
				await refuseLate(() => assertUsableLinks({
					map: linkMapOf(schema), collection: collection ?? String(meta['collection']), payload, isNew: verb === 'create', keys, services, database, schema, accountability,
				}));
				return payload;
			});
		}
	}
	rememberWritten(services);
}

interface Write {
	readonly map: LinkMap;
	readonly collection: string;
	readonly payload: Payload;
	readonly isNew: boolean;
	/** The rows that are changed. */
	readonly keys: readonly unknown[];
	readonly services: Services;
	readonly database: Knex;
	readonly schema: SchemaOverview;
	readonly accountability: Accountability;
}

async function assertUsableLinks(write: Write): Promise<void> {
	const uses = [...usesIn(write), ...await usesOfHalves(write)];
	if (uses.length === 0) return;
	const trusted = trustedRows(write.database, write.accountability);
	const made = madeIn(write);
	const isFine = ({ collection, key, right }: Use) => key !== undefined && (trusted[right].has(rowName(collection, key)) || made.has(rowName(collection, key)));
	await trust(uses.filter((use) => !isFine(use)), trusted, write);
	const changed = await withoutUnchanged(uses.filter((use) => !isFine(use)), write);
	const [first] = await withoutShared(changed, trusted, write);
	// Whoever may not write here anyway is told so by Directus.
	if (first && await mayWrite(write)) throw invalid({ message: linkMessage(write.collection, first.field), field: first.field });
}

function mayWrite({ isNew, keys, ...write }: Write): Promise<boolean> {
	return isNew ? hasRight({ ...write, right: 'create' }) : hasRight({ ...write, right: 'update' }, keys);
}

type Trusted = ReturnType<typeof trustedRows>;

/** One question a collection, however many links. */
async function trust(uses: readonly Use[], trusted: Trusted, { database, schema, accountability }: Write): Promise<void> {
	for (const right of ['read', 'update'] as const) {
		const keys = new Map<string, Set<string>>();
		for (const use of uses) {
			if (use.right === right && use.key !== undefined) keys.set(use.collection, (keys.get(use.collection) ?? new Set()).add(use.key));
		}
		for (const [collection, wanted] of keys) {
			for (const key of await usableKeys([...wanted], { right, collection, accountability, schema, database })) trusted[right].add(rowName(collection, key));
		}
	}
}

async function usesOfHalves(write: Write): Promise<Use[]> {
	const halves = halvesIn(write);
	if (halves.length === 0) return [];
	const rows = await readRows(write, halves.flatMap(({ field, named = '' }) => [field, named]));
	if (!rows) return halves.map(({ field }) => ({ field, collection: '', key: undefined, right: 'read' }));
	return halves.flatMap((link) => rows.flatMap((row) => linkUses(write.map, link, { ...row, ...write.payload })));
}

/** Forms and reverts send back what is there: links that all the rows have already, as the writer sees them, may stay. */
async function withoutUnchanged(uses: readonly Use[], write: Write): Promise<readonly Use[]> {
	const links = (write.map[write.collection]?.links ?? []).filter(({ field }) => uses.some((use) => use.field === field));
	if (write.isNew || links.length === 0) return uses;
	const rows = await readRows(write, links.flatMap(({ field, named }) => (named === undefined ? [field] : [field, named])));
	if (!rows) return uses;
	return uses.filter((use) => {
		const link = links.find(({ field }) => field === use.field);
		return !link || use.key === undefined || !rows.every((row) => linkUses(write.map, link, row).some(({ collection, key }) => collection === use.collection && key === use.key));
	});
}

/** What is part of two wholes, such as a contact's place at an account, may be linked by whoever can change one and read the other. */
async function withoutShared(uses: readonly Use[], trusted: Trusted, write: Write): Promise<readonly Use[]> {
	const parts = (write.map[write.collection]?.links ?? []).filter(({ isPart }) => isPart);
	if (parts.length < 2 || !uses.some(({ right }) => right === 'update')) return uses;
	const rows = write.isNew ? [write.payload] : (await readRows(write, parts.map(({ field }) => field)))?.map((row) => ({ ...row, ...write.payload }));
	const wholes = rows?.map((row) => parts.flatMap((part) => linkUses(write.map, part, row))) ?? [];
	await trust([...wholes.flat(), ...uses.map((use) => ({ ...use, right: 'read' as const }))], trusted, write);
	const may = ({ collection, key }: Use, right: Use['right']) => key !== undefined && trusted[right].has(rowName(collection, key));
	return uses.filter((use) => use.right === 'read' || !may(use, 'read') || !rows || !wholes.every((row) => row.some((whole) => may(whole, 'update'))));
}

/** The rows that are changed, as the writer may see them; undefined when some of it is hidden. */
async function readRows({ map, collection, keys, services, database, schema, accountability }: Write, fields: readonly string[]): Promise<Payload[] | undefined> {
	const primary = map[collection]?.key ?? 'id';
	const service = new services.ItemsService(collection, { knex: database, schema, accountability });
	try {
		const rows = await service.readByQuery({ filter: { [primary]: { _in: keys } } as Filter, fields: [...new Set(fields)], limit: -1 }, { emitEvents: false });
		return rows.length === new Set(keys.map(String)).size ? rows : undefined;
	} catch (error) {
		if ((error as { code?: string }).code === 'FORBIDDEN') return undefined;
		throw error;
	}
}
