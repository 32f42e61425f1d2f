import Big from 'big.js';
import type { Knex } from 'knex';
import type { Value } from '../../domain/imports/convert.ts';
import { historyFields, type Recipe } from '../../domain/imports/recipe.ts';
import type { TargetField } from '../../domain/imports/target.ts';
import { type Caller, type ImportHost, type Item, serviceFor } from './context.ts';
import { ImportError } from './import-error.ts';

export type RowKey = readonly Value[];

/** The rows that the keys name, as the caller may see them, with everything that the import compares. */
export async function readExisting({ recipe, keys, knex, host, caller }: {
	recipe: Recipe; keys: readonly RowKey[]; knex: Knex; host: ImportHost; caller: Caller;
}): Promise<Map<string, Item[]>> {
	const found = new Map<string, Item[]>();
	if (keys.length === 0) return found;
	const { target, key } = recipe;
	const service = serviceFor(host, target.collection, { knex, schema: caller.schema, accountability: caller.accountability });
	const query = {
		filter: { _and: key.map((field, index) => ({ [field]: { _in: [...new Set(keys.map((values) => values[index]))] } })) },
		fields: fieldsOf(recipe, caller),
		limit: -1,
		deep: Object.fromEntries(recipe.children.map(({ field }) => [field, { _limit: -1 }])),
	};
	for (const row of await read(() => service.readByQuery(query), recipe)) {
		const text = keyText(recipe, key.map((field) => row[field]));
		found.set(text, [...(found.get(text) ?? []), row]);
	}
	return found;
}

/** Keys that mean the same row are the same text, whatever the database writes them like. */
export function keyText({ key, target }: Recipe, values: readonly unknown[]): string {
	return JSON.stringify(values.map((value, index) => normalForm(value, target.fields.get(key[index] ?? ''))));
}

function normalForm(value: unknown, field: TargetField | undefined): string {
	const text = String(value ?? '');
	if (field?.type === 'uuid') return text.toLowerCase();
	if (field?.type === 'timestamp') return new Date(text).toISOString();
	if (['decimal', 'float', 'integer', 'bigInteger'].includes(field?.type ?? '') && /^-?\d+(\.\d+)?$/.test(text)) return Big(text).toFixed();
	return text;
}

function fieldsOf({ target, key, slots, children, history }: Recipe, { schema }: Caller): string[] {
	const own = schema.collections[target.collection]?.fields ?? {};
	// What the import decides by itself depends on these (see deal.ts).
	const decisive = ['stage', 'lost_reason'].filter((field) => target.collection === 'crm_opportunities' && field in own);
	const times = Object.entries(historyFields).filter(([name]) => name in history).map(([, field]) => field);
	const ofChildren = children.flatMap((child) => [child.target.primary, ...child.rows.flatMap((row) => row.slots.map((slot) => slot.field.name))].map((name) => `${child.field}.${name}`));
	return [...new Set([target.primary, ...key, ...slots.map(({ field }) => field.name), ...times, ...decisive, ...ofChildren])];
}

async function read<T>(work: () => Promise<T>, { target }: Recipe): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if ((error as { code?: string }).code !== 'FORBIDDEN') throw error;
		throw new ImportError([`To recognise what is there already, an import with a key reads ${target.label}, which you may not in all mapped fields. Ask an administrator, or leave the key out.`], { status: 403, code: 'FORBIDDEN' });
	}
}
