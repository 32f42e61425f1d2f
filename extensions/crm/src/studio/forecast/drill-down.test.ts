import { describe, expect, it, test } from 'vitest';
import { filterOf } from './drill-down.ts';

const span = { from: '2026-03-01', to: '2026-04-01' };
const notArchived = { archived: { _eq: false } };
const open = { stage_kind: { _eq: 'open' } };
const closing = [{ close_date: { _gte: '2026-03-01' } }, { close_date: { _lt: '2026-04-01' } }];

describe('the rows of a figure', () => {
	it('are won by the instant they were closed, from midnight to midnight in UTC', () => {
		expect(filterOf({ figure: 'won', span }, '2026-03-10')).toEqual({ _and: [notArchived, { _and: [{ stage_kind: { _eq: 'won' } }, { closed_at: { _gte: '2026-03-01T00:00:00Z' } }, { closed_at: { _lt: '2026-04-01T00:00:00Z' } }] }] });
	});

	test.each([['commit', 'commit'], ['bestCase', 'best_case'], ['pipeline', 'pipeline']] as const)('are open in the category of %s by close date', (figure, category) => {
		expect(filterOf({ figure, span }, '2026-03-10')).toEqual({ _and: [notArchived, { _and: [open, ...closing, { forecast_category: { _eq: category } }] }] });
	});

	it('are overdue before today, undated without a close date, whatever the period', () => {
		expect(filterOf({ figure: 'overdue', span }, '2026-03-10')).toEqual({ _and: [notArchived, { _and: [open, ...closing, { close_date: { _lt: '2026-03-10' } }] }] });
		expect(filterOf({ figure: 'undated', span }, '2026-03-10')).toEqual({ _and: [notArchived, { _and: [open, { close_date: { _null: true } }] }] });
	});

	test.each([
		['owner', 'jo', { owner: { _eq: 'jo' } }],
		['team', null, { team: { _null: true } }],
		['category', 'lost', { stage_kind: { _eq: 'lost' } }],
		['category', 'commit', { _and: [open, { forecast_category: { _eq: 'commit' } }] }],
		['product', 'box', { lines: { _some: { product: { _eq: 'box' } } } }],
	] as const)('of the %s %s are narrowed to it', (by, key, rule) => {
		expect(filterOf({ figure: 'forecast', span, group: { by, key } }, '2026-03-10')['_and']).toContainEqual(rule);
	});

	it('stay within what the panel counts', () => {
		expect(filterOf({ figure: 'open', owner: 'me', team: 't', pipeline: 'p', stage: 's' }, '2026-03-10')).toEqual({
			_and: [notArchived, { _and: [open] }, { pipeline: { _eq: 'p' } }, { owner: { _eq: '$CURRENT_USER' } }, { team: { _eq: 't' } }, { stage: { _eq: 's' } }],
		});
	});
});
