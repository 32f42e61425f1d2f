import type { Payload } from '../shared/payload.ts';
import { keyIn, type LinkedCollection, type LinkField, type LinkMap, rowName } from './link-map.ts';

/** A row that a payload takes for granted, and the right to it that this takes. */
export interface Use {
	readonly field: string;
	readonly collection: string;
	/** undefined: what was sent can be the key of no row. */
	readonly key: string | undefined;
	readonly right: 'read' | 'update';
}

interface Written {
	readonly map: LinkMap;
	readonly collection: string;
	readonly payload: Payload;
	readonly isNew: boolean;
}

/**
 * The rows that a payload links to, and those that it wants in its lists. Rows that come along to be written are none of
 * them: Directus asks for the right to write each. What another row is a part of, one has to be allowed to change.
 */
export function usesIn({ map, collection, payload, isNew }: Written): Use[] {
	const { links = [], lists = [] } = map[collection] ?? {};
	const single = links.filter((link) => link.stampedOn !== (isNew ? 'create' : 'update') && (isNew || !isHalf(link, payload)));
	return [
		...single.flatMap((link) => linkUses(map, link, payload)),
		...lists.flatMap(({ field, of }): Use[] => {
			const listed = map[of];
			return listed ? namedIn(listed, payload[field]).map((key) => ({ field, collection: of, key, right: 'read' })) : [];
		}),
	];
}

/** Many-to-any links of which an update says only the key or only the collection: the other half is in the row. */
export function halvesIn({ map, collection, payload, isNew }: Written): LinkField[] {
	return isNew ? [] : (map[collection]?.links ?? []).filter((link) => isHalf(link, payload));
}

function isHalf({ field, named }: LinkField, payload: Payload): boolean {
	return named !== undefined && (payload[field] === undefined) !== (payload[named] === undefined);
}

/** The row that one link of a payload, or of a row, points to: one or none. */
export function linkUses(map: LinkMap, { field, to, named, isPart }: LinkField, payload: Payload): Use[] {
	const value = payload[field];
	if (value === null || value === undefined) return [];
	const collection = named === undefined ? to[0] : to.find((one) => one === payload[named]);
	const target = collection === undefined ? undefined : map[collection];
	const right = isPart ? 'update' : 'read';
	if (collection === undefined || !target) return [{ field, collection: '', key: undefined, right }];
	if (isRow(value) && !isKeyAlone(target, value)) return [];
	return [{ field, collection, key: keyIn(target, isRow(value) ? value[target.key] : value), right }];
}

/** The rows that a list wants to be there: keys, and in `update` rows. Others may be new. */
function namedIn(listed: LinkedCollection, list: unknown): (string | undefined)[] {
	if (Array.isArray(list)) {
		return list.flatMap((one: unknown) => (isRow(one) && !isKeyAlone(listed, one) ? [] : [keyIn(listed, isRow(one) ? one[listed.key] : one)]));
	}
	return rowsOf(list, 'update').map((one) => keyIn(listed, one[listed.key]));
}

/**
 * The rows that a write makes before the row of the payload itself is written: those that come along in its links, with
 * all that comes along in them. Either they are new or Directus refuses the whole write to who may not change them.
 */
export function madeIn({ map, collection, payload, isNew }: Written): Set<string> {
	const made = new Set<string>();
	const own = (of: string, row: Payload) => {
		const key = map[of] && keyIn(map[of], row[map[of].key]);
		if (key !== undefined) made.add(rowName(of, key));
	};
	const throughLinks = (of: string, row: Payload) => {
		for (const { field, to, named } of map[of]?.links ?? []) {
			const target = named === undefined ? to[0] : to.find((one) => one === row[named]);
			const value = row[field];
			if (target !== undefined && map[target] && isRow(value) && !isKeyAlone(map[target], value)) whole(target, value);
		}
	};
	const whole = (of: string, row: Payload) => {
		own(of, row);
		throughLinks(of, row);
		for (const { field, of: listed } of map[of]?.lists ?? []) {
			const list = row[field];
			for (const one of [...rowsOf(list, 'create'), ...rowsOf(list, 'update')]) whole(listed, one);
			if (Array.isArray(list)) for (const one of list as unknown[]) if (isRow(one) && map[listed] && !isKeyAlone(map[listed], one)) whole(listed, one);
		}
	};
	// An update goes to the rows that it was sent to, whatever key its payload claims.
	if (isNew) own(collection, payload);
	throughLinks(collection, payload);
	return made;
}

/** A row of which nothing is said but its key is a link to it. */
function isKeyAlone({ key }: LinkedCollection, row: Payload): boolean {
	const fields = Object.keys(row);
	return fields.length === 1 && fields[0] === key && row[key] !== null;
}

function rowsOf(list: unknown, part: 'create' | 'update'): Payload[] {
	const rows = isRow(list) ? list[part] : undefined;
	return Array.isArray(rows) ? rows.filter(isRow) : [];
}

function isRow(value: unknown): value is Payload {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
