import { addDays, daysBetween, inOffice, lastOfMonth, partWay, startOfDay, startOfMonth, workday } from './calendar.ts';
import { diceFor } from './dice.ts';

/** A deal as the story wants it, before anybody knows whose it is. */
export interface DealPlan {
	readonly key: string;
	readonly line: 'sales' | 'renewals';
	readonly outcome: 'open' | 'won' | 'lost';
	/** The last open stage that it reached, 0 for the first. */
	readonly reached: number;
	/** Open: the day on which it should be decided. Closed: the moment at which it was. */
	readonly closes: Date;
}

/** How many open deals there are in each stage, by when they should close. */
const openSales: readonly OpenDeals[] = [
	{ reached: 3, month: 6, next: 4, later: 0, overdue: 1 },
	{ reached: 2, month: 4, next: 6, later: 2, overdue: 2 },
	{ reached: 1, month: 1, next: 5, later: 9, overdue: 2 },
	{ reached: 0, month: 0, next: 3, later: 14, overdue: 1 },
];
const openRenewals: readonly OpenDeals[] = [
	{ reached: 1, month: 2, next: 1, later: 0, overdue: 0 },
	{ reached: 0, month: 1, next: 2, later: 2, overdue: 0 },
];

/** How many were closed this month, the month before, and so on back. */
const closedByMonth = {
	sales: { won: [4, 5, 3, 2, 3, 2, 3, 2, 2, 2, 2, 2], lost: [3, 4, 4, 3, 3, 3, 3, 3, 3, 3, 2] },
	renewals: { won: [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], lost: [0, 1, 0, 0, 1, 0, 0, 0, 1] },
} as const;

/** Deals still to be decided in the month, one a day; on its last days, so many at least. */
const CLOSING_AT_LEAST = 5;

interface OpenDeals {
	readonly reached: number;
	readonly month: number;
	readonly next: number;
	readonly later: number;
	readonly overdue: number;
}

type When = 'month' | 'next' | 'later' | 'overdue';

export function planDeals(now: Date): DealPlan[] {
	return (['sales', 'renewals'] as const).flatMap((line) => [
		...openDeals(line, line === 'sales' ? openSales : openRenewals, now),
		...closedDeals(line, 'won', now),
		...closedDeals(line, 'lost', now),
	]);
}

function openDeals(line: DealPlan['line'], table: readonly OpenDeals[], now: Date): DealPlan[] {
	const wanted = table.flatMap(({ reached, ...counts }) => (['month', 'next', 'later', 'overdue'] as const).flatMap((when) => Array<{ reached: number; when: When }>(counts[when]).fill({ reached, when })));
	const room = Math.max(CLOSING_AT_LEAST, 1 + daysBetween(now, lastOfMonth(now)));
	const thisMonth = wanted.filter(({ when }) => when === 'month').length;
	let taken = 0;
	return wanted.map(({ reached, when }, index) => {
		const key = `${line}/open/${index}`;
		const inTime: When = when === 'month' && taken >= room ? 'next' : when;
		if (inTime === 'month') taken++;
		return { key, line, outcome: 'open', reached, closes: closeDay(key, inTime, { now, place: (taken - 0.5) / Math.min(room, thisMonth) }) };
	});
}

/** `place`: how far along the rest of this month. */
function closeDay(key: string, when: When, { now, place }: { now: Date; place: number }): Date {
	const dice = diceFor(`${key}/closes`);
	const today = startOfDay(now);
	const [first, last] = [startOfMonth(now, 1), lastOfMonth(now, 1)];
	if (when === 'month') return workday(partWay({ after: today, before: lastOfMonth(now) }, place), { from: today, to: lastOfMonth(now) });
	if (when === 'next') return workday(partWay({ after: first, before: last }, dice.fraction()), { from: first, to: last });
	if (when === 'later') return workday(addDays(last, dice.whole(1, 100)), { from: addDays(last, 1) });
	return workday(addDays(today, -dice.whole(3, 24)), { to: addDays(today, -1) });
}

/** In a month that has only begun, fewer were closed yet; the others were closed at the end of the one before. */
function closedDeals(line: DealPlan['line'], outcome: 'won' | 'lost', now: Date): DealPlan[] {
	const [wanted = 0, before = 0, ...earlier] = closedByMonth[line][outcome];
	const yet = Math.min(wanted, Math.ceil(now.getUTCDate() / 6));
	const places = [yet, before + wanted - yet, ...earlier].flatMap((count, back) => Array.from({ length: count }, (_, index) => ({ back, index, count })));
	return places.map(({ back, index, count }, number) => {
		// Numbered through, so that a deal is the same one on whatever day the demo is loaded.
		const key = `${line}/${outcome}/${number}`;
		const dice = diceFor(key);
		const month = { after: startOfMonth(now, -back), before: back === 0 ? now : startOfMonth(now, 1 - back) };
		const closes = inOffice(partWay(month, (index + 0.2 + 0.6 * dice.fraction()) / count), dice, month);
		return { key, line, outcome, reached: reachedBy(line, outcome, key), closes };
	});
}

function reachedBy(line: DealPlan['line'], outcome: 'won' | 'lost', key: string): number {
	const dice = diceFor(`${key}/reached`);
	if (line === 'renewals') return dice.whole(0, 1);
	return outcome === 'won' ? 3 : dice.pick([0, 1, 1, 1, 2, 2, 2, 2, 3, 3]);
}
