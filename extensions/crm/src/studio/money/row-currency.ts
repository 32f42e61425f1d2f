import { useApi, useStores } from '@directus/extensions-sdk';
import { computed, type ComputedRef, nextTick, ref, watch } from 'vue';
import { codeOf } from './currency-code.ts';
import { type Row, useRowAbove } from './row-above.ts';

interface Cell {
	readonly value?: unknown;
	readonly collection?: string;
	readonly field?: string;
	readonly currencyField?: string;
}

/** The currency of the row that an amount is displayed in: what the list has loaded, else asked for. */
export function useRowCurrency(cell: Cell): ComputedRef<string | undefined> {
	const api = useApi();
	const { useFieldsStore } = useStores();
	const row = useRowAbove({ field: () => cell.field, value: () => cell.value });
	const asked = ref<string>();

	const question = computed(() => {
		const { collection, currencyField } = cell;
		if (!row.value || !collection || !currencyField || currencyField in row.value) return undefined;
		const keyField: string | undefined = useFieldsStore().getPrimaryKeyFieldForCollection(collection)?.field;
		const key = keyField && row.value[keyField];
		return typeof key === 'string' || typeof key === 'number' ? { collection, currencyField, keyField: String(keyField), key: String(key) } : undefined;
	});

	watch(question, async (now) => {
		asked.value = undefined;
		const answer = now && (await askTogether(now, ask).catch(() => undefined));
		if (question.value === now) asked.value = answer;
	}, { immediate: true });

	async function ask({ collection, keyField, currencyField }: Question, keys: string[]): Promise<Row[]> {
		const query = { fields: [keyField, currencyField], filter: { [keyField]: { _in: keys } }, limit: -1 };
		const { data } = await api.request<{ data: Row[] }>({ method: 'SEARCH', url: `/items/${collection}`, data: { query } });
		return data.data;
	}

	return computed(() => codeOf(cell.currencyField && row.value?.[cell.currencyField]) ?? asked.value);
}

interface Question {
	readonly collection: string;
	readonly keyField: string;
	readonly currencyField: string;
	readonly key: string;
}

const waiting = new Map<string, { keys: Set<string>; rows: Promise<Row[]> }>();

/** The cells of a list appear at once: they share one request. */
async function askTogether(question: Question, ask: (question: Question, keys: string[]) => Promise<Row[]>): Promise<string | undefined> {
	const { collection, currencyField, keyField, key } = question;
	const name = `${collection}.${currencyField}`;
	const keys = waiting.get(name)?.keys ?? new Set<string>();
	const { rows } = waiting.get(name) ?? {
		rows: nextTick().then(() => {
			waiting.delete(name);
			return ask(question, [...keys]);
		}),
	};
	keys.add(key);
	waiting.set(name, { keys, rows });
	const row = (await rows).find((one) => String(one[keyField]) === key);
	return codeOf(row?.[currencyField]);
}
