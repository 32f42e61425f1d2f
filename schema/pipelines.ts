import {
	badge, check, choice, collection, externalId, flag, id, integer, lines, list, longText, oneOf, percent, richText, section, sort, stamps, text,
} from './define.ts';

export const pipelines = collection('crm_pipelines', {
	label: 'Pipelines', one: 'Pipeline', icon: 'view_kanban', folder: 'crm_setup',
	note: 'The ways a deal can go, each with its stages.',
	display: '{{name}}',
	sort: 'sort', columns: ['name', 'stages', 'is_default'], order: 'sort',
	fields: {
		id: id(),
		name: text('Name', { required: true, unique: true, searchable: true }),
		is_default: flag('Default', { placeholder: 'New deals start here' }),
		description: longText('Description', { note: 'Which deals belong here?' }),
		stages: lines('Stages', 'crm_stages', 'pipeline', {
			sortBy: 'sort', columns: ['name', 'kind', 'probability', 'forecast_category', 'rotting_days'],
		}),
		sort: sort(),
		external_id: externalId(),
		...stamps(),
	},
});

export const stages = collection('crm_stages', {
	label: 'Stages', one: 'Stage', icon: 'linear_scale', hidden: true, folder: 'crm_setup',
	display: '{{name}}',
	sort: 'sort', columns: ['name', 'pipeline', 'kind', 'probability', 'forecast_category', 'rotting_days'], order: 'sort',
	unique: [['pipeline', 'name']],
	checks: { known_kind: check({ sql: "kind in ('open', 'won', 'lost')", field: 'kind', message: 'Kind must be open, won or lost.' }) },
	fields: {
		id: id(),
		name: text('Name', { required: true, searchable: true }),
		pipeline: oneOf('Pipeline', 'crm_pipelines', { required: true, onDelete: 'RESTRICT' }),
		kind: choice('Kind', {
			open: badge('Open', 'primary'),
			won: badge('Won', 'success'),
			lost: badge('Lost', 'danger'),
		}, { required: true, default: 'open', index: true, note: 'Decides what deals in this stage count as, whatever its name is.' }),
		probability: percent('Probability', { required: true, default: 0, note: 'Offered to deals that enter this stage.' }),
		forecast_category: choice('Forecast category', {
			pipeline: badge('Pipeline', 'neutral'),
			best_case: badge('Best case', 'warning'),
			commit: badge('Commit', 'success'),
			omitted: badge('Omitted', 'danger'),
		}, { required: true, default: 'pipeline' }),
		rotting_days: integer('Stalled after days', { min: 1, note: 'Deals that stay longer are marked as stalled.' }),
		guidance: richText('Guidance', { note: 'What has to be true before a deal moves on?' }),
		...section('gate', 'What it takes to enter', {
			required_fields: list('Required fields', {
				width: 'full', interface: 'system-fields', options: { collectionName: 'crm_opportunities' },
				note: 'Filled in before a deal enters this stage, besides what every deal needs to be won (amount, currency, close date) or lost (a reason).',
			}),
			next_stages: list('Next stages', {
				width: 'full', interface: 'collection-item-multiple-dropdown', options: { selectedCollection: 'crm_stages', template: '{{pipeline.name}} › {{name}}' },
				note: 'The stages of this pipeline that a deal may go to from here; all of them, when left empty.',
			}),
			entered_by: list('Entered by', {
				width: 'full', interface: 'collection-item-multiple-dropdown', options: { selectedCollection: 'directus_roles', template: '{{name}}' },
				note: 'The roles that may move a deal here; everybody, when left empty. Administrators always may.',
			}),
		}, { icon: 'door_open', folded: true }),
		sort: sort(),
		external_id: externalId(),
		...stamps(),
	},
});

export const lostReasons = collection('crm_lost_reasons', {
	label: 'Lost reasons', one: 'Lost reason', icon: 'thumb_down', folder: 'crm_setup',
	display: '{{name}}',
	sort: 'sort', columns: ['name', 'needs_note', 'is_active'], order: 'sort',
	fields: {
		id: id(),
		name: text('Name', { required: true, unique: true, searchable: true }),
		needs_note: flag('Needs a note', { placeholder: 'Ask for a sentence of explanation' }),
		is_active: flag('Active', { default: true, placeholder: 'Offered in lists' }),
		sort: sort(),
		...stamps(),
	},
});
