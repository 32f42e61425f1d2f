import type { Request, Response } from 'express';
import type { z } from 'zod';
import { handoverRequest, type HandoverRequest } from '../../domain/handovers/request.ts';
import type { Caller } from '../shared/caller.ts';
import { refusal } from '../shared/errors.ts';
import { sendLines } from '../shared/lines.ts';
import type { HandoverHost } from './context.ts';
import { handOver } from './hand-over.ts';

/**
 * Hands over, and answers with the report; to whom accepts application/x-ndjson in lines of JSON: how far it is, and in
 * the last line the report, or what went wrong. It goes on when nobody listens any more.
 */
export async function postHandover(host: HandoverHost, { request, response, caller }: { request: Request; response: Response; caller: Caller }): Promise<void> {
	const order = readRequest(request.body);
	if (!request.headers.accept?.includes('application/x-ndjson')) {
		response.json({ data: await handOver(host, { caller, request: order }) });
		return;
	}
	await sendLines(response, {
		work: async (send) => {
			const report = await handOver(host, { caller, request: order, onProgress: (done, of) => send({ progress: { done, of } }) });
			send({ report });
		},
		onError: (error) => host.logger.error(error, 'A handover failed.'),
		failed: 'Something failed on the server; its log says what. Nothing was handed over.',
	});
}

function readRequest(body: unknown): HandoverRequest {
	const read = handoverRequest.safeParse(body);
	if (read.success) return read.data;
	throw read.error.issues.map(({ message, path }: z.core.$ZodIssue) => refusal({ code: 'INVALID_PAYLOAD', status: 400, message, field: path[0] === undefined ? undefined : String(path[0]) }));
}
