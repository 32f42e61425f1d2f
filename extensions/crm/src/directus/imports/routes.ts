import type { Response, Router } from 'express';
import { asyncHandler, type CrmRequest } from '../shared/async-handler.ts';
import type { Caller, ImportHost } from './context.ts';
import { importableFields, importableTargets } from './importable.ts';
import { ImportError, toAnswer } from './import-error.ts';
import { inspectFile } from './inspect.ts';
import { markInterrupted } from './journal.ts';
import { postImport } from './post-import.ts';
import { readImport, readImports } from './read-import.ts';
import { readJson, receiveUpload, uploadLimits } from './upload.ts';

const sweepEvery = 30_000;

/**
 * What is answered below /crm about imports, all with the caller's rights:
 * - `POST /import` brings a CSV file in (see post-import.ts)
 * - `POST /import/inspect` says what is in a file, and how its columns may fit a collection
 * - `GET /import/targets`, `/import/targets/:collection`: what can be imported into
 * - `GET /imports` lists the last ones; `GET /imports/:id`, `/imports/:id/errors.csv`: how an import stands, and what it rejected
 */
export function registerImports(router: Router, host: ImportHost): void {
	const handle = (work: (request: CrmRequest, response: Response, caller: Caller) => Promise<void>) => asyncHandler(async (request, response) => {
		try {
			await work(request, response, callerOf(request));
		} catch (error) {
			throw error instanceof ImportError ? toAnswer(error) : error;
		}
	});

	router.post('/import', handle((request, response, caller) => postImport(host, { request, response, caller })));

	router.post('/import/inspect', handle(async (request, response, caller) => {
		const upload = await receiveUpload(request, uploadLimits(host.env));
		try {
			const { path, fileName, fields } = upload;
			response.json({ data: await inspectFile(host, { caller, path, fileName, csv: readJson(fields, 'csv') ?? {}, collection: fields.get('collection') }) });
		} finally {
			await upload.discard();
		}
	}));

	router.get('/import/targets', handle(async (_request, response, caller) => {
		response.json({ data: await importableTargets(host, caller) });
	}));

	router.get('/import/targets/:collection', handle(async (request, response, caller) => {
		response.json({ data: await importableFields(host, caller, String(request.params['collection'])) });
	}));

	router.get('/imports', handle(async (_request, response, caller) => {
		await markInterrupted(host.database);
		response.json({ data: await readImports(host, caller) });
	}));

	router.get('/imports/:id', handle(async (request, response, caller) => {
		await markInterrupted(host.database);
		response.json({ data: await readImport(host, caller, String(request.params['id'])) });
	}));

	router.get('/imports/:id/errors.csv', handle(async (request, response, caller) => {
		const row = await readImport(host, caller, String(request.params['id']));
		if (!row['errors_file']) throw new ImportError(['No row of this import was rejected.'], { status: 404, code: 'NOT_FOUND' });
		// Whoever may see the import may see what was rejected of it.
		const assets = new host.services.AssetsService({ knex: host.database, schema: caller.schema, accountability: null });
		const { stream } = await assets.getAsset(String(row['errors_file']));
		response.attachment(`${String(row['file_name']).replace(/\.[^.]*$/, '')} - rejected rows.csv`).type('text/csv');
		stream.on('error', () => response.destroy());
		stream.pipe(response);
	}));

	const sweep = () => void markInterrupted(host.database).catch((error: unknown) => host.logger.warn(error, 'Interrupted imports could not be told from running ones.'));
	sweep();
	setInterval(sweep, sweepEvery).unref();
}

function callerOf({ accountability, schema }: CrmRequest): Caller {
	if (!accountability?.user) throw new ImportError(['Sign in to import.'], { status: 401, code: 'INVALID_CREDENTIALS' });
	return { accountability, schema };
}
