import {
	actionBar, address, badge, belongsTo, belongsToCode, choice, collection, date, domain, email, externalId, flag, hasMany, id, instant,
	integer, lines, money, ownership, parentage, person, phone, richText, section, stamps, tags, text, url,
} from './define.ts';

const companiesOnly = [{ name: 'Person', when: { is_person: { _eq: true } }, hidden: true }];

export const accounts = collection('crm_accounts', {
	label: 'Accounts', one: 'Account', icon: 'domain', folder: 'crm_sales',
	note: 'Companies, and individuals, that we do or may do business with.',
	display: '{{name}}',
	archive: 'archived',
	columns: ['name', 'type', 'industry', 'rating', 'billing_city', 'billing_country', 'owner', 'last_activity_at'],
	widths: { name: 240, type: 120, industry: 210, rating: 110, billing_city: 140, billing_country: 150, owner: 170, last_activity_at: 150 },
	order: 'name',
	bookmarks: {
		mine: { label: 'My accounts', icon: 'person', filter: { owner: { _eq: '$CURRENT_USER' } }, order: 'name' },
		customers: { label: 'Customers', icon: 'verified', color: 'var(--theme--success)', filter: { type: { _eq: 'customer' } }, order: 'name' },
	},
	indexes: [['owner', 'type']],
	fields: {
		id: id(),
		archived: flag('Archived', { hidden: true, index: true }),
		actions: actionBar(),
		...section('company', 'Account', {
			name: text('Name', { required: true, searchable: true, index: true, width: 'full' }),
			type: choice('Type', {
				prospect: badge('Prospect', 'primary'),
				customer: badge('Customer', 'success'),
				partner: badge('Partner', 'secondary'),
				reseller: badge('Reseller', 'secondary'),
				vendor: badge('Vendor', 'neutral'),
				competitor: badge('Competitor', 'danger'),
				other: badge('Other', 'neutral'),
			}, { default: 'prospect', index: true }),
			is_person: flag('Individual', { placeholder: 'A person, not a company' }),
			...ownership(),
			phone: phone('Phone', { index: true }),
			email: email('Email', { index: true }),
			website: url('Website', { placeholder: 'https://' }),
			domain: domain('Domain', { note: 'Email addresses of this domain belong to this account.' }),
			rating: choice('Rating', { great: badge('Great', 'success'), average: badge('Average', 'warning'), poor: badge('Poor', 'danger') }, { index: true }),
			last_activity_at: instant('Last activity', { relative: true, kept: true, index: true }),
			parent: belongsTo('Parent account', 'crm_accounts', { conditions: companiesOnly }),
			tags: tags('Tags'),
		}, { icon: 'domain' }),
		contacts: lines('Contacts', 'crm_account_contacts', 'account', {
			columns: ['contact', 'role', 'contact.email', 'contact.phone'],
		}),
		opportunities: hasMany('Opportunities', 'crm_opportunities', 'account', {
			columns: ['name', 'stage', 'amount', 'close_date'], options: { sort: 'close_date', sortDirection: '-' },
		}),
		activities: hasMany('Activities', 'crm_activities', 'account', {
			columns: ['type', 'subject', 'status', 'due_at'], options: { sort: 'due_at', sortDirection: '-' },
		}),
		collaborators: lines('Shared with', 'crm_account_collaborators', 'account', { columns: ['person', 'role'] }),
		files: lines('Files', 'crm_attachments', 'account', { columns: ['file', 'user_created', 'date_created'] }),
		...section('profile', 'Profile', {
			industry: choice('Industry', {
				agriculture: 'Agriculture', automotive: 'Automotive', chemicals: 'Chemicals', construction: 'Construction', consulting: 'Consulting',
				education: 'Education', energy: 'Energy and utilities', entertainment: 'Entertainment', finance: 'Finance', food: 'Food and drink',
				government: 'Government', healthcare: 'Healthcare', hospitality: 'Hospitality', insurance: 'Insurance', legal: 'Legal',
				logistics: 'Transport and logistics', manufacturing: 'Manufacturing', marketing: 'Marketing', media: 'Media', nonprofit: 'Non-profit',
				pharma: 'Pharmaceuticals', real_estate: 'Real estate', retail: 'Retail', services: 'Services', software: 'Software',
				technology: 'Technology', telecom: 'Telecommunications', other: 'Other',
			}, { index: true, conditions: companiesOnly }),
			employees: integer('Employees', { min: 0, conditions: companiesOnly }),
			revenue: money('Yearly revenue', { conditions: companiesOnly }),
			currency: belongsToCode('Currency', 'crm_currencies', { conditions: companiesOnly }),
			founded_year: integer('Founded in', { min: 1000, max: 9999, conditions: companiesOnly }),
			tax_id: text('VAT or tax number', { searchable: true }),
			description: richText('Notes'),
		}, { icon: 'info' }),
		...section('billing', 'Billing address', address('billing_', 'Billing'), { icon: 'location_on', folded: true }),
		...section('shipping', 'Shipping address', address('shipping_', 'Shipping'), { icon: 'local_shipping', folded: true }),
		children: hasMany('Subsidiaries', 'crm_accounts', 'parent', {
			columns: ['name', 'type', 'billing_city', 'owner'], conditions: companiesOnly,
		}),
		external_id: externalId(),
		...stamps(),
	},
});

export const contacts = collection('crm_contacts', {
	label: 'Contacts', one: 'Contact', icon: 'contacts', folder: 'crm_sales',
	note: 'People at accounts.',
	display: '{{name}}',
	archive: 'archived',
	columns: ['name', 'title', 'account', 'email', 'phone', 'owner', 'last_activity_at'],
	widths: { name: 190, title: 170, account: 210, email: 220, phone: 150, owner: 170, last_activity_at: 150 },
	order: 'last_name',
	bookmarks: {
		mine: { label: 'My contacts', icon: 'person', filter: { owner: { _eq: '$CURRENT_USER' } }, order: 'last_name' },
	},
	fields: {
		id: id(),
		archived: flag('Archived', { hidden: true, index: true }),
		name: text('Name', { kept: true, hidden: true, searchable: true, index: true, note: 'First and last name.' }),
		actions: actionBar(),
		...section('person', 'Who', {
			salutation: choice('Salutation', { mr: 'Mr', ms: 'Ms', mx: 'Mx', dr: 'Dr', prof: 'Prof' }),
			title: text('Job title'),
			first_name: text('First name', { searchable: true }),
			last_name: text('Last name', { required: true, searchable: true, index: true }),
			account: belongsTo('Account', 'crm_accounts', { note: 'The account this person mainly works for.' }),
			department: text('Department'),
			email: email('Email', { index: true }),
			phone: phone('Phone', { index: true }),
			mobile: phone('Mobile', { index: true }),
			linkedin: url('LinkedIn', { placeholder: 'https://www.linkedin.com/in/' }),
			...ownership(),
			preferred_language: text('Language', { placeholder: 'en or de-AT' }),
			last_activity_at: instant('Last activity', { relative: true, kept: true, index: true }),
			tags: tags('Tags'),
		}, { icon: 'person' }),
		...section('reach', 'Contact restrictions', {
			do_not_email: flag('No email', { placeholder: 'Do not write to this person' }),
			do_not_call: flag('No calls', { placeholder: 'Do not call this person' }),
			email_opt_out_at: instant('Unsubscribed from email', { readonly: true }),
		}, { icon: 'do_not_disturb_on', folded: true }),
		accounts: lines('All accounts', 'crm_account_contacts', 'contact', { columns: ['account', 'role', 'is_primary'] }),
		opportunities: hasMany('Opportunities', 'crm_opportunities', 'contact', {
			columns: ['name', 'stage', 'amount', 'close_date'], options: { sort: 'close_date', sortDirection: '-' },
		}),
		activities: hasMany('Activities', 'crm_activities', 'contact', {
			columns: ['type', 'subject', 'status', 'due_at'], options: { sort: 'due_at', sortDirection: '-' },
		}),
		files: lines('Files', 'crm_attachments', 'contact', { columns: ['file', 'user_created', 'date_created'] }),
		...section('more', 'More about them', {
			reports_to: belongsTo('Reports to', 'crm_contacts'),
			birthday: date('Birthday'),
			description: richText('Notes'),
		}, { icon: 'info', folded: true }),
		...section('mailing', 'Mailing address', address('mailing_', 'Mailing'), { icon: 'location_on', folded: true }),
		...parentage(),
		external_id: externalId(),
		...stamps(),
	},
});

/** A person may work for several accounts, with a role in each. */
export const accountContacts = collection('crm_account_contacts', {
	label: 'Account contacts', one: 'Account contact', icon: 'link', hidden: true, folder: 'crm_sales',
	display: '{{contact.name}} · {{account.name}}',
	columns: ['account', 'contact', 'role', 'is_primary'], order: 'account',
	unique: [['account', 'contact']],
	fields: {
		id: id(),
		account: belongsTo('Account', 'crm_accounts', { required: true, onDelete: 'CASCADE' }),
		contact: belongsTo('Contact', 'crm_contacts', { required: true, onDelete: 'CASCADE' }),
		role: choice('Role', {
			decision_maker: badge('Decision maker', 'success'),
			champion: badge('Champion', 'primary'),
			user: badge('User', 'neutral'),
			billing: badge('Billing', 'neutral'),
			technical: badge('Technical', 'neutral'),
			other: badge('Other', 'neutral'),
		}),
		is_primary: flag('Primary', { placeholder: 'The account this person mainly works for' }),
		external_id: externalId(),
		...stamps(),
	},
});

/** Who, besides its owner, works with an account: it and all that hangs on it is theirs too. */
export const accountCollaborators = collection('crm_account_collaborators', {
	label: 'Account collaborators', one: 'Account collaborator', icon: 'group_add', hidden: true, folder: 'crm_sales',
	display: '{{person.first_name}} {{person.last_name}}',
	columns: ['account', 'person', 'role'], order: 'account',
	unique: [['account', 'person']],
	fields: {
		id: id(),
		account: belongsTo('Account', 'crm_accounts', { required: true, onDelete: 'CASCADE' }),
		person: person('Person', { required: true, onDelete: 'CASCADE' }),
		role: text('Role', { placeholder: 'Presales, key account …' }),
		external_id: externalId(),
		...stamps(),
	},
});
