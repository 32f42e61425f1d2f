import type { FieldOverview, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import type { Field } from '../../../../../schema/shape.ts';
import type { Protection, Target, TargetField, Targets } from '../../domain/imports/target.ts';
import { labelIn, parsed, readLabels, titleOf } from '../shared/labels.ts';

/** System collections with rows that a file may bring in or name. */
const systemCollections = ['directus_users', 'directus_files'];

/** What decides who a user is and what they may do. */
const secretUserFields = [
	'password', 'token', 'tfa_secret', 'role', 'policies', 'provider', 'external_identifier', 'auth_data', 'last_access', 'last_page',
	'theme_light_overrides', 'theme_dark_overrides',
];

const stampSpecials = ['date-created', 'date-updated', 'user-created', 'user-updated', 'role-created', 'role-updated'];
const secretSpecials = ['hash', 'conceal', 'encrypt'];

/** Every collection that can be imported into or looked up in, as the instance has it: ours, an admin's, the people. */
export async function readTargets(schema: SchemaOverview, database: Knex): Promise<Targets> {
	const [metas, lengths, labels] = [await readMetas(database), await readLengths(database), await readLabels(database)];
	const names = Object.keys(schema.collections).filter((name) => !name.startsWith('directus_') || systemCollections.includes(name));
	return new Map(names.map((name) => [name, targetOf({ name, schema, metas, lengths, label: labels.get(name) ?? titleOf(name) })]));
}

const definitions = new Map(definitionsOf(rooms).filter((definition) => definition.kind !== 'folder').map((definition) => [definition.name, definition.fields]));

interface Meta {
	readonly label?: string;
	readonly interface: string | null;
	readonly options: { readonly choices?: readonly { text: string; value: string | number }[]; readonly allowOther?: boolean } | null;
	readonly validation_message: string | null;
}

function targetOf({ name, schema, metas, lengths, label }: { name: string; schema: SchemaOverview; metas: Map<string, Meta>; lengths: Map<string, number>; label: string }): Target {
	const { primary = 'id', fields = {}, singleton = false } = schema.collections[name] ?? {};
	const all = Object.values(fields).map((overview) => fieldOf({ collection: name, overview, primary, schema, meta: metas.get(`${name}.${overview.field}`), maxLength: lengths.get(`${name}.${overview.field}`) }));
	return { collection: name, label, primary, ...(singleton ? { isSingleton: true } : {}), fields: new Map(all.map((field) => [field.name, field])) };
}

function fieldOf({ collection, overview, primary, schema, meta, maxLength }: {
	collection: string; overview: FieldOverview; primary: string; schema: SchemaOverview; meta: Meta | undefined; maxLength: number | undefined;
}): TargetField {
	const { field: name, type, special, precision, scale } = overview;
	const link = schema.relations.find((relation) => relation.collection === collection && relation.field === name)?.related_collection;
	const reverse = schema.relations.find((relation) => relation.related_collection === collection && relation.meta?.one_field === name);
	const children = overview.alias && reverse ? { collection: reverse.collection, by: reverse.field, ...(reverse.meta?.sort_field ? { sort: reverse.meta.sort_field } : {}) } : undefined;
	const definition: Field | undefined = definitions.get(collection)?.[name];
	const isEmail = definition?.normalise ?? (collection === 'directus_users' && name === 'email' ? 'email' as const : undefined);
	const protection = name === primary ? undefined : protectionOf({ collection, overview, definition, hasChildren: Boolean(children) });
	return {
		name,
		type,
		label: meta?.label ?? definition?.label ?? titleOf(name),
		isRequired: !overview.nullable && overview.defaultValue === null && name !== primary && !overview.alias,
		...(protection ? { protection } : {}),
		...(link ? { link: { collection: link } } : {}),
		...(children ? { children } : {}),
		...(meta?.options?.choices && meta.options.choices.length > 0 ? { choices: meta.options.choices.map(({ text, value }) => ({ text: text ?? String(value), value })) } : {}),
		...(meta?.options?.allowOther ? { allowsOther: true } : {}),
		...(special.includes('cast-csv') || (type === 'json' && /tags|select-multiple/.test(meta?.interface ?? '')) ? { isList: true } : {}),
		...(isEmail ? { normalise: isEmail } : {}),
		...(maxLength === undefined ? {} : { maxLength }),
		...(precision === null || type !== 'decimal' ? {} : { precision }),
		...(scale === null || type !== 'decimal' ? {} : { scale }),
		...(meta?.validation_message ? { message: meta.validation_message } : {}),
	};
}

function protectionOf({ collection, overview, definition, hasChildren }: { collection: string; overview: FieldOverview; definition: Field | undefined; hasChildren: boolean }): Protection | undefined {
	const { special, generated, alias, field } = overview;
	if (special.some((one) => stampSpecials.includes(one))) return 'stamp';
	if (special.some((one) => secretSpecials.includes(one)) || (collection === 'directus_users' && secretUserFields.includes(field))) return 'secret';
	if (alias && !hasChildren) return 'layout';
	// What the form does not let a person type, a file does not either.
	return generated || definition?.options.kept || definition?.options.readonly ? 'kept' : undefined;
}

async function readMetas(database: Knex): Promise<Map<string, Meta>> {
	const rows = await database('directus_fields').select<Item[]>('collection', 'field', 'interface', 'options', 'translations', 'validation_message');
	return new Map(rows.map(({ collection, field, translations, options, ...rest }) => {
		const label = labelIn(translations);
		return [`${collection}.${field}`, { ...(label ? { label } : {}), interface: rest.interface, validation_message: rest.validation_message, options: parsed(options) as Meta['options'] }];
	}));
}

interface Item {
	collection: string;
	field: string;
	interface: string | null;
	options: unknown;
	translations: unknown;
	validation_message: string | null;
}

async function readLengths(database: Knex): Promise<Map<string, number>> {
	const rows = await database('information_schema.columns')
		.select<{ table_name: string; column_name: string; character_maximum_length: number }[]>('table_name', 'column_name', 'character_maximum_length')
		.whereRaw('table_schema = current_schema()').whereNotNull('character_maximum_length');
	return new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, row.character_maximum_length]));
}
