import type { z } from 'zod';

/**
 * What an endpoint below /crm takes and answers, said once: the route checks by it, the client's types follow from it,
 * and GET /crm/openapi.json is made of it.
 */
export interface Operation {
	readonly method: 'get' | 'post' | 'patch' | 'delete';
	/** Below /crm, with parameters in braces: `/leads/{id}/convert`. */
	readonly path: string;
	/** What a list of endpoints says of it, in one line. */
	readonly summary: string;
	readonly description?: string;
	readonly query?: z.ZodObject;
	readonly body?: z.ZodType;
	/** How the body is sent, where not as JSON. */
	readonly bodyType?: string;
	/** The whole answer, `{ data: … }`. */
	readonly answer: z.ZodType;
	/** What is answered, where not JSON. */
	readonly answerType?: string;
	/** The room that it belongs to, where the path doesn’t start with its name. */
	readonly tag?: string;
}
