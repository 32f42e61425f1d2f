import { describe, expect, it, test } from 'vitest';
import { addDays, dayOf, type Period, type Span, spanOf } from './period.ts';

describe('a period', () => {
	test.each<[Period, string, number, Span]>([
		['this_fiscal_year', '2026-11-22', 1, { from: '2026-01-01', to: '2027-01-01' }],
		['this_fiscal_year', '2026-03-31', 4, { from: '2025-04-01', to: '2026-04-01' }],
		['this_fiscal_year', '2026-04-01', 4, { from: '2026-04-01', to: '2027-04-01' }],
		['next_fiscal_year', '2026-11-22', 10, { from: '2027-10-01', to: '2028-10-01' }],
		['last_fiscal_year', '2026-01-01', 1, { from: '2025-01-01', to: '2026-01-01' }],
		['this_fiscal_quarter', '2026-11-22', 1, { from: '2026-10-01', to: '2027-01-01' }],
		['this_fiscal_quarter', '2026-01-15', 2, { from: '2025-11-01', to: '2026-02-01' }],
		['next_12_months', '2026-11-22', 1, { from: '2026-11-01', to: '2027-11-01' }],
		['last_12_months', '2026-11-22', 1, { from: '2025-12-01', to: '2026-12-01' }],
		['last_90_days', '2026-11-22', 1, { from: '2026-08-25', to: '2026-11-23' }],
		['last_30_days', '2024-03-01', 1, { from: '2024-02-01', to: '2024-03-02' }],
	])('%s on %s with a year from month %i', (period, today, fiscalYearStart, span) => {
		expect(spanOf(period, { today, fiscalYearStart })).toEqual(span);
	});
});

it('counts days over the change of the clocks and of the year', () => {
	expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
	expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
	expect(dayOf(new Date('2026-01-05T23:59:00Z'))).toBe('2026-01-05');
});
