import { isDirectusError } from '@directus/errors';
import type { Response, Router } from 'express';
import type { z } from 'zod';
import { bulkRequest, type bulkResult, conversionRequest } from '../../domain/leads/conversion.ts';
import { isUuid } from '../../domain/shared/uuid.ts';
import { asyncHandler, type CrmRequest } from '../shared/async-handler.ts';
import type { Caller } from '../shared/caller.ts';
import { refusal, toSentence } from '../shared/errors.ts';
import { convertLead, type LeadsHost } from './convert-lead.ts';
import { readPreview } from './preview.ts';
import { unconvertLead } from './unconvert-lead.ts';

/** What domain/leads/conversion.ts describes, by the caller's rights. */
export function registerLeads(router: Router, host: LeadsHost): void {
	const handle = (work: (request: CrmRequest, response: Response, caller: Caller) => Promise<void>) => asyncHandler(async (request, response) => work(request, response, signedIn(request)));

	router.get('/leads/:id/conversion', handle(async ({ params }, response, caller) => void response.json({ data: await readPreview(host, { id: idIn(params['id']), caller }) })));
	router.post('/leads/convert', handle(async ({ body }, response, caller) => void response.json({ data: await convertAll(host, { ...readBody(bulkRequest, body), caller }) })));
	router.post('/leads/:id/convert', handle(async ({ params, body }, response, caller) => {
		response.json({ data: await convertLead(host, { id: idIn(params['id']), request: readBody(conversionRequest, body), caller }) });
	}));
	router.post('/leads/:id/unconvert', handle(async ({ params }, response, caller) => void response.json({ data: await unconvertLead(host, { id: idIn(params['id']), caller }) })));
}

/** Each on its own: what is refused for one is no loss to the others. */
async function convertAll(host: LeadsHost, { ids, caller, ...request }: z.output<typeof bulkRequest> & { caller: Caller }): Promise<z.output<typeof bulkResult>[]> {
	const results: z.output<typeof bulkResult>[] = [];
	for (const id of ids) results.push(await convertLead(host, { id, request, caller }).catch((error: unknown) => ({ lead: id, error: told(host, error) })));
	return results;
}

function told({ logger }: LeadsHost, error: unknown): { message: string; code: string } {
	const [first] = Array.isArray(error) ? (error as unknown[]) : [error];
	const sentence = toSentence(first) ?? first;
	if (isDirectusError(sentence)) return { message: sentence.message, code: sentence.code };
	logger.error(error, 'A lead could not be converted.');
	return { message: 'Something failed on the server; its log says what. This lead stays as it was.', code: 'INTERNAL_SERVER_ERROR' };
}

function signedIn({ accountability, schema }: CrmRequest): Caller {
	if (!accountability?.user) throw refusal({ code: 'INVALID_CREDENTIALS', status: 401, message: 'Sign in to convert leads.' });
	return { accountability, schema };
}

function idIn(id: unknown): string {
	if (typeof id === 'string' && isUuid(id)) return id.toLowerCase();
	throw refusal({ code: 'INVALID_PAYLOAD', status: 400, message: 'This is not the id of a lead.' });
}

function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
	const read = schema.safeParse(body ?? {});
	if (read.success) return read.data;
	throw read.error.issues.map(({ message, path }) => {
		const field = path[0] === undefined ? undefined : String(path[0]);
		return refusal({ code: 'INVALID_PAYLOAD', status: 400, message: field ? `${field}: ${message}` : message, field });
	});
}
