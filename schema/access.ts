import { about, all, either, mine, myself, own, partsOf, queue, role, team, type Grant } from './define.ts';

/**
 * Who may do what: role x collection x action, in named sentences (define/access.ts). What is not said is not allowed;
 * the public sees nothing, the Administrator (Directus' own) shapes and sees everything. A role has one rule a collection
 * and action, over all fields: a field that an admin adds is at once usable, and what must not be written is kept by the
 * database. An admin changes all of this in the UI, and an upgrade leaves it changed.
 */

const read: Grant = { read: all };

/** The lists that everybody picks from. */
const lists = {
	crm_products: read, crm_price_books: read, crm_price_book_entries: read, crm_tax_rates: read, crm_currencies: read, crm_exchange_rates: read,
	crm_pipelines: read, crm_stages: read, crm_lost_reasons: read, crm_lead_sources: read, crm_teams: read, crm_settings: read,
};

const face = ['id', 'first_name', 'last_name', 'avatar', 'email', 'title', 'location', 'description', 'tags', 'status', 'role', 'team', 'phone'];
const profile = [
	'id', // never changes, but without it GraphQL takes no person for an owner
	'first_name', 'last_name', 'email', 'password', 'avatar', 'title', 'location', 'description', 'tags', 'language', 'phone', 'email_notifications',
	'appearance', 'theme_light', 'theme_dark', 'theme_light_overrides', 'theme_dark_overrides', 'text_direction', 'tfa_secret',
];

/** What all who work here need of Directus itself. Files, history and comments follow the record (apply/access.ts). */
const everybody = {
	...lists,
	directus_users: { read: all, update: myself, fields: { read: face, update: profile } },
	directus_roles: { read: all, fields: { read: ['id', 'name', 'icon', 'description'] } },
	directus_folders: read,
	directus_dashboards: read,
	directus_panels: read,
} satisfies Record<string, Grant>;

const asOwner = { owner: '$CURRENT_USER' };

/** Sees and edits their own; claims what waits for the team. Archives rather than deletes. */
export const salesRep = role('sales_rep', {
	name: 'Sales Rep', icon: 'person', about: 'Works on own leads, accounts, contacts, deals and activities, and on what is shared with them.',
	may: {
		...everybody,
		crm_leads: { create: all, read: either(own, queue), update: either(own, queue), presets: asOwner },
		crm_accounts: { create: all, read: own, update: own, presets: asOwner },
		crm_contacts: { create: all, read: own, update: own, presets: asOwner },
		// To name an account as the main one changes the contact: it takes the right to that.
		crm_account_contacts: { create: all, read: own, update: partsOf('contact', own), delete: partsOf('contact', own) },
		crm_account_collaborators: { create: all, read: own, update: own, delete: own },
		crm_activities: { create: all, read: either(own, queue), update: own, delete: own, presets: asOwner },
		crm_opportunities: { create: all, read: own, update: own, presets: asOwner },
		crm_opportunity_lines: { create: all, read: own, update: own, delete: own },
		crm_opportunity_collaborators: { create: all, read: own, update: own, delete: own },
		crm_stage_changes: { read: own },
		crm_quotas: { read: own },
		crm_attachments: { create: all, read: either(own, queue), update: own, delete: own },
	},
});

/** Sees the teams that they belong to or manage, and hands records over within them. */
export const salesManager = role('sales_manager', {
	name: 'Sales Manager', icon: 'supervisor_account', about: 'Works on everything of the teams that they belong to or manage, and reassigns it.',
	may: {
		...everybody,
		crm_leads: { create: all, read: either(own, team), update: either(own, team), delete: team, presets: asOwner },
		crm_accounts: { create: all, read: either(own, team), update: either(own, team), delete: team, presets: asOwner },
		crm_contacts: { create: all, read: either(own, team), update: either(own, team), delete: team, presets: asOwner },
		crm_account_contacts: { create: all, read: either(own, team), update: partsOf('contact', either(own, team)), delete: partsOf('contact', either(own, team)) },
		crm_account_collaborators: { create: all, read: either(own, team), update: either(own, team), delete: either(own, team) },
		crm_activities: { create: all, read: either(own, team), update: either(own, team), delete: either(own, team), presets: asOwner },
		crm_opportunities: { create: all, read: either(own, team), update: either(own, team), delete: team, presets: asOwner },
		crm_opportunity_lines: { create: all, read: either(own, team), update: either(own, team), delete: either(own, team) },
		crm_opportunity_collaborators: { create: all, read: either(own, team), update: either(own, team), delete: either(own, team) },
		crm_stage_changes: { read: either(own, team) },
		crm_quotas: { create: all, read: either(own, team), update: team, delete: team },
		crm_attachments: { create: all, read: either(own, team), update: either(own, team), delete: either(own, team) },
		crm_handovers: { create: all, read: mine },
		directus_dashboards: { create: all, read: all, update: mine, delete: mine },
		directus_panels: { create: all, read: all, update: mine, delete: mine },
	},
});

/** Fills the funnel: leads and contacts of everybody, which they may also assign. */
export const marketing = role('marketing', {
	name: 'Marketing', icon: 'campaign', about: 'Works on all leads and contacts, assigns them, and imports; sees accounts and deals.',
	may: {
		...everybody,
		crm_leads: { create: all, read: all, update: all, delete: all },
		crm_accounts: read,
		crm_contacts: { create: all, read: all, update: all, delete: all },
		crm_account_contacts: { create: all, read: all, update: all, delete: all },
		crm_activities: { create: all, read: all, update: own, delete: own, presets: asOwner },
		crm_opportunities: read,
		crm_opportunity_lines: read,
		crm_stage_changes: read,
		crm_quotas: read,
		crm_attachments: { create: all, read: all, update: mine, delete: mine },
		crm_handovers: { create: all, read: mine },
		crm_imports: { create: all, read: mine },
		crm_lead_sources: { create: all, read: all, update: all },
	},
});

/** Helps customers: keeps their data right, and writes down what was said. */
export const support = role('support', {
	name: 'Support', icon: 'support_agent', about: 'Sees and edits all accounts and contacts, and logs activities with them.',
	may: {
		...everybody,
		crm_accounts: { read: all, update: all },
		crm_contacts: { create: all, read: all, update: all },
		crm_account_contacts: { create: all, read: all, update: all, delete: all },
		crm_activities: { create: all, read: either(own, about('account', 'contact')), update: own, delete: own, presets: asOwner },
		crm_attachments: { create: all, read: about('account', 'contact'), update: mine, delete: mine },
	},
});

/** Sees what will be invoiced, to whom, and at which rate. */
export const finance = role('finance', {
	name: 'Finance', icon: 'account_balance', about: 'Sees all accounts, contacts and deals, and keeps exchange and tax rates.',
	may: {
		...everybody,
		crm_accounts: read,
		crm_contacts: read,
		crm_account_contacts: read,
		crm_activities: { create: all, read: either(own, about('account', 'contact', 'opportunity')), update: own, delete: own, presets: asOwner },
		crm_opportunities: read,
		crm_opportunity_lines: read,
		crm_stage_changes: read,
		crm_quotas: read,
		crm_attachments: { read: about('account', 'contact', 'opportunity') },
		crm_exchange_rates: { create: all, read: all, update: all, delete: all },
		crm_tax_rates: { create: all, read: all, update: all },
	},
});

/** Looks, and changes nothing. */
export const viewer = role('viewer', {
	name: 'Viewer', icon: 'visibility', about: 'Sees everything, changes nothing.',
	may: {
		...everybody,
		crm_leads: read, crm_accounts: read, crm_contacts: read, crm_account_contacts: read, crm_account_collaborators: read, crm_activities: read,
		crm_opportunities: read, crm_opportunity_lines: read, crm_opportunity_collaborators: read, crm_stage_changes: read, crm_quotas: read, crm_attachments: read,
		crm_handovers: read, crm_imports: read,
	},
});
