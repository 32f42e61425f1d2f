import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Accountability, SchemaOverview } from '@directus/types';

/** A request as Directus hands it to endpoints. */
export type CrmRequest = Request & { readonly accountability: Accountability | null; readonly schema: SchemaOverview };

/** A promise that rejects in an Express 4 handler would end the process: its error goes on to Directus' error handler. */
export function asyncHandler(handle: (request: CrmRequest, response: Response) => Promise<void>): RequestHandler {
	return (request: Request, response: Response, next: NextFunction) => {
		handle(request as CrmRequest, response).catch(next);
	};
}
