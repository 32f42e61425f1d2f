import type { Interval } from './question.ts';

/** Days, months and fiscal periods: days are texts like 2026-01-31, periods half-open. No zone: a day is a day. */
export interface Period {
	readonly from: string;
	/** The day after the last. */
	readonly to: string;
}

export interface NamedPeriod extends Period {
	readonly label: string;
}

export const monthsOf: { readonly [Name in Interval]: number } = { month: 1, quarter: 3, year: 12 };

interface Calendar {
	readonly interval: Interval;
	/** The month, 1 to 12, in which the fiscal year starts. */
	readonly fiscalYearStart: number;
}

/** The first day of the month of a day, or of another so many months away. */
export function monthStart(day: string, months = 0): string {
	const [year = 0, month = 0] = day.split('-').map(Number);
	return textOf(Date.UTC(year, month - 1 + months, 1));
}

export function addDays(day: string, days: number): string {
	return textOf(Date.parse(day) + days * milliseconds);
}

export function daysBetween({ from, to }: Period): number {
	return (Date.parse(to) - Date.parse(from)) / milliseconds;
}

/** The first day of the fiscal period that a day lies in. */
export function periodStart(day: string, { interval, fiscalYearStart }: Calendar): string {
	const sinceYearStart = (Number(day.slice(5, 7)) - fiscalYearStart + 12) % 12;
	return monthStart(day, -(sinceYearStart % monthsOf[interval]));
}

/** The periods that make up a span, one after the other; the first and the last are cut where it starts and ends. */
export function periodsOf({ from, to }: Period, calendar: Calendar): NamedPeriod[] {
	const periods: NamedPeriod[] = [];
	for (let start = periodStart(from, calendar); start < to; start = monthStart(start, monthsOf[calendar.interval])) {
		const end = monthStart(start, monthsOf[calendar.interval]);
		periods.push({ from: start < from ? from : start, to: end > to ? to : end, label: labelOf(start, calendar) });
	}
	return periods;
}

/** A fiscal year is called by the year in which it ends. */
function labelOf(start: string, { interval, fiscalYearStart }: Calendar): string {
	if (interval === 'month') return start.slice(0, 7);
	const yearStart = periodStart(start, { interval: 'year', fiscalYearStart });
	const year = addDays(monthStart(yearStart, 12), -1).slice(0, 4);
	if (interval === 'year') return `FY ${year}`;
	const months = (Number(start.slice(5, 7)) - fiscalYearStart + 12) % 12;
	return `Q${months / 3 + 1} ${year}`;
}

const milliseconds = 86_400_000;

function textOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}
