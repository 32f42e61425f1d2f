import type { z } from 'zod';

/**
 * What an endpoint below /crm takes and answers, said once: the route checks by it, the client's types follow from it,
 * and GET /crm/openapi.json is made of it.
 */
export interface Operation {
	readonly method: 'get' | 'post' | 'delete';
	/** Below /crm, with parameters in braces: `/leads/{id}/convert`. */
	readonly path: string;
	/** What a list of endpoints says of it, in one line. */
	readonly summary: string;
	readonly description?: string;
	readonly query?: z.ZodObject;
	readonly body?: z.ZodType;
	/** The whole answer, `{ data: … }`. */
	readonly answer: z.ZodType;
}
