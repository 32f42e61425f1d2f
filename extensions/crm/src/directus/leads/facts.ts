import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import type { Field } from '../../../../../schema/shape.ts';
import { collectionOf, type ConversionFacts, type FieldFact } from '../../domain/leads/fields.ts';
import { labelIn, parsed, titleOf } from '../shared/labels.ts';

/** Columns of ours that the database writes, and those that only the conversion does. */
const kept: ReadonlySet<string> = new Set(definitionsOf(rooms).flatMap((definition) => (definition.kind === 'folder' ? [] : Object.entries<Field>(definition.fields)
	.filter(([name, { options }]) => options.kept || (definition.name === collectionOf.lead && /^conver(ted_|sion_record$)/.test(name)))
	.map(([name]) => `${definition.name}.${name}`))));

const stamps = ['user-created', 'user-updated', 'date-created', 'date-updated', 'role-created', 'role-updated', 'hash', 'conceal'];

const known = new WeakMap<SchemaOverview, Promise<ConversionFacts>>();

/** The fields that take part in conversions, an admin's own included; read again when the schema changes, labels included. */
export function conversionFacts(schema: SchemaOverview, knex: Knex): Promise<ConversionFacts> {
	const remembered = known.get(schema);
	if (remembered) return remembered;
	const reading = readFacts(schema, knex);
	known.set(schema, reading);
	reading.catch(() => known.delete(schema));
	return reading;
}

interface Meta {
	readonly collection: string;
	readonly field: string;
	readonly required: boolean | null;
	readonly interface: string | null;
	readonly options: unknown;
	readonly translations: unknown;
}

async function readFacts(schema: SchemaOverview, knex: Knex): Promise<ConversionFacts> {
	const collections = Object.values(collectionOf);
	const metas = await knex('directus_fields').whereIn('collection', collections).orderByRaw('sort NULLS LAST, id')
		.select<Meta[]>('collection', 'field', 'required', 'interface', 'options', 'translations');
	const { rows: unique } = await knex.raw<{ rows: { name: string }[] }>(`SELECT i.indrelid::regclass::text || '.' || a.attname AS name
		FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
		WHERE i.indisunique AND i.indnkeyatts = 1 AND i.indrelid IN (SELECT to_regclass(name) FROM unnest(?::text[]) AS name)`, [collections]);
	const uniqueFields = new Set(unique.map(({ name }) => name));
	const factsOf = (collection: string) => {
		const own = metas.filter((meta) => meta.collection === collection);
		return Object.values(schema.collections[collection]?.fields ?? {})
			.filter(({ alias }) => !alias)
			.map((field) => ({ field, index: own.findIndex((meta) => meta.field === field.field) }))
			.sort((one, other) => (one.index < 0 ? own.length : one.index) - (other.index < 0 ? own.length : other.index))
			.map(({ field, index }) => factOf({ collection, field, meta: own[index], schema, isUnique: uniqueFields.has(`${collection}.${field.field}`) }));
	};
	return { lead: factsOf(collectionOf.lead), account: factsOf(collectionOf.account), contact: factsOf(collectionOf.contact), opportunity: factsOf(collectionOf.opportunity) };
}

type LiveField = SchemaOverview['collections'][string]['fields'][string];

function factOf({ collection, field, meta, schema, isUnique }: { collection: string; field: LiveField; meta: Meta | undefined; schema: SchemaOverview; isUnique: boolean }): FieldFact {
	const name = field.field;
	const isKey = schema.collections[collection]?.primary === name;
	const to = schema.relations.find((relation) => relation.collection === collection && relation.field === name)?.related_collection ?? undefined;
	return {
		name,
		label: labelIn(meta?.translations ?? null) ?? titleOf(name),
		type: field.type,
		to,
		choices: choicesOf(meta),
		isRequired: (!field.nullable || meta?.required === true) && field.defaultValue === null && !field.generated,
		isKept: isKey || kept.has(`${collection}.${name}`) || field.generated || field.special.some((special) => stamps.includes(special)),
		isUnique,
	};
}

function choicesOf(meta: Meta | undefined): string[] | undefined {
	const { choices, allowOther } = (parsed(meta?.options ?? null) ?? {}) as { choices?: unknown; allowOther?: boolean };
	if (meta?.interface !== 'select-dropdown' || allowOther || !Array.isArray(choices)) return undefined;
	return choices.map((choice: unknown) => String(typeof choice === 'object' && choice !== null && 'value' in choice ? choice.value : choice));
}
