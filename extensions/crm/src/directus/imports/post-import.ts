import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Request, Response } from 'express';
import type { Caller, ImportHost } from './context.ts';
import { enter } from './gate.ts';
import { ImportError, toAnswer } from './import-error.ts';
import { importFile, type ImportResult } from './import-file.ts';
import type { ImportRequest } from './prepare.ts';
import { readJson, receiveUpload, uploadLimits, type Upload } from './upload.ts';

interface Post {
	readonly request: Request;
	readonly response: Response;
	readonly caller: Caller;
}

interface Order extends Post {
	readonly host: ImportHost;
	readonly what: ImportRequest;
	readonly errorsPath: string;
}

/** A dry run has no place for its rejected rows but its answer. */
const mostErrorBytes = 2 * 1024 * 1024;

/**
 * Takes a multipart request with `file`, `mapping` (JSON) and `dryRun`, in any order, and imports the file.
 * - 200 with the report; that some rows were rejected is part of it
 * - `async=true` or the header `Prefer: respond-async`: 202 with the id as soon as it begins
 * - `Accept: application/x-ndjson`: its progress in lines of JSON, the report (or what went wrong) in the last
 */
export async function postImport(host: ImportHost, post: Post): Promise<void> {
	const { request, caller } = post;
	const leave = enter();
	let upload: Upload | undefined;
	const end = async () => {
		leave();
		await upload?.discard();
	};
	let isOurs = true;
	try {
		upload = await receiveUpload(request, uploadLimits(host.env));
		const { fields, path, fileName, folder } = upload;
		const mapping = readJson(fields, 'mapping');
		if (mapping === undefined) throw new ImportError(['There is no mapping in the request. Send it as JSON in the field “mapping”.']);
		const what = { path, fileName, mapping, dryRun: isYes(fields.get('dryRun')), caller };
		const order = { ...post, host, what, errorsPath: join(folder, 'errors.csv') };

		if (request.headers.accept?.includes('application/x-ndjson')) {
			await streamed(order);
		} else if (!what.dryRun && (isYes(fields.get('async')) || /respond-async/.test(String(request.headers['prefer'] ?? '')))) {
			isOurs = false;
			await inBackground(order, end);
		} else {
			await answered(order);
		}
	} finally {
		if (isOurs) await end();
	}
}

async function answered({ host, what, response, errorsPath }: Order): Promise<void> {
	const signal = what.dryRun ? goneSignal(response) : undefined;
	const result = await importFile(host, what, { errorsPath, ...(signal ? { signal } : {}) });
	response.json({ data: await toReport(result, errorsPath) });
}

/** Answers when the import begins; what happens afterwards stands in its row. */
function inBackground({ host, what, response, errorsPath }: Order, end: () => Promise<void>): Promise<void> {
	return new Promise((resolve, reject) => {
		const onBegin = ({ id, total }: { id: string | null; total: number }) => {
			response.status(202).location(`/crm/imports/${id}`).json({ data: { id, status: 'running', total } });
			resolve();
		};
		importFile(host, what, { errorsPath, onBegin })
			.catch((error: unknown) => {
				if (response.headersSent && !(error instanceof ImportError)) host.logger.error(error, `The import of ${what.fileName} failed.`);
				reject(error);
			})
			.finally(end)
			.catch((error: unknown) => host.logger.warn(error));
	});
}

async function streamed({ host, what, response, errorsPath }: Order): Promise<void> {
	// An import goes on when nobody listens any more.
	response.on('error', () => {});
	const write = (line: unknown) => void (response.destroyed || response.write(`${JSON.stringify(line)}\n`));
	const signal = what.dryRun ? goneSignal(response) : undefined;
	try {
		const result = await importFile(host, what, {
			errorsPath,
			...(signal ? { signal } : {}),
			// Proxies that collect an answer before they pass it on would hold the progress back.
			onBegin: (begun) => {
				response.status(200).type('application/x-ndjson').set({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
				write({ begun });
			},
			onProgress: (rows, total) => write({ progress: { ...rows, of: total } }),
		});
		write({ report: await toReport(result, errorsPath) });
	} catch (error) {
		if (!response.headersSent) throw error;
		if (!(error instanceof ImportError)) host.logger.error(error, `The import of ${what.fileName} failed.`);
		const errors = error instanceof ImportError ? toAnswer(error) : [{ message: 'Something failed on the server; its log says what. Rows that are counted are in.', extensions: {}, code: 'INTERNAL_SERVER_ERROR' }];
		write({ errors: errors.map(({ message, code, extensions }) => ({ message, extensions: { ...(extensions as object), code } })) });
	}
	response.end();
}

/** Whoever asked for a dry run and left does not need it any more. An import goes on. */
function goneSignal(response: Response): AbortSignal {
	const controller = new AbortController();
	response.on('close', () => controller.abort());
	return controller.signal;
}

async function toReport({ errorsFile, ...report }: ImportResult, errorsPath: string) {
	return {
		...report,
		status: 'done',
		errorsFile: errorsFile === null ? null : `/crm/imports/${report.id}/errors.csv`,
		...(report.dryRun && report.rows.failed > 0 ? await readErrors(errorsPath) : {}),
	};
}

async function readErrors(path: string): Promise<{ errorsCsv: string; isErrorsCsvCut: boolean }> {
	const file = await open(path);
	try {
		const { size } = await file.stat();
		const length = Math.min(size, mostErrorBytes);
		const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
		return { errorsCsv: buffer.subarray(0, bytesRead).toString('utf8'), isErrorsCsvCut: size > mostErrorBytes };
	} finally {
		await file.close();
	}
}

function isYes(text: string | undefined): boolean {
	return /^(true|1|yes|on)$/i.test(text ?? '');
}
