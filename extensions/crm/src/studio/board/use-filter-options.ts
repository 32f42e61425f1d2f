import { useApi } from '@directus/extensions-sdk';
import { ref } from 'vue';
import { nameOf } from '../people/face.ts';

interface Option {
	readonly value: string;
	readonly text: string;
}

const most = 1_000;

/** Whom and which team one can filter by: read when somebody is about to. */
export function useFilterOptions() {
	const api = useApi();
	const people = ref<readonly Option[]>([]);
	const teams = ref<readonly Option[]>([]);
	const isLoading = ref(false);
	let isRead = false;

	async function load(): Promise<void> {
		if (isRead || isLoading.value) return;
		isLoading.value = true;
		try {
			const [found, ofTeams] = await Promise.all([
				read<{ id: string; first_name: string | null; last_name: string | null }>('/users', ['id', 'first_name', 'last_name'], ['first_name', 'last_name'], { status: { _eq: 'active' } }),
				read<{ id: string; name: string }>('/items/crm_teams', ['id', 'name'], ['name']),
			]);
			people.value = found.map((person) => ({ value: person.id, text: nameOf(person) }));
			teams.value = ofTeams.map(({ id, name }) => ({ value: id, text: name }));
			isRead = true;
		} catch (error) {
			console.error(error);
		} finally {
			isLoading.value = false;
		}
	}

	async function read<Row>(url: string, fields: string[], sort: string[], filter: object = {}): Promise<Row[]> {
		return (await api.get<{ data: Row[] }>(url, { params: { fields, sort, filter, limit: most } })).data.data;
	}

	return { people, teams, isLoading, load };
}
