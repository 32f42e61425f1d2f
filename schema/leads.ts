import {
	actionBar, address, badge, belongsTo, belongsToCode, check, choice, choiceList, collection, date, email, externalId, fixedWhile, flag, hasMany, id, instant, integer,
	json, lines, longText, money, oneOf, ownership, phone, richText, section, sort, stamps, tags, text, url,
} from './define.ts';
import type { Fields } from './shape.ts';

const statuses = {
	new: badge('New', 'primary'),
	working: badge('Working', 'warning'),
	qualified: badge('Qualified', 'success'),
	unqualified: badge('Unqualified', 'neutral'),
};

/** Lists and filters know it; forms offer the others: to convert is an action. */
const converted = badge('Converted', 'secondary');

/** What is said about somebody who was a lead stays as it was (guards/19-conversion.sql). */
const onceConverted = <F extends Fields>(fields: F) => fixedWhile({ name: 'Converted', when: { status: { _eq: 'converted' } } }, fields);

export const leads = collection('crm_leads', {
	label: 'Leads', one: 'Lead', icon: 'person_add', folder: 'crm_sales',
	note: 'People who may become customers.',
	display: '{{name}}',
	archive: 'archived',
	open: { status: { _neq: 'converted' } },
	columns: ['name', 'company', 'status', 'rating', 'score', 'source', 'owner', 'last_activity_at', 'date_created'],
	widths: { name: 190, company: 200, status: 130, rating: 110, score: 90, source: 140, owner: 170, last_activity_at: 150 },
	order: '-date_created',
	bookmarks: {
		mine: {
			label: 'My leads', icon: 'person', order: '-date_created',
			filter: { _and: [{ owner: { _eq: '$CURRENT_USER' } }, { status: { _in: ['new', 'working', 'qualified'] } }] },
		},
		unassigned: {
			label: 'Unassigned', icon: 'person_off', color: 'var(--theme--warning)', order: 'date_created',
			filter: { _and: [{ owner: { _null: true } }, { status: { _in: ['new', 'working', 'qualified'] } }] },
			columns: ['name', 'company', 'rating', 'score', 'source', 'country', 'team', 'date_created'],
		},
		hot: {
			label: 'Hot leads', icon: 'local_fire_department', color: 'var(--theme--danger)', order: '-score',
			filter: { _and: [{ rating: { _eq: 'hot' } }, { status: { _in: ['new', 'working', 'qualified'] } }] },
		},
	},
	checks: {
		has_a_name: check({
			sql: "coalesce(trim(last_name), '') <> '' or coalesce(trim(company), '') <> ''",
			field: 'last_name', message: 'Give the lead a last name or a company.',
		}),
	},
	indexes: [['owner', 'status'], ['team', 'status']],
	fields: {
		id: id(),
		archived: flag('Archived', { hidden: true, index: true }),
		name: text('Name', { kept: true, hidden: true, searchable: true, index: true, note: 'First and last name, or else the company.' }),
		actions: actionBar(),
		...section('person', 'Who', onceConverted({
			salutation: choice('Salutation', { mr: 'Mr', ms: 'Ms', mx: 'Mx', dr: 'Dr', prof: 'Prof' }),
			title: text('Job title'),
			first_name: text('First name', { searchable: true }),
			last_name: text('Last name', { searchable: true, index: true }),
			company: text('Company', { searchable: true, index: true }),
			website: url('Website', { placeholder: 'https://' }),
			email: email('Email', { index: true }),
			phone: phone('Phone', { index: true }),
			mobile: phone('Mobile', { index: true }),
			linkedin: url('LinkedIn', { placeholder: 'https://www.linkedin.com/in/' }),
		}), { icon: 'person' }),
		...section('standing', 'Where it stands', {
			...onceConverted({
				status: choice('Status', { ...statuses, converted }, {
					required: true, default: 'new', index: true,
					conditions: [{ name: 'Not converted', when: { status: { _neq: 'converted' } }, options: { choices: choiceList(statuses) } }],
				}),
				rating: choice('Rating', {
					hot: badge('Hot', 'danger', 'local_fire_department'),
					warm: badge('Warm', 'warning'),
					cold: badge('Cold', 'primary', 'ac_unit'),
					junk: badge('Junk', 'neutral'),
				}, { index: true }),
				unqualified_reason: choice('Why unqualified', {
					no_need: 'No need', no_budget: 'No budget', no_reply: 'Never replied', wrong_person: 'Wrong person', competitor: 'Went elsewhere',
					duplicate: 'Duplicate', spam: 'Spam', other: 'Other',
				}, { width: 'full', hidden: true, conditions: [{ name: 'Unqualified', when: { status: { _eq: 'unqualified' } }, hidden: false }] }),
			}),
			...ownership(),
			...onceConverted({ source: oneOf('Source', 'crm_lead_sources', { options: { filter: { is_active: { _eq: true } } } }) }),
			score: integer('Score', { readonly: true, default: 0, index: true }),
			...onceConverted({
				estimated_value: money('Estimated value'),
				currency: belongsToCode('Currency', 'crm_currencies'),
			}),
			last_activity_at: instant('Last activity', { relative: true, kept: true, index: true }),
			claimed_at: instant('Claimed', { kept: true, hidden: true, note: 'When somebody took it out of the queue of the team.' }),
		}, { icon: 'flag' }),
		...section('conversion', 'Converted to', {
			converted_account: belongsTo('Account', 'crm_accounts', { readonly: true }),
			converted_contact: belongsTo('Contact', 'crm_contacts', { readonly: true }),
			converted_opportunity: belongsTo('Opportunity', 'crm_opportunities', { readonly: true }),
			converted_at: instant('Converted', { kept: true, index: true }),
			conversion_record: json('How it was converted', { readonly: true, hidden: true, note: 'What it takes to take the conversion back. Written by it alone.' }),
		}, { icon: 'published_with_changes', hidden: true, conditions: [{ name: 'Converted', when: { status: { _eq: 'converted' } }, hidden: false }] }),
		activities: hasMany('Activities', 'crm_activities', 'lead', {
			columns: ['type', 'subject', 'status', 'due_at'], options: { sort: 'due_at', sortDirection: '-' },
		}),
		files: lines('Files', 'crm_attachments', 'lead', { columns: ['file', 'user_created', 'date_created'] }),
		...section('qualification', 'Qualification', {
			...onceConverted({
				budget: choice('Budget', { unknown: 'Unknown', none: badge('None', 'danger'), planned: badge('Planned', 'warning'), approved: badge('Approved', 'success') }),
				authority: choice('Authority', { unknown: 'Unknown', user: 'Uses it', influencer: badge('Influences', 'warning'), decision_maker: badge('Decides', 'success') }),
				timeline: choice('Timeline', {
					unknown: 'Unknown', now: badge('This month', 'success'), quarter: badge('Within three months', 'warning'), year: 'Within a year', later: 'Later',
				}),
				decision_on: date('Decision expected on'),
				need: longText('Need', { note: 'What problem do they want to solve?' }),
				description: richText('Notes'),
			}),
			tags: tags('Tags'),
		}, { icon: 'checklist' }),
		...section('postal', 'Address', onceConverted(address()), { icon: 'location_on', folded: true }),
		...section('consent', 'Consent', {
			consent_given: flag('Consent', { placeholder: 'May be contacted by email' }),
			consent_at: instant('Given at'),
			consent_source: text('Given through', { width: 'full', note: 'Where and how, for example the trade fair form or the web form with its wording.' }),
		}, { icon: 'verified_user', folded: true }),
		...section('campaign_tracking', 'Campaign tracking', {
			utm_source: text('UTM source', { index: true }),
			utm_medium: text('UTM medium'),
			utm_campaign: text('UTM campaign', { index: true }),
			utm_term: text('UTM term'),
			utm_content: text('UTM content'),
		}, { icon: 'ads_click', folded: true }),
		external_id: externalId(),
		...stamps(),
	},
});

export const leadSources = collection('crm_lead_sources', {
	label: 'Lead sources', one: 'Lead source', icon: 'ads_click', folder: 'crm_setup',
	note: 'Where leads and deals come from.',
	display: '{{name}}',
	sort: 'sort', columns: ['name', 'is_active'], order: 'sort',
	fields: {
		id: id(),
		name: text('Name', { required: true, unique: true, searchable: true }),
		is_active: flag('Active', { default: true, placeholder: 'Offered in lists' }),
		sort: sort(),
		...stamps(),
	},
});

/** Where new accounts, contacts and deals take their fields from, other than what goes without saying (domain/leads/field-sources.ts). */
export const conversionFields = collection('crm_conversion_fields', {
	label: 'Conversion fields', one: 'Conversion field', icon: 'move_down', folder: 'crm_setup',
	note: 'What fields of accounts, contacts and deals become when a lead is converted, other than by default: fields of the same name and type.',
	display: '{{target_field}}',
	columns: ['target', 'target_field', 'lead_field'], order: 'target',
	widths: { target: 180, target_field: 220, lead_field: 220 },
	unique: [['target', 'target_field']],
	fields: {
		id: id(),
		target: choice('Of the new', { crm_accounts: 'Account', crm_contacts: 'Contact', crm_opportunities: 'Opportunity' }, { required: true, width: 'full' }),
		target_field: text('The field', {
			required: true, interface: 'system-field', options: { collectionField: 'target' }, display: 'formatted-value', displayOptions: { format: true },
		}),
		lead_field: text('Becomes the lead’s', {
			interface: 'system-field', options: { collectionName: 'crm_leads', allowNone: true }, display: 'formatted-value', displayOptions: { format: true },
			note: 'Left empty, nothing is taken over into it.',
		}),
		...stamps(),
	},
});
