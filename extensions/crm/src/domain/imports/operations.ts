import { z } from 'zod';
import type { Operation } from '../shared/operation.ts';
import { mappingSchema } from './mapping.ts';

/** What is sent and answered about imports, for the description of the API: a report is ImportReport (report.ts) with its place. */

const count = z.int();

const importReport = z.object({
	id: z.uuid().nullable().describe('Of the import; null for a dry run.'),
	collection: z.string(),
	dryRun: z.boolean(),
	rows: z.object({ total: count, created: count, updated: count, unchanged: count, skipped: count, failed: count }),
	problems: z.array(z.looseObject({ sentence: z.string(), rows: count, line: count })).describe('What went wrong, the most frequent first.'),
	errors: z.array(z.object({ line: count, errors: z.array(z.string()) })).describe('The first rows that failed.'),
	notes: z.array(z.string()),
	errorsFile: z.uuid().nullable().describe('The rejected rows, in Directus’ files.'),
});

const csvFile = z.string().meta({ format: 'binary' }).describe('A CSV file.');
const row = z.looseObject({ id: z.uuid() });

export const importOperations = [
	{
		method: 'post', path: '/import', summary: 'Bring a CSV file in', bodyType: 'multipart/form-data',
		description: 'That some rows were rejected is part of the answer. With async, or Prefer: respond-async, 202 as soon as it begins; with Accept: application/x-ndjson its progress, a line of JSON each.',
		body: z.object({ file: csvFile, mapping: mappingSchema.describe('As JSON.'), dryRun: z.boolean().optional(), async: z.boolean().optional() }),
		answer: z.object({ data: importReport }),
	},
	{
		method: 'post', path: '/import/inspect', summary: 'What is in a file, and how its columns may fit a collection', bodyType: 'multipart/form-data',
		body: z.object({ file: csvFile, collection: z.string().optional(), csv: mappingSchema.shape.csv.optional() }),
		answer: z.object({ data: z.looseObject({ fileName: z.string(), columns: z.array(z.string()), total: count, encoding: z.string(), delimiter: z.string(), rows: z.array(z.array(z.string())), key: z.string().nullable() }) }),
	},
	{ method: 'get', path: '/import/targets', summary: 'What can be imported into', answer: z.object({ data: z.array(z.object({ collection: z.string(), label: z.string() })) }) },
	{ method: 'get', path: '/import/targets/{collection}', summary: 'The fields that can be imported', answer: z.object({ data: z.unknown() }) },
	{ method: 'get', path: '/imports', tag: 'import', summary: 'The last imports', answer: z.object({ data: z.array(row) }) },
	{ method: 'get', path: '/imports/{id}', tag: 'import', summary: 'How an import stands', answer: z.object({ data: row }) },
	{ method: 'get', path: '/imports/{id}/errors.csv', tag: 'import', summary: 'The rows that an import rejected, each with the reason', answer: csvFile, answerType: 'text/csv' },
] as const satisfies readonly Operation[];
