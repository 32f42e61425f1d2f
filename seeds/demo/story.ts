import { accountsMade, tellAccounts } from './accounts.ts';
import { tellActivities } from './activities.ts';
import { tellContacts } from './contacts.ts';
import { tellExchangeRates } from './currencies.ts';
import { type Deal, dealsOf } from './deals.ts';
import type { House } from './house.ts';
import { leadsOf, tellLeads } from './leads.ts';
import { marketOf } from './market.ts';
import { tellOpportunities } from './opportunities.ts';
import { tellPipelines } from './pipelines.ts';
import { tellProducts } from './products.ts';
import { tellQuotas } from './quotas.ts';
import type { Chapter } from './story-shape.ts';
import { tellTeams } from './teams.ts';

/**
 * The demo: a year and a half in the life of Frostlotse, who sell sensors that watch cold rooms, told as of `now`. Pure:
 * the same day gives the same story, whatever the machine. The chapters are in the order in which they can be written.
 */
export function tellStory({ now, house }: { now: Date; house: House }): Chapter[] {
	const market = marketOf(house);
	const deals = dealsOf({ now, house, market });
	const leads = leadsOf(now);
	const made = accountsMade({ now, firstDeals: firstDealsOf(deals) });
	return [
		...tellTeams({ house }),
		tellExchangeRates({ now, house, market }),
		tellQuotas({ now, house, market }),
		...tellProducts({ now, house, market }),
		...tellPipelines(),
		tellLeads({ house, market, leads }),
		tellAccounts({ now, market, made }),
		...tellContacts({ now, accountsMade: made }),
		...tellOpportunities({ now, house, deals }),
		tellActivities({ now, deals, leads }),
	];
}

function firstDealsOf(deals: readonly Deal[]): Map<string, Date> {
	const first = new Map<string, Date>();
	for (const { account, madeAt } of deals) if (madeAt < (first.get(account) ?? new Date(8.64e15))) first.set(account, madeAt);
	return first;
}
