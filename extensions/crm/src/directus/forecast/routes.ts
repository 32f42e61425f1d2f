import type { EndpointExtensionContext } from '@directus/types';
import type { Router } from 'express';
import { forecastQuestion, metricsQuestion } from '../../domain/forecast/question.ts';
import { askerOf } from '../rights/guarded-query.ts';
import { asyncHandler } from '../shared/async-handler.ts';
import { questionIn } from '../shared/question-in.ts';
import { forecast } from './forecast.ts';
import { metrics } from './metrics.ts';

/** By the caller's rights, as domain/forecast/question.ts says: `GET /crm/forecast` and `GET /crm/pipeline/metrics`. */
export function registerForecast(router: Router, { database: knex }: Pick<EndpointExtensionContext, 'database'>): void {
	router.get('/forecast', asyncHandler(async (request, response) => {
		const asker = askerOf(request, knex);
		response.json({ data: await forecast(questionIn(request, forecastQuestion), { now: new Date(), asker }) });
	}));
	router.get('/pipeline/metrics', asyncHandler(async (request, response) => {
		const asker = askerOf(request, knex);
		response.json({ data: await metrics(questionIn(request, metricsQuestion), { now: new Date(), asker }) });
	}));
}
