import type { LeadSource } from '../../reference/leads.ts';

export const leadTitles = ['Owner', 'Managing director', 'Quality manager', 'Production manager', 'Pharmacist', 'Purchasing', 'Facility manager', 'Fleet manager', 'Head chef', 'Assistant to the management', 'Technical manager'];

export const needs = [
	'Wants an alarm on the phone when a cold room gets warm at night.',
	'Writes temperatures down by hand and wants to stop.',
	'The food inspector asked for gapless records.',
	'Needs certificates of calibration for the next audit.',
	'Replaces data loggers that have to be read out by cable.',
	'Opens a second branch in autumn and wants both on one screen.',
	'Lost a delivery of ice cream and never learned where it thawed.',
	'Asks whether the sensors work at −80 °C.',
	'Wants to prove to customers that the cold chain was kept.',
	'Insurance gives a discount for monitored cold rooms.',
	'Has six refrigerated vans and no idea who leaves the doors open.',
	'Compares three suppliers for the group purchasing.',
];

/** Where leads come from: a source as often as it stands here. */
export const leadSourceMix: readonly LeadSource[] = [
	'website', 'website', 'website', 'website', 'website', 'trade_fair', 'trade_fair', 'trade_fair', 'referral', 'referral', 'webinar', 'webinar', 'advertising', 'advertising',
	'email_campaign', 'partner', 'cold_call', 'social_media', 'bought_list', 'other',
];

/** What web addresses carried; the words of a campaign, never a real one. */
export const tracking: { readonly [source: string]: readonly { readonly utm_source: string; readonly utm_medium: string; readonly utm_campaign: string }[] } = {
	advertising: [{ utm_source: 'search', utm_medium: 'cpc', utm_campaign: 'cold-room-alarm' }, { utm_source: 'search', utm_medium: 'cpc', utm_campaign: 'gdp-monitoring' }],
	social_media: [{ utm_source: 'social', utm_medium: 'post', utm_campaign: 'heatwave-stories' }],
	email_campaign: [{ utm_source: 'newsletter', utm_medium: 'email', utm_campaign: 'summer-check' }, { utm_source: 'newsletter', utm_medium: 'email', utm_campaign: 'haccp-checklist' }],
	webinar: [{ utm_source: 'webinar', utm_medium: 'registration', utm_campaign: 'audit-without-paper' }],
};

export const consents: { readonly [source: string]: string } = {
	website: 'Web form: “You may write to me about offers. I can withdraw this at any time.”',
	webinar: 'Registration for the webinar “Audit without paper”',
	trade_fair: 'Signed card at our stand at the trade fair',
};
