import { collection, extend, externalId, flag, hasMany, id, integer, json, longText, oneOf, person, phone, richText, section, stamps, text } from './define.ts';

export const teams = collection('crm_teams', {
	label: 'Teams', one: 'Team', icon: 'groups', folder: 'crm_setup',
	display: '{{name}}',
	columns: ['name', 'manager', 'region', 'office', 'members'], order: 'name',
	fields: {
		id: id(),
		name: text('Name', { required: true, unique: true, searchable: true }),
		manager: person('Manager'),
		region: text('Region'),
		office: text('Office'),
		color: text('Colour', { interface: 'select-color', display: 'color' }),
		description: richText('About the team'),
		members: hasMany('Members', 'directus_users', 'team', { columns: ['first_name', 'last_name', 'title', 'email'] }),
		external_id: externalId(),
		...stamps(),
	},
});

export const people = extend('directus_users', {
	...section('sales', 'Sales', {
		team: oneOf('Team', 'crm_teams', { note: 'New leads, accounts and deals of this person belong to this team.' }),
		phone: phone('Phone'),
	}, { icon: 'groups' }),
	// What a person reaches beyond what is their own, as the rules of access.ts ask for it; kept by guards/06-reach.sql.
	crm_teams: json('Teams', { kept: true, hidden: true, note: 'The teams that this person belongs to or manages.' }),
	crm_shared_accounts: json('Shared accounts', { kept: true, hidden: true }),
	crm_shared_opportunities: json('Shared opportunities', { kept: true, hidden: true }),
});

/** Rows of somebody that were handed to somebody else at once. To be allowed to make one is to be allowed to reassign. */
export const handovers = collection('crm_handovers', {
	label: 'Handovers', one: 'Handover', icon: 'move_down', folder: 'crm_setup', hidden: true,
	note: 'Who handed whose records to whom. Made on the page “Hand over”.',
	display: '{{from_person.last_name}} → {{to_person.last_name}}',
	columns: ['date_created', 'from_person', 'to_person', 'records', 'reason', 'user_created'], order: '-date_created',
	fields: {
		id: id(),
		from_person: person('From', { kept: true }),
		to_person: person('To', { kept: true }),
		include_closed: flag('Closed ones too', { kept: true }),
		records: integer('Records', { kept: true }),
		per_collection: json('How many of which', { kept: true }),
		reason: longText('Reason'),
		...stamps(),
	},
});
