import { type LookupPlan, planLookup } from './lookup.ts';
import { type Cell, type Cells, type Children, type Conditions, type Format, type Mapping } from './mapping.ts';
import type { Target, TargetField, Targets } from './target.ts';

/** A mapping that was checked against the collections it speaks of, made ready for many rows. */
export interface Recipe {
	readonly target: Target;
	readonly key: readonly string[];
	readonly slots: readonly Slot[];
	readonly children: readonly ChildRecipe[];
	readonly history: { readonly [K in HistorySlot]?: Slot };
	readonly skipWhen: Conditions | undefined;
	readonly lookups: readonly LookupPlan[];
}

export type HistorySlot = 'created' | 'stageEntered' | 'closed' | 'openingStage';

/** A field with the cell that fills it. */
export interface Slot {
	readonly field: TargetField;
	readonly cell: Cell;
	readonly format: Format;
	readonly lookup?: LookupPlan;
}

export interface ChildRecipe {
	/** The field of the parent that lists them. */
	readonly field: string;
	readonly target: Target;
	/** The field of the child that links to the parent. */
	readonly by: string;
	/** The field that keeps their order. */
	readonly sort: string | undefined;
	readonly key: readonly string[];
	readonly others: Children['others'];
	readonly rows: readonly { readonly slots: readonly Slot[]; readonly skipWhen: Conditions | undefined }[];
}

/** The fields of the row that keep the times of a history. */
export const historyFields = { created: 'date_created', stageEntered: 'stage_entered_at', closed: 'closed_at' } as const;

export function recipeOf(mapping: Mapping, targets: Targets): Recipe {
	const target = known(targets, mapping.collection);
	const slotsOf = (collection: Target, cells: Cells) =>
		Object.entries(cells).map(([name, cell]) => slotOf({ field: knownField(collection, name), cell, mapping, targets }));

	const slots = slotsOf(target, mapping.columns);
	const children = Object.entries(mapping.children).map(([field, { key, others, rows }]) => {
		const { collection = '', by = '', sort } = knownField(target, field).children ?? {};
		const child = known(targets, collection);
		const recipes = rows.map((row) => ({ slots: slotsOf(child, row.columns), skipWhen: row.skipWhen }));
		const mapped = [...new Set(recipes.flatMap((row) => row.slots.map((slot) => slot.field.name)))];
		return { field, target: child, by, sort, key: key ?? mapped, others, rows: recipes };
	});
	const history = historyOf({ mapping, target, targets });
	const all = [...slots, ...children.flatMap(({ rows }) => rows.flatMap((row) => row.slots)), ...Object.values(history)];
	const lookups = new Map(all.flatMap(({ lookup }) => (lookup ? [[lookup.id, lookup]] : [])));
	return { target, key: mapping.key ?? [], slots, children, history, skipWhen: mapping.skipWhen, lookups: [...lookups.values()] };
}

function slotOf({ field, cell, mapping, targets }: { field: TargetField; cell: Cell; mapping: Mapping; targets: Targets }): Slot {
	const slot = { field, cell, format: { ...mapping.format, ...cell.format } };
	const collection = cell.lookup?.collection ?? field.link?.collection;
	if (!collection) return slot;
	const { label, primary } = known(targets, collection);
	// A link without a lookup names the other row by its key, which is looked up as well: a wrong one gets a sentence.
	const lookup = cell.lookup ?? { by: [primary], missing: 'error' as const, caseSensitive: false };
	return { ...slot, lookup: planLookup({ lookup, collection, label, primary, isSelf: collection === mapping.collection }) };
}

function historyOf({ mapping, target, targets }: { mapping: Mapping; target: Target; targets: Targets }): Recipe['history'] {
	const { created, stageEntered, closed, openingStage } = mapping.history ?? {};
	const at = (name: string, cell: Cell | undefined) => cell && slotOf({ field: knownField(target, name), cell, mapping, targets });
	const slots = {
		created: at(historyFields.created, created),
		stageEntered: at(historyFields.stageEntered, stageEntered),
		closed: at(historyFields.closed, closed),
		openingStage: at('stage', openingStage),
	};
	return Object.fromEntries(Object.entries(slots).filter(([, slot]) => slot !== undefined));
}

function known(targets: Targets, collection: string): Target {
	const target = targets.get(collection);
	if (!target) throw new Error(`There is no collection ${collection}.`);
	return target;
}

function knownField(target: Target, name: string): TargetField {
	const field = target.fields.get(name);
	if (!field) throw new Error(`${target.collection} has no field ${name}.`);
	return field;
}
