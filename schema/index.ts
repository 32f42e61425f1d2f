import * as access from './access.ts';
import * as accounts from './accounts.ts';
import * as activities from './activities.ts';
import * as attachments from './attachments.ts';
import * as currencies from './currencies.ts';
import * as dashboards from './dashboards.ts';
import * as imports from './imports.ts';
import * as leads from './leads.ts';
import * as navigation from './navigation.ts';
import * as opportunities from './opportunities.ts';
import * as pipelines from './pipelines.ts';
import * as products from './products.ts';
import * as quotas from './quotas.ts';
import * as settings from './settings.ts';
import * as teams from './teams.ts';

/** The rooms of the house, in the order in which data flows through them. What holds for all of them comes first. */
export const rooms = {
	navigation,
	settings,
	currencies,
	teams,
	leads,
	accounts,
	activities,
	pipelines,
	opportunities,
	quotas,
	products,
	attachments,
	imports,
	dashboards,
	access,
} as const;
