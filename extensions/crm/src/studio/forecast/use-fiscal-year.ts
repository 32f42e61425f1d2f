import { useApi } from '@directus/extensions-sdk';
import { onMounted, ref } from 'vue';

let asked: Promise<number> | undefined;

/** The month in which the fiscal year starts; null until it is known. All panels of a page ask once. */
export function useFiscalYear() {
	const api = useApi();
	const start = ref<number | null>(null);

	onMounted(async () => {
		asked ??= api.get<{ data: { fiscal_year_start: number | null } }>('/items/crm_settings', { params: { fields: ['fiscal_year_start'] } })
			.then(({ data }) => data.data.fiscal_year_start ?? 1)
			.catch(() => {
				asked = undefined;
				return 1;
			});
		start.value = await asked;
	});
	return start;
}
