import type { Dimension, Forecast } from '../../domain/forecast/question.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { ifAllowed, readableRows } from '../shared/readable-rows.ts';

type Group = Forecast['groups'][number];

/** How the values of a dimension are called, as far as the caller may read it, in the order to show them in. */
export async function labelsOf(by: Dimension | undefined, asker: Asker): Promise<(keys: readonly (string | null)[]) => Group[]> {
	if (!by) return () => [];
	const names = by === 'category' ? categories : await namesIn(by, asker);
	const { none, unknown } = words[by];
	const place = (key: string | null) => (key === null ? Infinity : (names.get(key)?.place ?? Number.MAX_SAFE_INTEGER));
	return (keys) => keys
		.map((key) => ({ key, label: key === null ? none : (names.get(key)?.label ?? unknown(key)) }))
		.sort((one, other) => place(one.key) - place(other.key) || (one.label < other.label ? -1 : 1));
}

interface Name {
	readonly label: string;
	readonly place: number;
}

const words: { readonly [Name in Dimension]: { readonly none: string; readonly unknown: (key: string) => string } } = {
	owner: { none: 'Nobody', unknown: () => 'Somebody else' },
	team: { none: 'No team', unknown: () => 'Another team' },
	category: { none: 'None', unknown: (key) => key },
	stage: { none: 'None', unknown: () => 'Another stage' },
	pipeline: { none: 'None', unknown: () => 'Another pipeline' },
	source: { none: 'No source', unknown: () => 'Another source' },
	product: { none: 'No product', unknown: () => 'Another product' },
};

/** What is closed is no matter of forecast any more. */
const categories = new Map<string, Name>(Object.entries({ won: 'Won', commit: 'Commit', best_case: 'Best case', pipeline: 'Pipeline', omitted: 'Omitted', lost: 'Lost' })
	.map(([key, label], place) => [key, { label, place }]));

const sources: { readonly [Name in Exclude<Dimension, 'category'>]: { readonly collection: string; readonly label: readonly string[]; readonly order: readonly string[] } } = {
	owner: { collection: 'directus_users', label: ['first_name', 'last_name'], order: ['first_name', 'last_name'] },
	team: { collection: 'crm_teams', label: ['name'], order: ['name'] },
	stage: { collection: 'crm_stages', label: ['name'], order: ['pipeline', 'sort', 'name'] },
	pipeline: { collection: 'crm_pipelines', label: ['name'], order: ['sort', 'name'] },
	source: { collection: 'crm_lead_sources', label: ['name'], order: ['sort', 'name'] },
	product: { collection: 'crm_products', label: ['name'], order: ['name'] },
};

async function namesIn(by: Exclude<Dimension, 'category'>, asker: Asker): Promise<Map<string, Name>> {
	const { collection, label, order } = sources[by];
	const rows = await readIfAllowed({ collection, fields: [...new Set([...label, ...order])], order }, asker);
	return new Map(rows.map((row, place) => [String(row['id']), { label: label.map((field) => row[field]).filter((part) => part).join(' '), place }]));
}

/** How people are called, and what they look like, as far as the caller may know. */
export async function peopleNamed(ids: readonly string[], asker: Asker): Promise<(id: string) => { id: string; name: string; avatar: string | null }> {
	const rows = await readIfAllowed({ collection: 'directus_users', fields: ['first_name', 'last_name', 'avatar'], ids }, asker);
	const people = new Map(rows.map((row) => [String(row['id']), row]));
	return (id) => {
		const { first_name: first, last_name: last, avatar } = people.get(id) ?? {};
		return { id, name: [first, last].filter((part) => part).join(' ') || words.owner.unknown(id), avatar: typeof avatar === 'string' ? avatar : null };
	};
}

/** The names of records that the caller may read. */
export async function namesOf(collection: string, ids: readonly string[], asker: Asker): Promise<Map<string, string>> {
	const rows = await readIfAllowed({ collection, fields: ['name'], ids }, asker);
	return new Map(rows.map((row) => [String(row['id']), String(row['name'])]));
}

/** The rows that the caller may read; none, where they may read none of these fields. */
async function readIfAllowed({ collection, fields, order = [], ids }: { collection: string; fields: readonly string[]; order?: readonly string[]; ids?: readonly string[] }, asker: Asker): Promise<{ readonly [field: string]: unknown }[]> {
	if (ids?.length === 0) return [];
	const readable = await ifAllowed(readableRows({ collection, fields: ['id', ...fields], needs: fields, filter: ids ? { id: { _in: [...new Set(ids)] } } : null }, asker));
	return readable ? await asker.knex.from(readable.rows.as('own')).select('*').orderBy([...order]) as { readonly [field: string]: unknown }[] : [];
}
