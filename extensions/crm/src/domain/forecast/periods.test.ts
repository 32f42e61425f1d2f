import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, monthStart, periodStart, periodsOf } from './periods.ts';
import { intervals } from './question.ts';
import { forecastSpan, metricsSpan } from './span.ts';

const day = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1950-01-01', days));
const calendar = fc.record({ interval: fc.constantFrom(...intervals), fiscalYearStart: fc.integer({ min: 1, max: 12 }) });

describe('periods', () => {
	test('follow one another without a gap from the first day of a span to its last', () => {
		fc.assert(fc.property(day, fc.integer({ min: 1, max: 4000 }), calendar, (from, days, of) => {
			const to = addDays(from, days);
			const periods = periodsOf({ from, to }, of);
			expect([periods[0]?.from, periods.at(-1)?.to]).toEqual([from, to]);
			for (const [index, period] of periods.entries()) {
				expect(period.from < period.to).toBe(true);
				if (index > 0) expect(period.from).toBe(periods[index - 1]?.to);
			}
			expect(periods.reduce((sum, period) => sum + daysBetween(period), 0)).toBe(days);
			expect(new Set(periods.map(({ label }) => label)).size).toBe(periods.length);
		}));
	});

	test('start where they start, and nowhere else', () => {
		fc.assert(fc.property(day, calendar, (on, of) => {
			const start = periodStart(on, of);
			expect([start <= on, start.slice(8), periodStart(start, of)]).toEqual([true, '01', start]);
		}));
	});

	test.each([
		['2026-01-01', 'month', 4, '2026-01-01'], ['2026-01-01', 'quarter', 4, '2026-01-01'], ['2026-01-01', 'year', 4, '2025-04-01'],
		['2026-03-31', 'quarter', 1, '2026-01-01'], ['2026-03-31', 'quarter', 3, '2026-03-01'], ['2026-02-28', 'quarter', 3, '2025-12-01'], ['2026-10-01', 'year', 10, '2026-10-01'],
	] as const)('%s lies in the %s of a year that starts in month %i from %s on', (on, interval, fiscalYearStart, start) => {
		expect(periodStart(on, { interval, fiscalYearStart })).toBe(start);
	});

	test.each([
		['month', 1, ['2026-11', '2026-12']], ['quarter', 1, ['Q4 2026']], ['year', 1, ['FY 2026']], ['quarter', 10, ['Q1 2027']], ['year', 10, ['FY 2027']], ['quarter', 12, ['Q4 2026', 'Q1 2027']],
	] as const)('by %s, in years from month %i on, are called %j', (interval, fiscalYearStart, labels) => {
		expect(periodsOf({ from: '2026-11-15', to: '2026-12-15' }, { interval, fiscalYearStart }).map(({ label }) => label)).toEqual(labels);
	});

	test('know leap years', () => {
		expect(periodsOf({ from: '2028-02-01', to: '2028-03-02' }, { interval: 'month', fiscalYearStart: 1 })).toEqual([
			{ from: '2028-02-01', to: '2028-03-01', label: '2028-02' }, { from: '2028-03-01', to: '2028-03-02', label: '2028-03' },
		]);
		expect([monthStart('2026-12-31', 1), addDays('2028-02-28', 1), daysBetween({ from: '2027-03-01', to: '2028-03-01' })]).toEqual(['2027-01-01', '2028-02-29', 366]);
	});
});

describe('a span', () => {
	const today = { today: '2026-11-22', fiscalYearStart: 4 };

	test.each([
		[{}, '2026-04-01', '2027-04-01'], [{ from: '2025-05-05' }, '2025-05-05', '2026-04-01'], [{ to: '2027-01-01' }, '2026-04-01', '2027-01-01'],
	])('of %j goes from %s to %s', (asked, from, to) => {
		expect(forecastSpan({ interval: 'month', ...asked }, today)).toMatchObject({ from, to });
	});

	test('of metrics is as long as the one before it', () => {
		expect(metricsSpan({}, today)).toEqual({ from: '2026-08-25', to: '2026-11-23', before: { from: '2026-05-27', to: '2026-08-25' } });
		expect(metricsSpan({ from: '2026-02-01', to: '2026-03-01' }, today)).toMatchObject({ before: { from: '2026-01-04', to: '2026-02-01' } });
	});

	test('may be twenty years, in 240 months', () => {
		expect(forecastSpan({ interval: 'month', from: '2006-01-01', to: '2026-01-01' }, today)).toMatchObject({ periods: { length: 240 } });
		expect(forecastSpan({ interval: 'month', from: '2006-01-15', to: '2026-01-15' }, today)).toEqual({ problem: 'to: These are 241 periods; 240 are answered at most. Ask for fewer days, or a longer interval.' });
		expect(forecastSpan({ interval: 'year', from: '2000-01-01', to: '2026-01-01' }, today)).toEqual({ problem: 'to: Ask for 20 years at most.' });
	});
});
