import { type Filter, isFilter } from './filter.ts';
import { primaryOf, stepOf } from './follow-path.ts';
import { guardFilter, knownBy, type Reader } from './guard-filter.ts';
import { hasMasks } from './read-rules.ts';
import { searchFilter } from './search-filter.ts';

/** A query as Directus' services take it, as far as values take part in it that are not shown. */
export interface Query {
	readonly filter?: Filter | null;
	readonly search?: string | null;
	readonly sort?: readonly string[] | null;
	readonly group?: readonly string[] | null;
	readonly aggregate?: { readonly [operation: string]: readonly string[] } | null;
	readonly deep?: { readonly [name: string]: unknown } | null;
	readonly alias?: { readonly [name: string]: string } | null;
	readonly [rest: string]: unknown;
}

export interface GuardedQuery {
	readonly query: Query;
	/** Whether any value had to be kept out of it. */
	readonly isChanged: boolean;
	readonly orders: readonly Order[];
}

/** A sort that is only fair if each of the rows asked for meets `known`: else its order tells what may not be read. */
export interface Order {
	readonly collection: string;
	readonly by: string;
	readonly asked: Pick<Query, 'filter' | 'search'>;
	readonly known: Filter;
}

/**
 * A query in which no value takes part that the reader can't read: neither in filters and searches, nor in what is added
 * up, counted or grouped (rows in which it can't be read are left out), on this level and below. Sorts are a matter of
 * the rows that there are: whoever runs the query sees to them first.
 *
 * @throws RightsRefusal for what can't be asked without telling
 */
export function guardQuery(reader: Reader, collection: string, query: Query): GuardedQuery {
	const level = guardLevel(reader, collection, query);
	if (!query.deep) return level;
	const below = guardDeep(reader, collection, query.deep, query.alias ?? {});
	return { query: { ...level.query, deep: below.query }, isChanged: level.isChanged || below.isChanged, orders: [...level.orders, ...below.orders] };
}

/** Whether there is anything in a query that could need a guard. */
export function isPlain({ filter, search, sort, group, aggregate, deep }: Query): boolean {
	return !filter && !search && !sort?.length && !group?.length && !aggregate && !deep;
}

function guardLevel(reader: Reader, collection: string, query: Query): GuardedQuery {
	const asked = guardRows(reader, collection, query);
	const orders = sortsOf(query).flatMap((by): Order[] => {
		const known = knownBy(reader, collection, by.split('.'));
		return known ? [{ collection, by, asked, known }] : [];
	});
	const sort = isCustomOrderKnown(reader, collection, query) ? query.sort : [primaryOf(reader.shape, collection)];
	const isChanged = asked.filter !== query.filter || asked.search !== query.search || sort !== query.sort;
	return { query: isChanged ? { ...query, ...asked, sort } : query, isChanged, orders };
}

/** Which rows are asked for: what is filtered and searched, and what has to be known of a row for it to be figured with. */
function guardRows(reader: Reader, collection: string, { filter, search, group, aggregate }: Query): Pick<Query, 'filter' | 'search'> {
	const figured = [...(group ?? []), ...Object.values(aggregate ?? {}).flat()].filter((field) => field !== '*');
	const searched = search ? searchFilter(reader, collection, search) : undefined;
	const parts: Filter[] = [
		...(filter ? [guardFilter(reader, collection, filter)] : []),
		...(searched ? [searched] : []),
		...figured.map((field) => knownBy(reader, collection, field.split('.'))).filter((known) => known !== undefined),
	];
	const [only, ...others] = parts;
	return { filter: only && others.length > 0 ? { _and: parts } : (only ?? filter), search: searched ? null : search };
}

/** Sums and counts of everything have no order; those of groups may be ordered by what was added up, which is guarded itself. */
function sortsOf({ sort, aggregate, group }: Query): string[] {
	if (aggregate && !group?.length) return [];
	return (sort ?? []).map((by) => by.replace(/^-/, '')).filter((by) => !Object.hasOwn(aggregate ?? {}, by.split('.')[0] ?? ''));
}

/** Without a sort, Directus takes the order that somebody made by hand. */
function isCustomOrderKnown({ shape, rules }: Reader, collection: string, { sort, aggregate, group }: Query): boolean {
	const byHand = shape.collections[collection]?.sortField;
	return !byHand || Boolean(sort) || Boolean(aggregate) || Boolean(group) || !hasMasks(rules, collection, [byHand]);
}

type Level = { readonly [name: string]: unknown };
type Aliases = { readonly [name: string]: string };

/** What is asked of nested rows: `{ contacts: { _filter: …, _sort: …, account: { … } } }`. Built anew, so that it stays as it was looked at. */
function guardDeep(reader: Reader, collection: string, level: Level, aliases: Aliases): GuardedQuery {
	const deep: { [name: string]: unknown } = {};
	let isChanged = false;
	const orders: Order[] = [];
	for (const [name, nested] of Object.entries(level)) {
		if (name.startsWith('_') || !isFilter(nested)) continue;
		const target = targetOf(reader, collection, name, aliases);
		// Directus passes over what leads nowhere.
		if (!target) continue;
		const asked = Object.fromEntries(Object.entries(nested).filter(([key]) => key.startsWith('_')).map(([key, value]) => [key.slice(1), value])) as Query;
		const own = guardLevel(reader, target.to, asked);
		const below = guardDeep(reader, target.to, nested, { ...(target.kind === 'any' ? aliases : {}), ...asked.alias });
		deep[name] = { ...Object.fromEntries(Object.entries(own.query).map(([key, value]) => [`_${key}`, value])), ...below.query };
		isChanged ||= own.isChanged || below.isChanged;
		orders.push(...own.orders, ...below.orders);
	}
	return { query: deep, isChanged, orders };
}

/** An alias stands for the field alone: `mine:crm_accounts` is `item:crm_accounts` where `mine` is `item`. */
function targetOf({ shape }: Reader, collection: string, name: string, aliases: Aliases) {
	const [key = name, ...scope] = name.split(':');
	const field = Object.hasOwn(aliases, key) ? aliases[key] : key;
	return stepOf(shape, collection, [field, ...scope].join(':')).link;
}
