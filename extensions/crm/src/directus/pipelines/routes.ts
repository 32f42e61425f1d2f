import type { EndpointExtensionContext } from '@directus/types';
import type { Router } from 'express';
import { boardQuestion } from '../../domain/pipelines/board.ts';
import { askerOf } from '../rights/guarded-query.ts';
import { asyncHandler } from '../shared/async-handler.ts';
import { questionIn } from '../shared/question-in.ts';
import { readBoard } from './read-board.ts';

/** `GET /crm/board`: see domain/pipelines/board.ts. */
export function registerBoard(router: Router, { database: knex }: Pick<EndpointExtensionContext, 'database'>): void {
	router.get('/board', asyncHandler(async (request, response) => {
		const asker = askerOf(request, knex);
		response.json({ data: await readBoard(questionIn(request, boardQuestion), asker) });
	}));
}
