import type { EndpointExtensionContext } from '@directus/types';
import type { Router } from 'express';
import { moveRequest, type MoveRequest } from '../../domain/opportunities/moving.ts';
import { isUuid } from '../../domain/shared/uuid.ts';
import { askerOf } from '../rights/guarded-query.ts';
import { asyncHandler, type CrmRequest } from '../shared/async-handler.ts';
import { refusal } from '../shared/errors.ts';
import { moveDeal } from './move-deal.ts';
import { readPath } from './read-path.ts';

/** Where a deal stands, and how it moves on (domain/opportunities/moving.ts). */
export function registerMoves(router: Router, { database: knex, services }: Pick<EndpointExtensionContext, 'database' | 'services'>): void {
	router.get('/opportunities/:id/path', asyncHandler(async (request, response) => {
		response.json({ data: await readPath(dealOf(request), askerOf(request, knex)) });
	}));
	router.post('/opportunities/:id/move', asyncHandler(async (request, response) => {
		response.json({ data: await moveDeal({ id: dealOf(request), request: readMove(request.body), services }, askerOf(request, knex)) });
	}));
}

function dealOf({ params }: CrmRequest): string {
	const id = String(params['id']);
	if (isUuid(id)) return id.toLowerCase();
	throw refusal({ code: 'INVALID_PAYLOAD', status: 400, message: 'Say which deal: its id stands in the address.' });
}

function readMove(body: unknown): MoveRequest {
	const read = moveRequest.safeParse(body);
	if (read.success) return read.data;
	throw read.error.issues.map(({ message, path }) => refusal({ code: 'INVALID_PAYLOAD', status: 400, message: path[0] === undefined ? message : `${String(path[0])}: ${message}`, field: path[0] === undefined ? undefined : String(path[0]) }));
}
