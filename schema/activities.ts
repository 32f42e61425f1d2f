import {
	badge, belongsTo, check, choice, collection, externalId, flag, id, instant, ownership, parentage, richText, section, stamps, text,
} from './define.ts';

/** Shown for these types of activity only. */
function onlyFor(...types: string[]) {
	return { hidden: true, conditions: [{ name: types.join(', '), when: { type: { _in: types } }, hidden: false }] } as const;
}

/** Not shown for these types of activity; for others, also those that an admin adds, it is. */
function notFor(...types: string[]) {
	return { conditions: [{ name: types.join(', '), when: { type: { _in: types } }, hidden: true }] } as const;
}

export const activities = collection('crm_activities', {
	label: 'Activities', one: 'Activity', icon: 'task_alt', folder: 'crm_sales',
	note: 'Tasks, calls, meetings, emails and notes.',
	display: '{{subject}}',
	archive: 'archived',
	open: { status: { _eq: 'planned' } },
	columns: ['type', 'subject', 'due_at', 'status', 'priority', 'account', 'contact', 'opportunity', 'lead', 'owner'],
	widths: { type: 120, subject: 280, status: 110, priority: 100, due_at: 190, account: 170, contact: 160, opportunity: 190, lead: 160, owner: 170 },
	order: '-due_at',
	bookmarks: {
		today: {
			label: 'My day', icon: 'today', color: 'var(--theme--primary)', order: 'due_at',
			filter: { _and: [{ owner: { _eq: '$CURRENT_USER' } }, { status: { _eq: 'planned' } }, { due_at: { _lte: '$NOW(+1 day)' } }] },
		},
		overdue: {
			label: 'Overdue', icon: 'alarm', color: 'var(--theme--danger)', order: 'due_at',
			filter: { _and: [{ status: { _eq: 'planned' } }, { due_at: { _lt: '$NOW' } }] },
		},
		week: {
			label: 'Next 7 days', icon: 'date_range', order: 'due_at',
			filter: { _and: [{ status: { _eq: 'planned' } }, { due_at: { _between: ['$NOW', '$NOW(+7 days)'] } }] },
		},
		done: {
			label: 'Done lately', icon: 'done_all', color: 'var(--theme--success)', order: '-completed_at',
			filter: { _and: [{ status: { _eq: 'done' } }, { completed_at: { _gte: '$NOW(-7 days)' } }] },
			columns: ['type', 'subject', 'outcome', 'account', 'contact', 'opportunity', 'owner', 'completed_at'],
		},
	},
	checks: {
		ends_after_start: check({ sql: 'end_at >= start_at', field: 'end_at', message: 'The end is before the start: choose a later end.' }),
	},
	indexes: [['owner', 'status', 'due_at']],
	fields: {
		id: id(),
		archived: flag('Archived', { hidden: true, index: true }),
		...section('what', 'What', {
			type: choice('Type', {
				task: badge('Task', 'neutral', 'task_alt'),
				call: badge('Call', 'success', 'call'),
				meeting: badge('Meeting', 'primary', 'groups'),
				email: badge('Email', 'neutral', 'mail'),
				note: badge('Note', 'warning', 'sticky_note_2'),
			}, { required: true, default: 'task', index: true }),
			status: choice('Status', {
				planned: badge('Planned', 'primary'),
				done: badge('Done', 'success'),
				cancelled: badge('Cancelled', 'neutral'),
			}, { required: true, default: 'planned', index: true, ...notFor('note') }),
			subject: text('Subject', { required: true, searchable: true, width: 'full' }),
			start_at: instant('Starts', { index: true, ...onlyFor('meeting') }),
			end_at: instant('Ends', onlyFor('meeting')),
			location: text('Location', { width: 'full', note: 'A place or a link.', ...onlyFor('meeting') }),
			due_at: instant('Due', { relative: true, index: true, ...notFor('meeting', 'note') }),
			priority: choice('Priority', {
				low: badge('Low', 'neutral'),
				normal: badge('Normal', 'neutral'),
				high: badge('High', 'danger'),
			}, { required: true, default: 'normal', index: true, ...notFor('meeting', 'note') }),
			direction: choice('Direction', {
				outbound: badge('Outgoing', 'neutral', 'call_made'),
				inbound: badge('Incoming', 'neutral', 'call_received'),
			}, onlyFor('call', 'email')),
			outcome: choice('Outcome', {
				reached: badge('Reached', 'success'), left_message: 'Left a message', no_answer: 'No answer', wrong_number: badge('Wrong number', 'danger'),
				held: badge('Took place', 'success'), no_show: badge('Did not show up', 'danger'), rescheduled: badge('Rescheduled', 'warning'),
			}, onlyFor('call', 'meeting')),
			description: richText('Details'),
			completed_at: instant('Completed', {
				kept: true, index: true, hidden: true, conditions: [{ name: 'Done', when: { status: { _eq: 'done' } }, hidden: false }],
			}),
		}, { icon: 'task_alt' }),
		...section('about', 'About whom', {
			account: belongsTo('Account', 'crm_accounts'),
			contact: belongsTo('Contact', 'crm_contacts'),
			opportunity: belongsTo('Opportunity', 'crm_opportunities'),
			lead: belongsTo('Lead', 'crm_leads'),
		}, { icon: 'link' }),
		...section('who', 'Who does it', ownership(), { icon: 'badge' }),
		...parentage(),
		about_kind: text('About', { kept: true, hidden: true, index: true, note: 'What it was about when it was last written: opportunity, lead, account or contact.' }),
		external_id: externalId(),
		...stamps(),
	},
});
