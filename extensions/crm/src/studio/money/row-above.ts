import { computed, type ComputedRef, getCurrentInstance } from 'vue';

export type Row = Readonly<Record<string, unknown>>;

/**
 * The row that a display stands in. Directus gives a display the value alone; the table row or the template around it
 * has the rest. Undefined where there is none, or where its value is another than the one displayed.
 */
export function useRowAbove({ field, value }: { field: () => string | undefined; value: () => unknown }): ComputedRef<Row | undefined> {
	const holder = nearestWithItem();

	return computed(() => {
		const row = holder?.props['item'] as Row | undefined;
		const name = field();
		return row && name && row[name] === value() ? row : undefined;
	});
}

/** Between them stand Directus' render-display or nothing, and what catches errors. */
const REACH = 5;

function nearestWithItem() {
	let above = getCurrentInstance()?.parent;
	for (let step = 0; above && step < REACH; step++, above = above.parent) {
		if (typeof above.props['item'] === 'object' && above.props['item'] !== null) return above;
	}

	return undefined;
}
