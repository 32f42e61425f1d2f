import type { EndpointExtensionContext } from '@directus/types';
import type { Router } from 'express';
import type { z } from 'zod';
import { forecastQuestion, metricsQuestion } from '../../domain/forecast/question.ts';
import { readParameters } from '../../domain/shared/read-parameters.ts';
import { badRequest } from '../figures/figures.ts';
import { type Asker, forbidden } from '../rights/guarded-query.ts';
import { asyncHandler } from '../shared/async-handler.ts';
import { forecast } from './forecast.ts';
import { metrics } from './metrics.ts';

/** By the caller's rights, as domain/forecast/question.ts says: `GET /crm/forecast` and `GET /crm/pipeline/metrics`. */
export function registerForecast(router: Router, { database: knex }: Pick<EndpointExtensionContext, 'database'>): void {
	const answers = <Question extends z.ZodObject>(path: string, question: Question, answer: (asked: z.output<Question>, context: { now: Date; asker: Asker }) => Promise<unknown>) =>
		router.get(path, asyncHandler(async ({ query, accountability, schema }, response) => {
			// No accountability would be the system's own, which may do all.
			if (!accountability) throw forbidden('You don’t have permission to see this.');
			const { access_token: _, ...parameters } = query;
			const read = readParameters(question, parameters);
			if ('problem' in read) throw badRequest(read.problem);
			response.json({ data: await answer(read.asked, { now: new Date(), asker: { accountability, schema, knex } }) });
		}));

	answers('/forecast', forecastQuestion, forecast);
	answers('/pipeline/metrics', metricsQuestion, metrics);
}
