import { accountBar } from './accounts.ts';
import type { Bar } from './action.ts';
import { contactBar } from './contacts.ts';
import { leadBar } from './leads.ts';
import { dealBar } from './opportunities.ts';

/** The action bars: a line a room. */
export const bars: { readonly [collection: string]: Bar | undefined } = {
	crm_leads: leadBar,
	crm_accounts: accountBar,
	crm_contacts: contactBar,
	crm_opportunities: dealBar,
};
