import type { RegisterFunctions, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { checkPayload, type CheckedPayload, type Payload } from '../../domain/shared/payload.ts';
import { invalid } from './errors.ts';
import { fieldFacts } from './field-facts.ts';
import { normalise } from './normal-forms.ts';
import { refuseLate } from './refuse-late.ts';

interface Context {
	readonly database: Knex;
	readonly schema: SchemaOverview | null;
}

/**
 * Every payload of our collections passes here, on whatever path it comes (form, API, GraphQL, nested, import): values
 * that a column can't take are refused with their field, before the database would; what is stored in one form is
 * brought into it. The filters only rewrite the payload.
 */
export function keepPayloads({ filter }: Pick<RegisterFunctions, 'filter'>): void {
	for (const verb of ['create', 'update']) {
		const isNew = verb === 'create';
		filter<Payload>(`items.${verb}`, (payload, { collection }, context) => refuseLate(() => checkedAndNormal({ payload, collection: String(collection), isNew, context })));
		filter<Payload>(`users.${verb}`, (payload, _meta, context) => refuseLate(() => checkedAndNormal({ payload, collection: 'directus_users', isNew, context })));
	}
}

interface Given {
	readonly payload: Payload;
	readonly collection: string;
	readonly isNew: boolean;
	readonly context: Context;
}

async function checkedAndNormal({ payload, collection, isNew, context }: Given): Promise<Payload> {
	const facts = fieldFacts(collection, context.schema);
	if (!facts) return payload;
	let checked: CheckedPayload = checkPayload(facts, payload, { isNew });
	if ('problem' in checked && checked.isTooLong) {
		// An admin may have made room.
		const room = await lengths(context.database, collection);
		checked = checkPayload(facts.map((field) => ({ ...field, length: room.get(field.name) })), payload, { isNew });
	}
	if ('problem' in checked) throw invalid({ message: checked.problem, field: checked.field, collection });
	return normalise(checked.payload, collection, context.database);
}

async function lengths(database: Knex, collection: string): Promise<Map<string, number>> {
	const columns = await database('information_schema.columns')
		.where({ table_name: collection }).whereRaw('table_schema = current_schema()').whereNotNull('character_maximum_length')
		.select<{ column_name: string; character_maximum_length: number }[]>('column_name', 'character_maximum_length');
	return new Map(columns.map(({ column_name, character_maximum_length }) => [column_name, character_maximum_length]));
}
