import { useApi } from '@directus/extensions-sdk';
import { createLinesReader } from '../shared/lines-reader.ts';
import { Refusal, refusalOf } from '../shared/refusal.ts';
import type { PastHandover, Person, Preview, Report } from './types.ts';

interface Order {
	readonly from: string;
	readonly to: string;
	readonly collections: readonly string[];
	readonly includeClosed: boolean;
	readonly reason: string;
}

interface Line {
	readonly progress?: { readonly done: number; readonly of: number };
	readonly report?: Report;
	readonly errors?: readonly { readonly message: string }[];
}

const pastFields = ['id', 'date_created', 'records', 'reason', ...['from_person', 'to_person', 'user_created'].flatMap((person) => [`${person}.first_name`, `${person}.last_name`])];

/** The endpoints of handovers. What they refuse is thrown as a Refusal. */
export function useHandovers() {
	const api = useApi();
	const get = async <T>(url: string, params?: object): Promise<T> => {
		try {
			return (await api.get<{ data: T }>(url, { params })).data.data;
		} catch (error) {
			throw refusalOf(error);
		}
	};

	return {
		people: () => get<Person[]>('/crm/handovers/people'),
		preview: (from: string) => get<Preview>('/crm/handovers/preview', { from }),
		past: () => get<PastHandover[]>('/items/crm_handovers', { fields: pastFields, sort: '-date_created', limit: 10, filter: { records: { _nnull: true } } }),

		/** Hands over; progress comes while rows are written. */
		handOver: async (order: Order, onProgress: (progress: { done: number; of: number }) => void): Promise<Report> => {
			let report: Report | undefined;
			let refused: readonly string[] | undefined;
			const read = createLinesReader((line) => {
				const { progress, report: last, errors } = line as Line;
				if (progress) onProgress(progress);
				if (last) report = last;
				if (errors) refused = errors.map(({ message }) => message);
			});
			try {
				const { data } = await api.post<string>('/crm/handovers', order, {
					headers: { Accept: 'application/x-ndjson' },
					responseType: 'text',
					transformResponse: [(text: string) => text],
					onDownloadProgress: ({ event }) => read((event as ProgressEvent<XMLHttpRequest>).target?.responseText ?? ''),
				});
				read(data);
			} catch (error) {
				throw refusalOf(error);
			}
			if (refused) throw new Refusal(refused);
			if (!report) throw new Refusal(['The connection was lost. The handover goes on without it: reload this page to see what became of it.']);
			return report;
		},
	};
}
