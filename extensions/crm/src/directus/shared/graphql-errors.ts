import { AsyncLocalStorage } from 'node:async_hooks';
import type { RegisterFunctions } from '@directus/types';
import type { Application, RequestHandler } from 'express';
import type { Knex } from 'knex';
import { toSentence } from './errors.ts';

interface GraphqlError {
	readonly message: string;
	readonly extensions?: { readonly code?: string };
}

/**
 * Directus' GraphQL answers 200 and makes of an error that it does not know either its SQL text (for admins) or nothing,
 * before anybody can see the error itself. So each request remembers what the database refused while it ran.
 */
export function explainInGraphql({ init }: Pick<RegisterFunctions, 'init'>, { database }: { readonly database: Knex }): void {
	const refusedHere = new AsyncLocalStorage<unknown[]>();
	database.on('query-error', (error: unknown) => void refusedHere.getStore()?.push(error));

	const explain: RequestHandler = (_request, response, next) => {
		const refused: unknown[] = [];
		const send = response.json.bind(response);
		response.json = (body: unknown) => send(refused.length > 0 ? explained(body, refused) : body);
		refusedHere.run(refused, next);
	};
	init('routes.before', ({ app }) => void (app as Application).use('/graphql', explain));
}

function explained(body: unknown, refused: readonly unknown[]): unknown {
	if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return body;
	const errors = (body.errors as GraphqlError[]).map((error) => {
		if (error.extensions?.code !== 'INTERNAL_SERVER_ERROR') return error;
		const own = refused.find((one) => one instanceof Error && one.message === error.message) ?? refused.at(-1);
		const sentence = toSentence(own);
		return sentence ? { ...error, message: sentence.message, extensions: { ...sentence.extensions, code: sentence.code } } : error;
	});
	return { ...body, errors };
}
