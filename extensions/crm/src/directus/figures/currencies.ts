import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import type { Field } from '../../../../../schema/shape.ts';

/** Where the currency of an amount stands: in the row, or in the record that the row is a part of. */
export interface CurrencyPlace {
	readonly field: string;
	readonly whole?: Whole;
}

interface Whole {
	readonly collection: string;
	readonly link: string;
}

const definitions = new Map(definitionsOf(rooms).filter((definition) => definition.kind !== 'folder').map((definition) => [definition.name, definition]));

/** Where the currencies of these fields stand, each place once; nothing for plain numbers and for amounts in base currency. */
export async function currencyPlaces({ collection, fields, schema, knex }: { collection: string; fields: readonly string[]; schema: SchemaOverview; knex: Knex }): Promise<CurrencyPlace[]> {
	if (fields.length === 0) return [];
	const own = await ownFields(knex, collection, fields);
	const places = fields.map((field) => placeOf(collection, field) ?? own.get(field)).filter((place) => place !== undefined);
	const existing = places.filter((place) => schema.collections[place.whole?.collection ?? collection]?.fields[place.field]);
	return [...new Map(existing.map((place) => [JSON.stringify(place), place])).values()];
}

function placeOf(collection: string, name: string): CurrencyPlace | undefined {
	const field = definitions.get(collection)?.fields[name] as Field | undefined;
	if (field?.currencyField) return { field: field.currencyField };
	// Amounts in base currency are called so; any other without a currency beside it is a part's, in that of the whole.
	return field?.interface === 'crm-money' && !name.endsWith('_base') ? placeInWhole(collection) : undefined;
}

function placeInWhole(collection: string): CurrencyPlace | undefined {
	const places = Object.entries<Field>(definitions.get(collection)?.fields ?? {}).map(([link, { relation, options }]): CurrencyPlace | undefined => {
		const isPart = relation?.kind === 'one' && relation.onDelete === 'CASCADE' && options.required;
		return isPart && 'currency' in (definitions.get(relation.to)?.fields ?? {}) ? { field: 'currency', whole: { collection: relation.to, link } } : undefined;
	});
	return places.find((place) => place !== undefined);
}

/** The amounts that an admin added: the form says where their currency stands. */
async function ownFields(knex: Knex, collection: string, names: readonly string[]): Promise<Map<string, CurrencyPlace>> {
	const rows = await knex('directus_fields').where({ collection, interface: 'crm-money' }).whereIn('field', names).select<{ field: string; options: { currencyField?: string } | null }[]>('field', 'options');
	return new Map(rows.flatMap(({ field, options }) => (options?.currencyField ? [[field, { field: options.currencyField }] as const] : [])));
}
