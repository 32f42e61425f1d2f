import type { EndpointExtensionContext } from '@directus/types';
import type { Router } from 'express';
import { boardQuestion } from '../../domain/pipelines/board.ts';
import { readParameters } from '../../domain/shared/read-parameters.ts';
import { badRequest } from '../figures/figures.ts';
import { forbidden } from '../rights/guarded-query.ts';
import { asyncHandler } from '../shared/async-handler.ts';
import { readBoard } from './read-board.ts';

/** `GET /crm/board`: see domain/pipelines/board.ts. */
export function registerBoard(router: Router, { database: knex }: Pick<EndpointExtensionContext, 'database'>): void {
	router.get('/board', asyncHandler(async ({ query, accountability, schema }, response) => {
		// No accountability would be the system's own, which may do all.
		if (!accountability) throw forbidden('You don’t have permission to see this board.');
		const { access_token: _, ...parameters } = query;
		const read = readParameters(boardQuestion, parameters);
		if ('problem' in read) throw badRequest(read.problem);
		response.json({ data: await readBoard(read.asked, { accountability, schema, knex }) });
	}));
}
