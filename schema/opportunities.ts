import {
	actionBar, badge, belongsTo, belongsToCode, check, choice, collection, date, decimal, externalId, fixedWhile, flag, hasMany, id, instant, integer, lines,
	longText, money, oneOf, ownership, percent, person, rate, richText, seconds, section, sort, stagePath, stamps, tags, text,
} from './define.ts';
import type { Fields } from './shape.ts';

const stageKinds = { open: badge('Open', 'primary'), won: badge('Won', 'success'), lost: badge('Lost', 'danger') };

const onceLost = [{ name: 'Lost', when: { stage_kind: { _eq: 'lost' } }, hidden: false }];
const onceClosed = [{ name: 'Closed', when: { stage_kind: { _in: ['won', 'lost'] } }, hidden: false }];

/** What counts in what was won stays as it was (guards/20-opportunities.sql). */
const onceWon = <F extends Fields>(fields: F) => fixedWhile({ name: 'Won', when: { stage_kind: { _eq: 'won' } } }, fields);

export const opportunities = collection('crm_opportunities', {
	label: 'Opportunities', one: 'Opportunity', icon: 'handshake', folder: 'crm_sales',
	note: 'Deals, from the first talk to won or lost.',
	display: '{{name}}',
	archive: 'archived',
	open: { stage_kind: { _eq: 'open' } },
	columns: ['name', 'account', 'stage', 'stage_kind', 'amount', 'probability', 'close_date', 'owner', 'last_activity_at'],
	widths: { name: 220, account: 170, stage: 120, stage_kind: 80, amount: 120, probability: 110, close_date: 130, owner: 170, last_activity_at: 150 },
	order: '-close_date',
	bookmarks: {
		mine: {
			label: 'My deals', icon: 'person', order: 'close_date',
			filter: { _and: [{ owner: { _eq: '$CURRENT_USER' } }, { stage_kind: { _eq: 'open' } }] },
		},
		closing: {
			label: 'Closing soon', icon: 'event_upcoming', color: 'var(--theme--primary)', order: 'close_date',
			filter: { _and: [{ stage_kind: { _eq: 'open' } }, { close_date: { _between: ['$NOW', '$NOW(+30 days)'] } }] },
		},
		overdue: {
			label: 'Overdue', icon: 'event_busy', color: 'var(--theme--danger)', order: 'close_date',
			filter: { _and: [{ stage_kind: { _eq: 'open' } }, { close_date: { _lt: '$NOW' } }] },
		},
		quiet: {
			label: 'Gone quiet', icon: 'snooze', color: 'var(--theme--warning)', order: 'last_activity_at',
			filter: {
				_and: [
					{ stage_kind: { _eq: 'open' } },
					{ _or: [{ last_activity_at: { _null: true } }, { last_activity_at: { _lt: '$NOW(-14 days)' } }] },
				],
			},
		},
		won: {
			label: 'Recently won', icon: 'emoji_events', color: 'var(--theme--success)', order: '-closed_at',
			filter: { _and: [{ stage_kind: { _eq: 'won' } }, { closed_at: { _gte: '$NOW(-90 days)' } }] },
			columns: ['name', 'account', 'amount', 'closed_at', 'cycle_days', 'owner'],
		},
		lost: {
			label: 'Recently lost', icon: 'thumb_down', order: '-closed_at',
			filter: { _and: [{ stage_kind: { _eq: 'lost' } }, { closed_at: { _gte: '$NOW(-90 days)' } }] },
			columns: ['name', 'account', 'amount', 'lost_reason', 'competitor', 'closed_at', 'owner'],
		},
	},
	checks: {
		closes_after_opening: check({
			sql: 'close_date >= opened_on', field: 'close_date', message: 'The close date is before the day the deal was opened: choose a later close date.',
		}),
	},
	indexes: [['owner', 'stage_kind', 'close_date'], ['team', 'stage_kind', 'close_date'], ['stage_kind', 'close_date']],
	fields: {
		id: id(),
		archived: flag('Archived', { hidden: true, index: true }),
		rank: text('Rank', { hidden: true, note: 'Place on the board within its stage.' }),
		actions: actionBar(),
		stage_path: stagePath(),
		...section('deal', 'Deal', {
			name: text('Name', { required: true, searchable: true, width: 'full' }),
			...onceWon({ account: belongsTo('Account', 'crm_accounts', { onDelete: 'RESTRICT' }) }),
			contact: belongsTo('Contact', 'crm_contacts'),
			pipeline: oneOf('Pipeline', 'crm_pipelines', { onDelete: 'RESTRICT', note: 'The default one, when left empty.' }),
			stage: oneOf('Stage', 'crm_stages', {
				onDelete: 'RESTRICT', options: { filter: { pipeline: { _eq: '{{pipeline}}' } } },
				note: 'The first of the pipeline, when left empty.',
				// The picker asks for the stages of the chosen pipeline; there are none to ask for before one is chosen.
				conditions: [{ name: 'No pipeline yet', when: { pipeline: { _null: true } }, readonly: true }],
			}),
			...onceWon({ close_date: date('Close date', { index: true, note: 'When it should be decided.' }) }),
			stage_kind: choice('State', stageKinds, { kept: true, default: 'open', index: true }),
			...ownership(),
			next_step: text('Next step', { placeholder: 'What moves it on?' }),
			next_step_at: date('Next step by', { index: true }),
		}, { icon: 'handshake' }),
		...section('value', 'Value', {
			...onceWon({
				amount: money('Amount', { note: 'The sum of the product lines once there are any, unless set by hand.' }),
				currency: belongsToCode('Currency', 'crm_currencies'),
				amount_is_manual: flag('Set by hand', { placeholder: 'The amount does not follow the product lines', width: 'full' }),
			}),
			probability: percent('Probability', { note: 'Follows from the stage, unless changed.' }),
			forecast_category: choice('Forecast category', {
				pipeline: badge('Pipeline', 'neutral'),
				best_case: badge('Best case', 'warning'),
				commit: badge('Commit', 'success'),
				omitted: badge('Omitted', 'danger'),
			}, { index: true, note: 'Follows from the stage, unless changed.' }),
			...onceWon({
				lines: lines('Products', 'crm_opportunity_lines', 'opportunity', {
					sortBy: 'sort', columns: ['product', 'quantity', 'unit_price', 'amount'],
				}),
			}),
		}, { icon: 'payments' }),
		...section('loss', 'Why it was lost', {
			lost_reason: oneOf('Lost reason', 'crm_lost_reasons', { options: { filter: { is_active: { _eq: true } } } }),
			competitor: text('Lost to', { index: true, note: 'The competitor who won it.' }),
			lost_note: longText('What happened'),
		}, { icon: 'thumb_down', hidden: true, conditions: onceLost }),
		activities: hasMany('Activities', 'crm_activities', 'opportunity', {
			columns: ['type', 'subject', 'status', 'due_at'], options: { sort: 'due_at', sortDirection: '-' },
		}),
		collaborators: lines('Shared with', 'crm_opportunity_collaborators', 'opportunity', { columns: ['person', 'role'] }),
		files: lines('Files', 'crm_attachments', 'opportunity', { columns: ['file', 'user_created', 'date_created'] }),
		...section('background', 'Background', {
			type: choice('Type', {
				new_business: badge('New business', 'primary'),
				existing_business: badge('Existing business', 'success'),
				renewal: badge('Renewal', 'secondary'),
			}, { index: true }),
			source: oneOf('Source', 'crm_lead_sources', { options: { filter: { is_active: { _eq: true } } } }),
			lead: belongsTo('Lead', 'crm_leads', { note: 'Where the deal came from.' }),
			...onceWon({ opened_on: date('Opened on', { index: true, note: 'Today, when left empty.' }) }),
			tags: tags('Tags'),
			description: richText('Notes'),
		}, { icon: 'info' }),
		...section('history', 'History', {
			stage_entered_at: instant('In this stage since', { kept: true, relative: true, index: true }),
			last_activity_at: instant('Last activity', { kept: true, relative: true, index: true }),
			closed_at: instant('Closed', { kept: true, index: true, hidden: true, conditions: onceClosed }),
			amount_base: money('Amount in base currency', { currency: null, kept: true, hidden: true, conditions: onceClosed, note: 'At the rate of the day it closed.' }),
			cycle_days: integer('Days from opening to close', { kept: true, hidden: true, conditions: onceClosed }),
			stage_changes: hasMany('Stage changes', 'crm_stage_changes', 'opportunity', {
				readonly: true, onRemove: 'delete', columns: ['changed_at', 'from_stage_name', 'to_stage_name', 'changed_by'],
				options: { sort: 'changed_at', sortDirection: '-', enableCreate: false, enableSelect: false },
			}),
		}, { icon: 'history', folded: true }),
		external_id: externalId(),
		...stamps(),
	},
});

export const opportunityLines = collection('crm_opportunity_lines', {
	label: 'Opportunity lines', one: 'Product line', icon: 'receipt_long', hidden: true, folder: 'crm_sales',
	display: '{{quantity}} × {{product.name}} {{description}}',
	sort: 'sort', columns: ['opportunity', 'product', 'description', 'quantity', 'unit_price', 'amount'], order: 'sort',
	fields: {
		id: id(),
		opportunity: belongsTo('Opportunity', 'crm_opportunities', { required: true, onDelete: 'CASCADE' }),
		product: belongsTo('Product', 'crm_products', { onDelete: 'RESTRICT', options: { filter: { is_active: { _eq: true } } } }),
		description: text('Description', { width: 'full', note: 'Left empty, the product’s name says it.' }),
		quantity: decimal('Quantity', { required: true, default: 1, min: 0 }),
		unit_price: money('Unit price', { currency: null, note: 'In the currency of the opportunity.' }),
		discount_percent: rate('Discount', { default: 0 }),
		amount: money('Amount', { currency: null, kept: true, note: 'Quantity × unit price, less the discount.' }),
		sort: sort(),
		external_id: externalId(),
		...stamps(),
	},
});

/** Who, besides its owner, works on a deal: it and all that hangs on it is theirs too. */
export const opportunityCollaborators = collection('crm_opportunity_collaborators', {
	label: 'Opportunity collaborators', one: 'Opportunity collaborator', icon: 'group_add', hidden: true, folder: 'crm_sales',
	display: '{{person.first_name}} {{person.last_name}}',
	columns: ['opportunity', 'person', 'role'], order: 'opportunity',
	unique: [['opportunity', 'person']],
	fields: {
		id: id(),
		opportunity: belongsTo('Opportunity', 'crm_opportunities', { required: true, onDelete: 'CASCADE' }),
		person: person('Person', { required: true, onDelete: 'CASCADE' }),
		role: text('Role', { placeholder: 'Presales, key account …' }),
		external_id: externalId(),
		...stamps(),
	},
});

/** Written by the database, whatever path a deal moves on. */
export const stageChanges = collection('crm_stage_changes', {
	label: 'Stage changes', one: 'Stage change', icon: 'swap_horiz', hidden: true, folder: 'crm_sales',
	note: 'Which deal moved where, when, by whom. Written by the database.',
	display: '{{from_stage_name}} → {{to_stage_name}}',
	columns: ['changed_at', 'opportunity', 'from_stage_name', 'to_stage_name', 'to_kind', 'changed_by', 'amount'], order: '-changed_at',
	indexes: [['opportunity', 'changed_at']],
	fields: {
		id: id(),
		opportunity: belongsTo('Opportunity', 'crm_opportunities', { required: true, onDelete: 'CASCADE', kept: true }),
		changed_at: instant('When', { relative: true, required: true, kept: true, index: true }),
		changed_by: person('Who', { kept: true }),
		from_stage: oneOf('From stage', 'crm_stages', { kept: true }),
		to_stage: oneOf('To stage', 'crm_stages', { kept: true }),
		from_stage_name: text('From', { kept: true, note: 'Its name at that time.' }),
		to_stage_name: text('To', { kept: true, note: 'Its name at that time.' }),
		from_kind: choice('From kind', stageKinds, { kept: true }),
		to_kind: choice('To kind', stageKinds, { kept: true, index: true }),
		seconds: seconds('Time in the stage before', { kept: true, note: 'In seconds.' }),
		amount: money('Amount then', { kept: true }),
		currency: belongsToCode('Currency', 'crm_currencies', { kept: true }),
		amount_base: money('Amount in base currency', { currency: null, kept: true }),
	},
});
