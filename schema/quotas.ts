import { badge, belongsToCode, check, choice, collection, date, externalId, id, longText, money, oneOf, person, stamps } from './define.ts';

/** What somebody, or a team, shall win in a period: what the forecast is held against. */
export const quotas = collection('crm_quotas', {
	label: 'Quotas', one: 'Quota', icon: 'flag', folder: 'crm_sales',
	note: 'What people and teams shall win, by month, quarter or year.',
	display: '{{person.first_name}} {{person.last_name}}{{team.name}} {{starts_on}}',
	columns: ['person', 'team', 'period', 'starts_on', 'ends_on', 'amount'], order: '-starts_on',
	widths: { person: 200, team: 180, period: 110, starts_on: 140, ends_on: 140, amount: 140 },
	bookmarks: {
		current: {
			label: 'Quotas that hold now', icon: 'event_available', order: 'starts_on',
			filter: { _and: [{ starts_on: { _lte: '$NOW' } }, { ends_on: { _gte: '$NOW(-1 day)' } }] },
		},
	},
	unique: [['person', 'period', 'starts_on'], ['team', 'period', 'starts_on']],
	indexes: [['starts_on', 'ends_on']],
	checks: {
		somebodys: check({ sql: 'num_nonnulls(person, team) = 1', field: 'person', message: 'Choose whose quota it is: a person or a team, not both.' }),
		known_period: check({ sql: "period in ('month', 'quarter', 'year')", field: 'period', message: 'Period must be month, quarter or year.' }),
	},
	fields: {
		id: id(),
		person: person('Person', { onDelete: 'CASCADE', note: 'Or choose a team.', conditions: [{ name: 'Of a team', when: { team: { _nnull: true } }, readonly: true }] }),
		team: oneOf('Team', 'crm_teams', {
			onDelete: 'CASCADE', note: 'A team without a quota has those of its people together.', conditions: [{ name: 'Of a person', when: { person: { _nnull: true } }, readonly: true }],
		}),
		period: choice('Period', { month: badge('Month', 'neutral'), quarter: badge('Quarter', 'primary'), year: badge('Year', 'success') }, {
			required: true, default: 'quarter', note: 'Quarters and years are fiscal ones. A longer period is spread evenly over its months.',
		}),
		starts_on: date('Starts on', { required: true, note: 'The first day of the month, the quarter or the fiscal year.' }),
		amount: money('Amount', { required: true }),
		currency: belongsToCode('Currency', 'crm_currencies', { note: 'The base currency, when left empty.' }),
		ends_on: date('Ends on', { kept: true, index: true }),
		note: longText('Note'),
		parent_owner: person('Whose it is', { kept: true, hidden: true }),
		parent_team: oneOf('Team that it belongs to', 'crm_teams', { kept: true, hidden: true }),
		external_id: externalId(),
		...stamps(),
	},
});
