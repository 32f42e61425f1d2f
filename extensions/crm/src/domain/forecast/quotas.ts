import Big from 'big.js';
import { daysBetween, monthsOf, monthStart, type Period } from './periods.ts';
import type { Interval } from './question.ts';

/** What somebody, or a team, shall win in a period, in the currency that was asked for. */
export interface Quota {
	readonly person: string | null;
	/** The team whose quota it is, or that the person belongs to. */
	readonly team: string | null;
	readonly period: Interval;
	readonly startsOn: string;
	readonly amount: Big;
}

/** Whose quota counts: of each team its own where it has one, else those of its people; or those of people alone. */
export type QuotaScope = 'teams' | 'people';

interface Asked {
	readonly period: Period;
	/** What the period is one of: quotas of that length come first, then shorter ones, then the longer. */
	readonly interval: Interval;
	readonly decimals: number;
}

/**
 * What the quotas of one person, or of one team, come to in a period; null where there is none. Each month takes the one
 * quota that fits best, so that a year's and its months' are not added up. A quota that is longer is spread evenly over its
 * months, a month over its days, and the parts add up to the whole.
 */
export function quotaOf(quotas: readonly Quota[], { period, interval, decimals }: Asked): Big | null {
	const parts = monthsIn(period).map((month) => partIn(quotas, { period: month, interval, decimals }));
	return added(parts);
}

/** By the person or the team: what to show beside each group, and what all together come to. */
export function quotasBy(quotas: readonly Quota[], scope: QuotaScope, asked: Asked): Map<string | null, Big> {
	const groups = Map.groupBy(scope === 'people' ? quotas.filter(({ person }) => person !== null) : quotas, ({ person, team }) => (scope === 'people' ? person : team));
	const sums = [...groups].map(([key, members]) => [key, scope === 'people' ? quotaOf(members, asked) : quotaOfTeam(members, asked)] as const);
	return new Map(sums.flatMap(([key, sum]) => (sum ? [[key, sum] as const] : [])));
}

/** Month by month the team's own, where one holds then; else what its people have. */
function quotaOfTeam(quotas: readonly Quota[], { period, interval, decimals }: Asked): Big | null {
	const own = quotas.filter(({ person }) => person === null);
	const people = [...Map.groupBy(quotas.filter(({ person }) => person !== null), ({ person }) => person).values()];
	return added(monthsIn(period).map((month) => {
		const asked = { period: month, interval, decimals };
		return partIn(own, asked) ?? added(people.map((of) => partIn(of, asked)));
	}));
}

export function added(parts: Iterable<Big | null>): Big | null {
	const some = [...parts].filter((part) => part !== null);
	return some.length === 0 ? null : some.reduce((sum, part) => sum.plus(part), Big(0));
}

/** Of the quotas that hold in (a part of) a month, the share of the one that fits best. */
function partIn(quotas: readonly Quota[], { period, interval, decimals }: Asked): Big | null {
	const [best] = quotas
		.filter(({ startsOn, period: length }) => startsOn <= period.from && period.to <= monthStart(startsOn, monthsOf[length]))
		.sort((one, other) => distance(one.period, interval) - distance(other.period, interval));
	return best ? until(best, period.to, decimals).minus(until(best, period.from, decimals)) : null;
}

function distance(length: Interval, interval: Interval): number {
	const difference = monthsOf[length] - monthsOf[interval];
	return difference <= 0 ? -difference : 100 + difference;
}

/** What of a quota falls before a day: rounded from the start each time, so that parts add up to the whole. */
function until({ startsOn, period, amount }: Quota, day: string, decimals: number): Big {
	const month = monthStart(day);
	const monthsDone = (Number(day.slice(0, 4)) - Number(startsOn.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(startsOn.slice(5, 7));
	const [daysDone, days] = [daysBetween({ from: month, to: day }), daysBetween({ from: month, to: monthStart(day, 1) })];
	return amount.times(monthsDone * days + daysDone).div(monthsOf[period] * days).round(decimals, Big.roundHalfUp);
}

/** A span cut at the starts of months. */
function monthsIn({ from, to }: Period): Period[] {
	const months: Period[] = [];
	for (let start = from; start < to; start = monthStart(start, 1)) {
		const next = monthStart(start, 1);
		months.push({ from: start, to: next < to ? next : to });
	}
	return months;
}
