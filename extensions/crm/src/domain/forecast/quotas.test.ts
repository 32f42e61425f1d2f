import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, monthsOf, monthStart, periodsOf } from './periods.ts';
import { intervals } from './question.ts';
import { added, type Quota, quotaOf, quotasBy } from './quotas.ts';

const quota = (startsOn: string, period: Quota['period'], amount: string, whose: Partial<Quota> = { person: 'ann' }): Quota => ({ person: null, team: 'north', period, startsOn, amount: Big(amount), ...whose });

describe('a quota', () => {
	test('adds up to the whole however its time is cut', () => {
		fc.assert(fc.property(
			fc.constantFrom(...intervals), fc.integer({ min: 0, max: 400 }), fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.constantFrom(0, 2, 3), fc.constantFrom(...intervals), fc.uniqueArray(fc.integer({ min: 1, max: 364 }), { maxLength: 6 }),
			(period, month, amount, decimals, interval, cuts) => {
				const one = quota(monthStart('2000-01-01', month), period, Big(amount.toString()).div(10 ** decimals).toFixed(decimals));
				const end = monthStart(one.startsOn, monthsOf[period]);
				const inside = cuts.map((days) => addDays(one.startsOn, days)).filter((day) => day < end).sort();
				const days = [one.startsOn, ...inside, end];
				const parts = days.slice(1).map((to, index) => quotaOf([one], { period: { from: days[index] ?? '', to }, interval, decimals }));
				expect(added(parts)?.eq(one.amount)).toBe(true);
				for (const part of parts) expect(part?.gte(0)).toBe(true);
			},
		));
	});

	test('is spread evenly over its months, and a month over its days', () => {
		const months = periodsOf({ from: '2026-01-01', to: '2027-01-01' }, { interval: 'month', fiscalYearStart: 1 });
		const spread = months.map((period) => quotaOf([quota('2026-01-01', 'year', '1000')], { period, interval: 'month', decimals: 2 })?.toFixed(2));
		expect(spread).toEqual(['83.33', '83.34', '83.33', '83.33', '83.34', '83.33', '83.33', '83.34', '83.33', '83.33', '83.34', '83.33']);
		expect(quotaOf([quota('2026-01-01', 'month', '31')], { period: { from: '2026-01-11', to: '2026-01-21' }, interval: 'month', decimals: 2 })?.toFixed(2)).toBe('10.00');
	});

	test('there is none outside its time', () => {
		expect(quotaOf([quota('2026-01-01', 'quarter', '10')], { period: { from: '2026-04-01', to: '2026-05-01' }, interval: 'month', decimals: 2 })).toBeNull();
		expect(quotaOf([quota('2026-01-01', 'quarter', '10')], { period: { from: '2026-03-01', to: '2026-05-01' }, interval: 'month', decimals: 2 })?.toFixed(2)).toBe('3.33');
	});
});

test('of all, no quota counts twice: in whatever way it is cut, the teams add up', () => {
	const anyQuota = fc.record({
		period: fc.constantFrom(...intervals), month: fc.integer({ min: 0, max: 11 }), amount: fc.integer({ min: 0, max: 100_000 }), person: fc.constantFrom(null, 'ann', 'bob', 'cem'), team: fc.constantFrom('north', 'south'),
	}).map(({ period, month, amount, person, team }) => quota(monthStart('2026-01-01', month - (month % monthsOf[period])), period, (amount / 100).toFixed(2), { person, team: person === 'cem' ? 'south' : person ? 'north' : team }));
	fc.assert(fc.property(fc.array(anyQuota, { maxLength: 12 }), fc.constantFrom(...intervals), (quotas, interval) => {
		const asked = { interval, decimals: 2 };
		const span = { from: '2026-01-01', to: '2027-01-01' };
		const periods = periodsOf(span, { interval, fiscalYearStart: 1 });
		const byTeam = periods.map((period) => quotasBy(quotas, 'teams', { period, ...asked }));
		const whole = quotasBy(quotas, 'teams', { period: span, ...asked });
		const text = (sum: Big | null) => sum?.toFixed(2) ?? null;
		expect(text(added(byTeam.flatMap((teams) => [...teams.values()])))).toBe(text(added(whole.values())));
		// Each counts at most once, each day at most its own part.
		const most = added(quotas.map(({ amount }) => amount)) ?? Big(0);
		expect((added(whole.values()) ?? Big(0)).lte(most)).toBe(true);
		expect(periods.reduce((days, period) => days + daysBetween(period), 0)).toBe(365);
	}));
});
