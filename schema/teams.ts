import { collection, extend, externalId, hasMany, id, oneOf, person, phone, richText, section, stamps, text } from './define.ts';

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
});
