import type { ActionEventParams } from '@directus/types';
import type { Knex } from 'knex';
import { changesTo, childChanges } from '../../domain/imports/compare.ts';
import type { Value } from '../../domain/imports/convert.ts';
import { historyFields, type Recipe } from '../../domain/imports/recipe.ts';
import type { SettledRow } from '../../domain/imports/row.ts';
import { type Caller, type ImportHost, type Item, type Key, serviceFor, type WriteOptions } from './context.ts';

/** Where rows are written, and as whom. */
export interface Writing {
	readonly recipe: Recipe;
	readonly host: ImportHost;
	readonly caller: Caller;
}

/** What has to be written for a row, null when nothing differs from what is there. */
export function itemFor({ recipe, caller }: Writing, row: SettledRow, existing: Item | undefined): Item | null {
	if (!existing) return creationOf(recipe, row, caller);
	const changes = changesOf(recipe, row, existing);
	return Object.keys(changes).length > 0 ? changes : null;
}

/** Writes one row through the service of its collection, with the caller's rights. */
export async function writeRow({ recipe, host, caller }: Writing, { row, item, existing, knex, onEvent }: {
	row: SettledRow;
	item: Item;
	existing: Item | undefined;
	knex: Knex;
	/** Collects what Directus wants to tell flows and sockets: told after the commit. */
	onEvent: (event: ActionEventParams) => void;
}): Promise<'created' | 'updated'> {
	if (Object.keys(recipe.history).length > 0) await tellHistory(row, knex, Boolean(existing));
	const service = serviceFor(host, recipe.target.collection, { knex, schema: caller.schema, accountability: caller.accountability });
	const options: WriteOptions = { autoPurgeCache: false, bypassEmitAction: onEvent };
	if (existing) {
		await service.updateOne(existing[recipe.target.primary] as Key, item, options);
		return 'updated';
	}
	await service.createOne(item, { ...options, ...backdated(row, item, caller) });
	return 'created';
}

function creationOf(recipe: Recipe, row: SettledRow, caller: Caller): Item {
	const { target, children } = recipe;
	const lists = children.map(({ field }) => [field, row.children.get(field) ?? []] as const).filter(([, rows]) => rows.length > 0);
	return {
		...ownedBy(recipe, caller),
		...Object.fromEntries(row.values),
		...Object.fromEntries(timesOf(row).filter(([field]) => field !== historyFields.created && target.fields.has(field))),
		...Object.fromEntries(lists.map(([field, rows]) => [field, { create: rows.map((values) => Object.fromEntries(values)), update: [], delete: [] }])),
	};
}

/**
 * What somebody brings in is theirs where the mapping names no owners, as what they type in is: the database does the
 * same, but trusts an import. Leads without an owner form the queue.
 */
function ownedBy({ target, slots }: Recipe, { accountability }: Caller): Item {
	const isMapped = slots.some(({ field }) => field.name === 'owner');
	return target.fields.has('owner') && !isMapped && target.collection !== 'crm_leads' && accountability.user ? { owner: accountability.user } : {};
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

/** Tells the guards when this row's change counts as made, until the next row says otherwise. */
async function tellHistory({ history }: SettledRow, knex: Knex, isUpdate: boolean): Promise<void> {
	const asOf = isUpdate ? (history.stageEntered ?? history.closed) : history.created;
	await knex.raw('SELECT set_config(\'crm.as_of\', ?, true), set_config(\'crm.opening_stage\', ?, true)', [asOf ?? '', history.openingStage ?? '']);
}

/** Directus stamps what it creates, unless told otherwise; told so, it wants the user again as well. */
function backdated({ history, children }: SettledRow, item: Item, { accountability }: Caller): WriteOptions {
	if (history.created === undefined) return {};
	const stamps = { _date: history.created, _user: accountability.user };
	const lists = [...children].filter(([field]) => field in item).map(([field, rows]) => [field, { create: rows.map(() => stamps) }]);
	return { overwriteDefaults: { ...stamps, ...Object.fromEntries(lists) } };
}
