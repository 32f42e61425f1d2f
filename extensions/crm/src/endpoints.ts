import { defineEndpoint } from '@directus/extensions-sdk';
import { registerFigures } from './directus/figures/index.ts';
import { registerForecast } from './directus/forecast/index.ts';
import { type HandoverHost, registerHandovers } from './directus/handovers/index.ts';
import { type ImportHost, registerImports } from './directus/imports/index.ts';
import { type LeadsHost, registerLeads } from './directus/leads/index.ts';
import { registerOpenApi } from './directus/openapi/index.ts';
import { registerMoves } from './directus/opportunities/index.ts';
import { registerBoard } from './directus/pipelines/index.ts';
import { type AccessHost, registerAccess } from './directus/rights/access-routes.ts';

/** What Cardinal answers below /crm: a line a room. */
export default defineEndpoint({
	id: 'crm',
	handler: (router, context) => {
		registerImports(router, context as unknown as ImportHost);
		registerHandovers(router, context as unknown as HandoverHost);
		registerAccess(router, context as unknown as AccessHost);
		registerLeads(router, context as unknown as LeadsHost);
		registerFigures(router, context);
		registerMoves(router, context);
		registerBoard(router, context);
		registerForecast(router, context);
		registerOpenApi(router);
	},
});
