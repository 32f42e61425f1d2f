import { useApi } from '@directus/extensions-sdk';
import { ref, shallowRef } from 'vue';
import { refusalOf, sentencesOf } from '../shared/refusal.ts';
import { filterOf, type Place } from './drill-down.ts';
import { dayOf } from './period.ts';

/** A deal as the drawer lists it. */
export interface Deal {
	readonly id: string;
	readonly name: string;
	readonly account: string | null;
	readonly stage: string | null;
	readonly owner: string | null;
	readonly forecast_category: string | null;
	readonly close_date: string | null;
	readonly closed_at: string | null;
	readonly amount: string | null;
	readonly currency: string | null;
	readonly probability: number | null;
}

type Found = Omit<Deal, 'account' | 'stage' | 'owner'> & {
	readonly account: { readonly name: string } | null;
	readonly stage: { readonly name: string } | null;
	readonly owner: { readonly first_name: string | null; readonly last_name: string | null } | null;
};

const fields = ['id', 'name', 'account.name', 'stage.name', 'owner.first_name', 'owner.last_name', 'forecast_category', 'close_date', 'closed_at', 'amount', 'currency', 'probability'];
const page = 50;
/** An export asks for as many at a time. */
const many = 500;

/** The deals of a place, page by page, under the viewer's own rights. */
export function useDeals() {
	const api = useApi();
	const deals = shallowRef<readonly Deal[]>([]);
	const total = ref<number | null>(null);
	const sentences = ref<readonly string[]>([]);
	const isLoading = ref(false);
	let filter: object = {};
	let turn = 0;

	const read = async (params: object) => (await api.get<{ data: Found[] }>('/items/crm_opportunities', { params: { fields, filter, sort: ['-amount', 'id'], ...params } })).data.data.map(flat);
	const count = async () => Number((await api.get<{ data: [{ count: string | number }] }>('/items/crm_opportunities', { params: { aggregate: { count: '*' }, filter } })).data.data[0].count);

	async function attempt(work: () => Promise<() => void>): Promise<void> {
		const mine = ++turn;
		isLoading.value = true;
		try {
			const show = await work();
			if (mine === turn) show();
			if (mine === turn) sentences.value = [];
		} catch (error) {
			if (mine === turn) sentences.value = sentencesOf(refusalOf(error));
		}
		if (mine === turn) isLoading.value = false;
	}

	return {
		deals, total, sentences, isLoading,

		load(place: Place): Promise<void> {
			filter = filterOf(place, dayOf(new Date()));
			deals.value = [];
			total.value = null;
			return attempt(async () => {
				const [first, of] = await Promise.all([read({ limit: page }), count()]);
				return () => {
					deals.value = first;
					total.value = of;
				};
			});
		},

		more: () => attempt(async () => {
			const next = await read({ limit: page, offset: deals.value.length });
			return () => void (deals.value = [...deals.value, ...next]);
		}),

		/** All of them, for an export. */
		async all(): Promise<readonly Deal[]> {
			const found: Deal[] = [];
			await attempt(async () => {
				for (let next = await read({ limit: many }); found.push(...next) && next.length === many;) next = await read({ limit: many, offset: found.length });
				return () => {};
			});
			return found;
		},
	};
}

function flat({ account, stage, owner, ...deal }: Found): Deal {
	const person = [owner?.first_name, owner?.last_name].filter(Boolean).join(' ');
	return { ...deal, account: account?.name ?? null, stage: stage?.name ?? null, owner: person || null };
}
