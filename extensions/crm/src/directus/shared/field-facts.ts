import type { SchemaOverview } from '@directus/types';
import { definitionsOf, rangeMessage } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';
import type { Field } from '../../../../../schema/shape.ts';
import type { FieldFacts } from '../../domain/shared/field-value.ts';

const facts: ReadonlyMap<string, readonly FieldFacts[]> = new Map(
	definitionsOf(rooms).filter((definition) => definition.kind !== 'folder').map(({ name: collection, fields }) => [
		collection,
		Object.entries(fields).filter(([, { type, relation }]) => type !== 'alias' || relation?.kind === 'many').map(([name, field]) => factsOf(name, field)),
	]),
);

/** What the definitions say of the fields of a collection of ours, but for those that an admin gave another type. */
export function fieldFacts(collection: string, schema: SchemaOverview | null): readonly FieldFacts[] | undefined {
	const live = schema?.collections[collection]?.fields;
	const all = facts.get(collection);
	return live ? all?.filter(({ name, type }) => live[name]?.type === type) : all;
}

function factsOf(name: string, field: Field): FieldFacts {
	const { label, type, relation, column = {}, options } = field;
	return {
		name,
		label,
		type,
		link: relation?.kind,
		// What has a default or is a key is filled in by Directus or the database.
		canBeEmpty: !options.required || options.default !== undefined || column.primary === true,
		isKept: relation?.kind === 'many' && options.readonly === true,
		length: type === 'string' ? (column.length ?? 255) : undefined,
		precision: column.precision,
		scale: column.scale,
		min: options.min,
		max: options.max,
		range: rangeMessage(field),
	};
}
