import type { Response, Router } from 'express';
import { asyncHandler, type CrmRequest } from '../shared/async-handler.ts';
import { type Caller, may } from '../shared/caller.ts';
import { refusal } from '../shared/errors.ts';
import type { HandoverHost } from './context.ts';
import { reachOf, readPeople } from './people.ts';
import { postHandover } from './post-handover.ts';
import { readPreview } from './preview.ts';
import { isUuid } from '../../domain/shared/uuid.ts';

/**
 * Rows of somebody that go to somebody else at once, for whom may make handovers:
 * - `POST /handovers` hands over (see domain/handovers/request.ts), with progress where that is accepted
 * - `GET /handovers/people`: everybody, with how much the caller may hand over of theirs, and whether they can take over
 * - `GET /handovers/preview?from=`: what somebody has, open and closed, and what stays to be done by hand
 * For everybody, `GET /handovers/reach?collection=` says how far they may move records of a kind: own, teams or all.
 */
export function registerHandovers(router: Router, host: HandoverHost): void {
	const handle = (work: (request: CrmRequest, response: Response, caller: Caller) => Promise<void>) => asyncHandler(async (request, response) => work(request, response, await callerOf(host, request)));

	router.post('/handovers', handle((request, response, caller) => postHandover(host, { request, response, caller })));
	router.get('/handovers/people', handle(async (_request, response, caller) => void response.json({ data: await readPeople(host, caller) })));
	router.get('/handovers/preview', handle(async (request, response, caller) => {
		response.json({ data: await readPreview(host, caller, personIn(request.query['from'])) });
	}));

	router.get('/handovers/reach', asyncHandler(async (request, response) => {
		response.json({ data: { reach: await reachOf(signedIn(request), String(request.query['collection'] ?? ''), host.database) } });
	}));
}

async function callerOf({ database }: HandoverHost, request: CrmRequest): Promise<Caller> {
	const caller = signedIn(request);
	if (await may('create', 'crm_handovers', caller, database)) return caller;
	throw refusal({ code: 'FORBIDDEN', status: 403, message: 'Records of others are handed over by their manager or an administrator: ask one of them. You can give away what is your own in its form.' });
}

function signedIn({ accountability, schema }: CrmRequest): Caller {
	if (!accountability?.user) throw refusal({ code: 'INVALID_CREDENTIALS', status: 401, message: 'Sign in to hand records over.' });
	return { accountability, schema };
}

function personIn(id: unknown): string {
	if (typeof id === 'string' && isUuid(id)) return id;
	throw refusal({ code: 'INVALID_PAYLOAD', status: 400, message: 'Say whose records are handed over: “from” is the id of a person.', field: 'from' });
}
