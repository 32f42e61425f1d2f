import { useApi } from '@directus/extensions-sdk';
import { refusalOf } from './refusal.ts';
import type { Row } from './use-form.ts';

/** Reads and writes records. What is refused is thrown as a Refusal. */
export function useRecords() {
	const api = useApi();
	const attempt = async <T>(request: Promise<{ data: { data: T } }>): Promise<T> => {
		try {
			return (await request).data.data;
		} catch (error) {
			throw refusalOf(error);
		}
	};
	const at = (collection: string, key: string) => `/items/${collection}/${encodeURIComponent(key)}`;

	return {
		get: <T>(url: string, params: object = {}) => attempt<T>(api.get(url, { params })),
		post: <T>(url: string, body: unknown = {}) => attempt<T>(api.post(url, body)),
		read: (collection: string, key: string, fields: readonly string[]) => attempt<Row>(api.get(at(collection, key), { params: { fields } })),
		create: (collection: string, values: Row) => attempt<{ readonly id: string }>(api.post(`/items/${collection}`, values, { params: { fields: ['id'] } })),
		update: (collection: string, key: string, values: Row) => attempt<Row>(api.patch(at(collection, key), values, { params: { fields: ['id'] } })),
	};
}
