import { monthStart, periodStart } from '../../extensions/crm/src/domain/forecast/periods.ts';
import { dayOf } from './calendar.ts';
import type { PersonKey, teamFacts } from './data/people.ts';
import type { House } from './house.ts';
import type { Market } from './market.ts';
import { type Chapter, demoId, rows } from './story-shape.ts';
import { personId, teamId } from './teams.ts';

/** In euros: of people by the quarter, of teams by the year. What a team shall win is less than its people have promised. */
const byQuarter = { katharina: 15_000, jonas: 45_000, zofia: 40_000, etienne: 15_000, maarten: 35_000, aoife: 25_000 } satisfies Partial<Record<PersonKey, number>>;
const byYear: { readonly [Team in keyof typeof teamFacts]: number } = { north: 360_000, west: 260_000 };

/** For the last fiscal year, this one and the next. */
const years = [-1, 0, 1];

export function tellQuotas({ now, house, market }: { now: Date; house: House; market: Market }): Chapter {
	const thisYear = periodStart(dayOf(now), { interval: 'year', fiscalYearStart: house.fiscalYearStart });
	const quota = (name: string, whose: { person: string } | { team: string }, { period, startsOn, euros }: { period: 'quarter' | 'year'; startsOn: string; euros: number }) =>
		({ id: demoId('crm_quotas', name), ...whose, period, starts_on: startsOn, amount: market.price(euros, house.base), currency: house.base });
	return rows('crm_quotas', years.flatMap((year) => [
		...Object.entries(byYear).map(([key, euros]) => quota(`${key}/${year}`, { team: teamId(key as keyof typeof teamFacts) }, { period: 'year', startsOn: monthStart(thisYear, 12 * year), euros })),
		...Object.entries(byQuarter).flatMap(([key, euros]) => [0, 1, 2, 3].map((quarter) =>
			quota(`${key}/${year}/${quarter}`, { person: personId(key as PersonKey) }, { period: 'quarter', startsOn: monthStart(thisYear, 12 * year + 3 * quarter), euros }))),
	]));
}
