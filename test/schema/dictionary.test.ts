import { describe, expect, it } from 'vitest';
import { rooms } from '../../schema/index.ts';
import type { Collection, Extension, Field, Folder, Json } from '../../schema/shape.ts';

/** The dictionary is data; these are its rules of spelling. What they refuse would break in Directus later and elsewhere. */

const members = Object.values(rooms).flatMap((room): (Collection | Extension | Folder)[] => Object.values(room));
const collections = members.filter((member): member is Collection => member.kind === 'collection');
const extensions = members.filter((member): member is Extension => member.kind === 'extension');
const folders = members.filter((member): member is Folder => member.kind === 'folder');
const tables = [...collections, ...extensions];

/** Fields of Directus' own collections that ours may show. */
const core: Readonly<Record<string, readonly string[]>> = {
	directus_users: ['id', 'avatar', 'first_name', 'last_name', 'email', 'title', 'location', 'status', 'language'],
	directus_files: ['id', 'title', 'type', 'filename_download', '$thumbnail'],
};

function fieldsOf(table: string): Readonly<Record<string, Field | undefined>> {
	return Object.assign({}, ...tables.filter(({ name }) => name === table).map(({ fields }) => fields)) as Record<string, Field>;
}

const exists = (table: string) => table in core || tables.some(({ name }) => name === table);

/** Follows `account.name` over links: true when every step exists. */
function reaches(table: string, path: string): boolean {
	const [step = '', ...rest] = path.split('.');
	const field = fieldsOf(table)[step];
	if (!field) return rest.length === 0 && (core[table] ?? []).includes(step);
	if (field.type === 'alias' && !field.relation) return false;
	if (rest.length === 0) return true;
	const target = field.relation?.kind === 'one' ? field.relation.to : field.relation?.of;
	return target !== undefined && reaches(target, rest.join('.'));
}

const bare = (column: string) => column.replace(/^-/, '');
const placeholders = (template: string) => [...template.matchAll(/\{\{\s*([^}]+?)\s*\}\}/g)].map(([, path = '']) => path);

/** Every field that a filter speaks of; values and operators left out. */
function filtered(filter: Json, path: string[] = []): string[] {
	if (Array.isArray(filter)) return filter.flatMap((part) => filtered(part, path));
	if (filter === null || typeof filter !== 'object') return [];
	return Object.entries(filter).flatMap(([key, value]) => {
		if (key === '_and' || key === '_or') return filtered(value ?? null, path);
		if (key.startsWith('_')) return [path.join('.')];
		return filtered(value ?? null, [...path, key]);
	});
}

const each = <T>(list: readonly T[], faults: (item: T) => string[]) => expect(list.flatMap(faults)).toEqual([]);

describe('names', () => {
	it('are prefixed, so that the layer stands next to anybody’s own tables', () => {
		each([...collections, ...folders], ({ name }) => (/^crm_[a-z][a-z_]*$/.test(name) ? [] : [name]));
	});

	it('occur once', () => {
		const names = [...collections, ...folders].map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('are none that GraphQL keeps for itself', () => {
		const reserved = ['Subscription', 'Query', 'Mutation', 'Boolean', 'Date', 'Float', 'GraphQLStringOrFloat', 'ID', 'Int', 'JSON', 'Point', 'String', 'Void', 'Hash'];
		each(collections, ({ name }) => (reserved.some((word) => word.toLowerCase() === name.toLowerCase()) ? [name] : []));
	});

	it('do not clash with the types that GraphQL derives from another collection', () => {
		const suffixes = ['_filter', '_aggregated', '_by_id', '_by_version', '_mutated', '_batch', '_items', '_item'];
		each(collections, ({ name }) => suffixes
			.filter((suffix) => name.endsWith(suffix) && exists(name.slice(0, -suffix.length)))
			.map((suffix) => `${name} ends in ${suffix}`));
	});

	it('of fields are plain, and none that aggregated GraphQL trips over', () => {
		const taken = ['group', 'sum', 'count', 'avg', 'min', 'max', 'countDistinct', 'sumDistinct', 'avgDistinct', 'countAll'];
		each(tables, ({ name, fields }) => Object.keys(fields)
			.filter((field) => taken.includes(field) || !/^[a-z][a-z0-9_]*$/.test(field) || /_func$/.test(field))
			.map((field) => `${name}.${field}`));
	});
});

describe('relations', () => {
	it('lead to collections that exist', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).flatMap(([key, { relation }]) => {
			const target = relation?.kind === 'one' ? relation.to : relation?.of;
			return target === undefined || exists(target) ? [] : [`${name}.${key} leads to ${target}`];
		}));
	});

	it('of many are told by a link that points back', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).flatMap(([key, { relation }]) => {
			if (relation?.kind !== 'many') return [];
			const back = fieldsOf(relation.of)[relation.by]?.relation;
			return back?.kind === 'one' && back.to === name ? [] : [`${name}.${key} by ${relation.of}.${relation.by}`];
		}));
	});

	it('of many are told once for each link', () => {
		const told = tables.flatMap(({ fields }) => Object.values(fields).flatMap(({ relation }) => (relation?.kind === 'many' ? [`${relation.of}.${relation.by}`] : [])));
		expect(told.filter((link, index) => told.indexOf(link) !== index)).toEqual([]);
	});

	it('keep an order by a field of the rows', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).flatMap(([key, { relation }]) =>
			(relation?.kind === 'many' && relation.sort && !fieldsOf(relation.of)[relation.sort] ? [`${name}.${key} by ${relation.sort}`] : [])));
	});

	it('are not cut by a deletion where the link is required', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).flatMap(([key, { relation, options }]) =>
			(relation?.kind === 'one' && options.required && relation.onDelete === 'SET NULL' ? [`${name}.${key}`] : [])));
	});

	it('show columns and templates that exist', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).flatMap(([key, { relation, interfaceOptions = {}, options }]) => {
			if (!relation) return [];
			const target = relation.kind === 'one' ? relation.to : relation.of;
			const columns = Array.isArray(interfaceOptions['fields']) ? interfaceOptions['fields'].map(String) : [];
			const template = typeof interfaceOptions['template'] === 'string' ? placeholders(interfaceOptions['template']) : [];
			const sort = typeof options.options?.['sort'] === 'string' ? [options.options['sort']] : [];
			const filter = filtered(options.options?.['filter'] ?? null);
			return [...columns, ...template.map((path) => path.replace(/\.\$thumbnail$/, '')), ...sort, ...filter]
				.filter((path) => !reaches(target, path))
				.map((path) => `${name}.${key}: ${target}.${path}`);
		}));
	});
});

describe('collections', () => {
	it('stand in a folder that exists', () => {
		each(collections, ({ name, folder }) => (folders.some((one) => one.name === folder) ? [] : [`${name} in ${folder}`]));
	});

	it('have one key', () => {
		each(collections, ({ name, fields }) => (Object.values(fields).filter(({ column }) => column?.primary).length === 1 ? [] : [name]));
	});

	it('name only fields that exist', () => {
		each(collections, ({ name, ...options }) => [
			options.archive ?? [], options.sort ?? [], options.columns ?? [], Object.keys(options.widths ?? {}), bare(options.order ?? 'id'),
			placeholders(options.display ?? ''), Object.values(options.checks ?? {}).map(({ field }) => field), options.indexes ?? [], options.unique ?? [],
			Object.values(options.bookmarks ?? {}).flatMap(({ filter, columns, order }) => [...filtered(filter as Json), ...(columns ?? []), bare(order ?? 'id')]),
		].flat(2).filter((path) => !reaches(name, path) && !(path === 'id' && options.fields['code'])).map((path) => `${name}.${path}`));
	});

	it('order, filter and archive by columns that have an index', () => {
		const lists = collections.filter(({ hidden, folder }) => !hidden && folder === 'crm_sales');
		each(lists, ({ name, fields, indexes = [], archive, bookmarks = {} }) => [archive ?? [], Object.values(bookmarks).flatMap(({ filter }) => filtered(filter as Json))]
			.flat()
			.filter((key) => !fields[key]?.options.index && !indexes.some(([first]) => first === key))
			.map((key) => `${name}.${key}`));
	});

	it('are called differently', () => {
		const labels = [...collections.map(({ label }) => label), ...folders.map(({ label }) => label)];
		expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
	});
});

describe('fields', () => {
	it('stand in a section that exists', () => {
		each(tables, ({ name, fields }) => Object.entries(fields)
			.filter(([, { section }]) => section !== undefined && !fields[section]?.special?.includes('group'))
			.map(([key, { section }]) => `${name}.${key} in ${section}`));
	});

	it('have a width', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).filter(([, { options }]) => !options.width).map(([key]) => `${name}.${key}`));
	});

	it('are called differently within a collection', () => {
		each(tables, ({ name, fields }) => {
			const labels = Object.values(fields).filter(({ special }) => !special?.includes('no-data')).map(({ label }) => label.toLowerCase());
			return labels.filter((label, index) => labels.indexOf(label) !== index).map((label) => `${name}: ${label}`);
		});
	});

	it('of money are exact and know their currency', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).flatMap(([key, { currencyField, type, interface: form }]) => {
			const isMoney = form === 'crm-money';
			if (currencyField === undefined) return isMoney && type !== 'decimal' ? [`${name}.${key} is a ${type}`] : [];
			const { relation } = fields[currencyField] ?? {};
			return type === 'decimal' && relation?.kind === 'one' && relation.to === 'crm_currencies' ? [] : [`${name}.${key} in ${currencyField}`];
		}));
	});

	it('change by conditions over fields of their own form', () => {
		each(tables, ({ name, fields }) => Object.entries(fields).flatMap(([key, { options }]) => (options.conditions ?? [])
			.flatMap(({ when }) => filtered(when as Json))
			.filter((path) => !fields[path])
			.map((path) => `${name}.${key} by ${path}`)));
	});

	it('that are hidden for good are not required of anybody', () => {
		each(tables, ({ name, fields }) => Object.entries(fields)
			.filter(([, { options }]) => options.hidden && options.required && !options.conditions && options.default === undefined)
			.map(([key]) => `${name}.${key}`));
	});

	it('say what they want in a sentence', () => {
		each(tables, ({ name, fields }) => Object.entries(fields)
			.filter(([, { options }]) => options.pattern && !/^[A-Z].* .*\.$/.test(options.pattern.message))
			.map(([key]) => `${name}.${key}`));
		each(collections, ({ name, checks = {} }) => Object.entries(checks).filter(([, { message }]) => !/^[A-Z].* .*\.$/.test(message)).map(([key]) => `${name}: ${key}`));
	});
});
