import { useApi } from '@directus/extensions-sdk';
import { Refusal, refusalOf } from '../shared/refusal.ts';
import { createLinesReader } from '../shared/lines-reader.ts';
import type { Counts, Inspection, PastImport, Report, Target, TargetDetails } from './types.ts';

interface Running {
	readonly file: File;
	readonly mapping: unknown;
	readonly dryRun: boolean;
	readonly onBegin?: (id: string | null) => void;
	readonly onProgress: (progress: Counts & { readonly of: number }) => void;
	readonly signal?: AbortSignal;
}

interface Line {
	readonly begun?: { readonly id: string | null; readonly total: number };
	readonly progress?: Counts & { readonly of: number };
	readonly report?: Report;
	readonly errors?: readonly { readonly message: string }[];
}

/** The endpoints of the import. What they refuse is thrown as a Refusal. */
export function useImports() {
	const api = useApi();
	const get = async <T>(url: string): Promise<T> => {
		try {
			return (await api.get<{ data: T }>(url)).data.data;
		} catch (error) {
			throw refusalOf(error);
		}
	};

	return {
		targets: () => get<Target[]>('/crm/import/targets'),
		target: (collection: string) => get<TargetDetails>(`/crm/import/targets/${encodeURIComponent(collection)}`),
		list: () => get<PastImport[]>('/crm/imports'),
		read: (id: string) => get<PastImport>(`/crm/imports/${encodeURIComponent(id)}`),
		errorsUrl: (id: string) => api.getUri({ url: `/crm/imports/${encodeURIComponent(id)}/errors.csv` }),

		inspect: async (file: File, collection: string, csv: object): Promise<Inspection> => {
			const form = new FormData();
			form.set('collection', collection);
			form.set('csv', JSON.stringify(csv));
			form.set('file', file, file.name);
			try {
				return (await api.post<{ data: Inspection }>('/crm/import/inspect', form)).data.data;
			} catch (error) {
				throw refusalOf(error);
			}
		},

		/** Imports the file, or only tries it out. Progress comes while it runs. */
		run: async ({ file, mapping, dryRun, onBegin, onProgress, signal }: Running): Promise<Report> => {
			const form = new FormData();
			form.set('mapping', JSON.stringify(mapping));
			form.set('dryRun', String(dryRun));
			form.set('file', file, file.name);
			let report: Report | undefined;
			let refused: readonly string[] | undefined;
			const read = createLinesReader((line) => {
				const { begun, progress, report: last, errors } = line as Line;
				if (begun) onBegin?.(begun.id);
				if (progress) onProgress(progress);
				if (last) report = last;
				if (errors) refused = errors.map(({ message }) => message);
			});
			try {
				const { data } = await api.post<string>('/crm/import', form, {
					headers: { Accept: 'application/x-ndjson' },
					responseType: 'text',
					transformResponse: [(text: string) => text],
					onDownloadProgress: ({ event }) => read((event as ProgressEvent<XMLHttpRequest>).target?.responseText ?? ''),
					...(signal ? { signal } : {}),
				});
				read(data);
			} catch (error) {
				throw refusalOf(error);
			}
			if (refused) throw new Refusal(refused);
			if (!report) throw new Refusal(['The connection was lost. An import goes on without it: look among the last imports.']);
			return report;
		},
	};
}
