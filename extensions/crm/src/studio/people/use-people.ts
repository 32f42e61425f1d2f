import { useApi, useStores } from '@directus/extensions-sdk';
import type { Face } from './face.ts';
import type { Viewer } from './offer.ts';

interface Stores {
	useUserStore(): { currentUser: { id: string } | null };
}

const fields = ['id', 'first_name', 'last_name', 'title', 'avatar', 'team.id', 'team.name'];
/** More than these are found by Directus' own list of people. */
const most = 1_000;

/** The people here, and who looks. */
export function usePeople() {
	const api = useApi();
	const user = (useStores() as unknown as Stores).useUserStore();
	const read = async <T>(url: string, params: object) => (await api.get<{ data: T }>(url, { params })).data.data;

	return {
		one: (id: string) => read<Face>(`/users/${id}`, { fields }),
		active: () => read<Face[]>('/users', { fields, filter: { status: { _eq: 'active' } }, sort: ['first_name', 'last_name'], limit: most }),

		viewer: async (collection: string): Promise<Viewer> => {
			const id = user.currentUser?.id ?? '';
			const [me, managed, { reach }] = await Promise.all([
				read<Face>(`/users/${id}`, { fields }), read<{ id: string }[]>('/items/crm_teams', { fields: ['id'], filter: { manager: { _eq: id } } }),
				read<Pick<Viewer, 'reach'>>('/crm/handovers/reach', { collection }),
			]);
			return { id, teams: [...(me.team ? [me.team.id] : []), ...managed.map((team) => team.id)], reach };
		},

		/** Whose a record is, as it is stored. */
		ownerOf: async (collection: string, key: string, field: string) => (await read<{ [field: string]: string | null }>(`/items/${collection}/${encodeURIComponent(key)}`, { fields: [field] }))[field] ?? null,
	};
}
