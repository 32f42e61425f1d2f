import type { RowResource } from '../../schema/apply/resource.ts';
import { row } from './row.ts';

const sources = {
	website: 'Website',
	referral: 'Referral',
	existing_customer: 'Existing customer',
	partner: 'Partner',
	trade_fair: 'Trade fair',
	webinar: 'Webinar',
	advertising: 'Advertising',
	social_media: 'Social media',
	email_campaign: 'E-mail campaign',
	cold_call: 'Cold call',
	bought_list: 'Bought list',
	other: 'Other',
} as const;

export type LeadSource = keyof typeof sources;

/** Where leads and deals come from. */
export function leadSourceRows(): RowResource[] {
	return Object.entries(sources).map(([key, name], index) => row('crm_lead_sources', key, { name, is_active: true, sort: index + 1 }, { natural: ['name'] }));
}
