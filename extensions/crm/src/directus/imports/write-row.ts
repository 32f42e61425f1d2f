import type { ActionEventParams } from '@directus/types';
import type { Knex } from 'knex';
import { changesTo, childChanges } from '../../domain/imports/compare.ts';
import type { Value } from '../../domain/imports/convert.ts';
import { historyFields, type Recipe } from '../../domain/imports/recipe.ts';
import type { SettledRow } from '../../domain/imports/row.ts';
import { type Caller, type ImportHost, type Item, type Key, serviceFor, type WriteOptions } from './context.ts';
import type { Settings } from './savepoints.ts';

/** Where rows are written, and as whom. */
export interface Writing {
	readonly recipe: Recipe;
	readonly host: ImportHost;
	readonly caller: Caller;
	/** Who owns new rows for which the mapping names no owners. */
	readonly owner: string | null;
}

/** What has to be written for a row, null when nothing differs from what is there. */
export function itemFor({ recipe, owner }: Writing, row: SettledRow, existing: Item | undefined): Item | null {
	if (!existing) return creationOf(recipe, row, owner);
	const changes = changesOf(recipe, row, existing);
	return Object.keys(changes).length > 0 ? changes : null;
}

/** When the change of a row counts as made, for the guards; the times of the row before hold no longer. */
export function settingsFor({ history }: SettledRow, recipe: Recipe, existing: Item | undefined): Settings {
	if (Object.keys(recipe.history).length === 0) return {};
	const asOf = existing ? (history.stageEntered ?? history.closed) : history.created;
	return { 'crm.as_of': asOf ?? '', 'crm.opening_stage': history.openingStage ?? '' };
}

/** Writes one row through the services of its collection and of those of its children, with the caller's rights. */
export async function writeRow(writing: Writing, { row, item, existing, knex, onEvent }: {
	row: SettledRow;
	item: Item;
	existing: Item | undefined;
	knex: Knex;
	/** Collects what Directus wants to tell flows and sockets: told after the commit. */
	onEvent: (event: ActionEventParams) => void;
}): Promise<'created' | 'updated'> {
	const { recipe, host, caller } = writing;
	const serviceOf = (collection: string) => serviceFor(host, collection, { knex, schema: caller.schema, accountability: caller.accountability });
	const options: WriteOptions = { autoPurgeCache: false, bypassEmitAction: onEvent };
	if (existing) {
		await serviceOf(recipe.target.collection).updateOne(existing[recipe.target.primary] as Key, item, options);
		return 'updated';
	}
	const backdating = backdated(row, caller);
	const key = await serviceOf(recipe.target.collection).createOne(item, { ...options, ...backdating });
	// One by one, not nested in the row: Directus would ask for the last place in the order before each, and link
	// revisions after each, which takes as long as writing them.
	for (const { field, target, by, sort } of recipe.children) {
		for (const [index, values] of (row.children.get(field) ?? []).entries()) {
			const place = sort && !values.has(sort) ? { [sort]: index + 1 } : {};
			await serviceOf(target.collection).createOne({ ...place, ...Object.fromEntries(values), [by]: key }, { ...options, ...backdating });
		}
	}
	return 'created';
}

function creationOf(recipe: Recipe, row: SettledRow, owner: string | null): Item {
	return {
		...(owner === null ? {} : { owner }),
		...Object.fromEntries(row.values),
		...Object.fromEntries(timesOf(row).filter(([field]) => field !== historyFields.created && recipe.target.fields.has(field))),
	};
}

function changesOf({ target, children }: Recipe, row: SettledRow, existing: Item): Item {
	const wanted = new Map<string, Value>([...row.values, ...timesOf(row)].filter(([field]) => !row.once.has(field) && field !== target.primary));
	const lists = children.flatMap((child) => {
		const changes = childChanges(child, (existing[child.field] ?? []) as Item[], row.children.get(child.field) ?? []);
		return changes ? [[child.field, changes] as const] : [];
	});
	return { ...Object.fromEntries(changesTo(existing, wanted, target)), ...Object.fromEntries(lists) };
}

function timesOf({ history }: SettledRow): [string, string][] {
	return Object.entries(historyFields).flatMap(([name, field]): [string, string][] => {
		const time = history[name as keyof typeof historyFields];
		return time === undefined ? [] : [[field, time]];
	});
}

/** Directus stamps what it creates, unless told otherwise; told so, it wants the user again as well. */
function backdated({ history }: SettledRow, { accountability }: Caller): WriteOptions {
	return history.created === undefined ? {} : { overwriteDefaults: { _date: history.created, _user: accountability.user } };
}
