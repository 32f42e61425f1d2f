import type { Router } from 'express';
import manifest from '../../../package.json' with { type: 'json' };
import { openApiOf } from '../../domain/shared/openapi.ts';
import { forbidden } from '../rights/guarded-query.ts';
import { asyncHandler } from '../shared/async-handler.ts';
import { operations } from './operations.ts';

/** `GET /crm/openapi.json`, for whoever has signed in: what is below /crm, as OpenAPI 3.1. */
export function registerOpenApi(router: Router): void {
	router.get('/openapi.json', asyncHandler(async ({ accountability }, response) => {
		if (!accountability?.user) throw forbidden('Sign in to read how to use this.');
		response.json(document ??= openApiOf(operations, manifest));
	}));
}

let document: ReturnType<typeof openApiOf> | undefined;
