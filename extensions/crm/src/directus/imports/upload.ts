import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request } from 'express';
import { ImportError } from './import-error.ts';

export interface Upload {
	/** The file on this machine, in a folder of its own that goes when the upload is discarded. */
	readonly path: string;
	readonly folder: string;
	readonly fileName: string;
	readonly fields: ReadonlyMap<string, string>;
	readonly discard: () => Promise<void>;
}

/** Spools a multipart request to disk, whatever the order of its parts. Nothing of it stays when it fails. */
export async function receiveUpload(request: Request, { maxBytes, folder: parent = tmpdir() }: { maxBytes: number; folder?: string }): Promise<Upload> {
	if (!request.is('multipart/form-data')) throw new ImportError(['Send the file as multipart/form-data, with the fields “file” and “mapping”.'], { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
	await mkdir(parent, { recursive: true });
	const folder = await mkdtemp(join(parent, 'crm-import-'));
	const discard = () => rm(folder, { recursive: true, force: true });
	try {
		const path = join(folder, 'upload.csv');
		const { fields, fileName } = await receive(request, path, maxBytes);
		if (fileName === undefined) throw new ImportError(['There is no file in the request. Send it in the field “file”.']);
		return { path, folder, fileName, fields, discard };
	} catch (error) {
		await discard();
		throw error;
	}
}

async function receive(request: Request, path: string, maxBytes: number): Promise<{ fields: Map<string, string>; fileName: string | undefined }> {
	const fields = new Map<string, string>();
	let fileName: string | undefined;
	let spooling: Promise<void> | undefined;
	const parser = busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { files: 1, fileSize: maxBytes, fields: 20, fieldSize: 1024 * 1024 } });
	parser.on('field', (name, value, { valueTruncated }) => {
		if (valueTruncated) parser.destroy(new ImportError([`The field “${name}” is too long.`], { status: 413, code: 'CONTENT_TOO_LARGE' }));
		else fields.set(name, value);
	});
	parser.on('file', (_name, stream: Readable & { truncated?: boolean }, { filename }) => {
		fileName = filename || 'import.csv';
		spooling = spool(stream, path, maxBytes);
		// Whoever awaits the pipeline below hears of it; until then nobody does.
		spooling.catch((error: Error) => parser.destroy(error));
	});
	try {
		await pipeline(request, parser);
		await spooling;
	} catch (error) {
		await spooling?.catch(() => undefined);
		if (error instanceof ImportError) throw error;
		throw new ImportError(['The upload was cut off or is no multipart/form-data. Send it again.']);
	}
	return { fields, fileName };
}

async function spool(stream: Readable & { truncated?: boolean }, path: string, maxBytes: number): Promise<void> {
	await pipeline(stream, createWriteStream(path));
	if (stream.truncated) {
		throw new ImportError([`The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB. Split it, or have an administrator raise CRM_IMPORT_MAX_BYTES.`], { status: 413, code: 'CONTENT_TOO_LARGE' });
	}
}

/** The bounds that the operator sets. */
export function uploadLimits(env: { readonly [name: string]: unknown }): { maxBytes: number; folder?: string } {
	const maxBytes = Number(env['CRM_IMPORT_MAX_BYTES'] ?? 0) || 100 * 1024 * 1024;
	return { maxBytes, ...(typeof env['TEMP_PATH'] === 'string' ? { folder: env['TEMP_PATH'] } : {}) };
}

/** A field that holds JSON; undefined when it is not there. */
export function readJson(fields: ReadonlyMap<string, string>, name: string): unknown {
	const text = fields.get(name);
	if (text === undefined) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw new ImportError([`The field “${name}” is not valid JSON: ${(error as Error).message}`]);
	}
}
