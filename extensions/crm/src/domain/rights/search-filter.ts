import { and, type Filter, leaf, or, toFilter } from './filter.ts';
import { primaryOf, type Shape } from './follow-path.ts';
import { hasMasks, maskOf, type ReadRule, scopeOf } from './read-rules.ts';
import type { Reader } from './guard-filter.ts';
import { isUuid } from '../shared/uuid.ts';

/**
 * What a search asks, as a filter that passes over values that the reader can't read. Directus does so itself, unless
 * one of their rules allows all fields: then it searches all fields of all rows. undefined: Directus can be left to it.
 */
export function searchFilter({ shape, rules }: Reader, collection: string, search: string): Filter | undefined {
	const fields = searchedFields(shape, collection);
	if (!hasAllFields(rules, collection) || !hasMasks(rules, collection, fields)) return undefined;
	const found = fields.flatMap((field) => {
		const test = testFor(shape.collections[collection]?.fields[field]?.type ?? '', search);
		if (!test || scopeOf(rules, collection, field) === 'none') return [];
		const mask = maskOf(rules, collection, field);
		return [and(leaf([field], test), ...(typeof mask === 'string' ? [] : [mask]))];
	});
	return toFilter(found.length > 0 ? or(...found) : leaf([primaryOf(shape, collection)], { _null: true }));
}

function searchedFields({ collections }: Shape, collection: string): string[] {
	return Object.entries(collections[collection]?.fields ?? {}).filter(([, { searchable, special }]) => searchable !== false && !special.includes('conceal')).map(([name]) => name);
}

function hasAllFields(rules: readonly ReadRule[], collection: string): boolean {
	return rules.some((rule) => rule.collection === collection && rule.fields?.includes('*'));
}

const wholeNumber = /^-?\d+$/;
const anyNumber = /^-?\d+(\.\d+)?$/;
const largestInteger = 2_147_483_647;

function testFor(type: string, search: string): Filter | undefined {
	switch (type) {
		case 'string':
		case 'text':
			return { _icontains: search };
		case 'uuid':
			return isUuid(search) ? { _eq: search } : undefined;
		case 'integer':
			return wholeNumber.test(search) && Math.abs(Number(search)) <= largestInteger ? { _eq: Number(search) } : undefined;
		case 'bigInteger':
			return wholeNumber.test(search) && Number.isSafeInteger(Number(search)) ? { _eq: search } : undefined;
		case 'float':
		case 'decimal':
			return anyNumber.test(search) ? { _eq: Number(search) } : undefined;
		default:
			return undefined;
	}
}
