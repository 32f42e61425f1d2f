import type { EndpointExtensionContext } from '@directus/types';
import type { Router } from 'express';
import { readQuestion } from '../../domain/figures/question.ts';
import { asyncHandler } from '../shared/async-handler.ts';
import { forbidden } from '../rights/guarded-query.ts';
import { host } from '../shared/host.ts';
import { badRequest } from '../shared/errors.ts';
import { figures } from './figures.ts';

/** `GET /crm/figures/:collection`: counts, sums and averages by the caller's rights (domain/figures/question.ts says what may be asked). */
export function registerFigures(router: Router, { database: knex }: Pick<EndpointExtensionContext, 'database'>): void {
	router.get('/figures/:collection', asyncHandler(async ({ params, query, accountability, schema }, response) => {
		const collection = String(params['collection']);
		// No accountability would be the system's own, which may do all.
		if (!accountability || collection.startsWith('directus_')) throw forbidden('You don’t have permission to figure with this.');
		const { access_token: _, ...parameters } = query;
		const read = readQuestion(parameters);
		if ('problem' in read) throw badRequest(read.problem);
		const { filter, ...question } = read.question;
		const asked = filter && (await host.parsedFilter(filter, { accountability, schema }));
		response.json({ data: await figures({ collection, question: { ...question, filter: asked } }, { accountability, schema, knex }) });
	}));
}
