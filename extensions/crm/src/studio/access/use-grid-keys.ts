import { computed, nextTick, ref, type Ref } from 'vue';

/** Where somebody is in a grid: the keys of a row and of a column, which outlive what is filtered away. */
export interface Spot {
	readonly row: string;
	readonly column: string;
}

interface Grid {
	readonly root: Ref<HTMLElement | null>;
	readonly rows: () => readonly string[];
	readonly columns: () => readonly string[];
}

/** One stop of the Tab key for a whole grid; within it, the arrow keys, Home and End (with Ctrl: of the whole grid) lead. */
export function useGridKeys({ root, rows, columns }: Grid) {
	const wanted = ref<Spot | null>(null);

	const spot = computed<Spot | null>(() => {
		const [row] = rows();
		const [column] = columns();
		if (row === undefined || column === undefined) return null;
		return {
			row: wanted.value && rows().includes(wanted.value.row) ? wanted.value.row : row,
			column: wanted.value && columns().includes(wanted.value.column) ? wanted.value.column : column,
		};
	});

	/** The spot to come back to; who clicks it has the focus there already. */
	function stand(at: Spot): void {
		wanted.value = at;
	}

	async function focus(to: Spot): Promise<void> {
		stand(to);
		await nextTick();
		root.value?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')?.focus();
	}

	function onKey(event: KeyboardEvent): void {
		const to = spot.value && next(spot.value, event);
		if (!to) return;
		event.preventDefault();
		void focus(to);
	}

	function next({ row, column }: Spot, { key, ctrlKey, metaKey }: KeyboardEvent): Spot | undefined {
		const isRightToLeft = root.value !== null && getComputedStyle(root.value).direction === 'rtl';
		const toRow = (by: number) => ({ row: at(rows(), row, by), column });
		const toColumn = (by: number) => ({ row, column: at(columns(), column, isRightToLeft ? -by : by) });
		const edge = (index: 0 | -1) => ({ row: ctrlKey || metaKey ? (rows().at(index) ?? row) : row, column: columns().at(index) ?? column });
		const ways: { readonly [key: string]: () => Spot } = {
			ArrowDown: () => toRow(1), ArrowUp: () => toRow(-1), PageDown: () => toRow(8), PageUp: () => toRow(-8),
			ArrowRight: () => toColumn(1), ArrowLeft: () => toColumn(-1), Home: () => edge(0), End: () => edge(-1),
		};
		return ways[key]?.();
	}

	return { spot, stand, onKey };
}

function at(list: readonly string[], from: string, by: number): string {
	const index = Math.max(0, Math.min(list.length - 1, list.indexOf(from) + by));
	return list[index] ?? from;
}
