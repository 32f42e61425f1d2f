import type { Dice } from './dice.ts';

/** Days and instants around the day on which the demo is loaded, in UTC. */

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What happened lies strictly between these, as far as there is room. */
export interface Span {
	readonly after: Date;
	readonly before: Date;
}

/** The day of an instant, as 2026-01-31. */
export function dayOf(instant: Date): string {
	return instant.toISOString().slice(0, 10);
}

export function startOfDay(instant: Date): Date {
	return new Date(`${dayOf(instant)}T00:00:00Z`);
}

export function addDays(instant: Date, days: number): Date {
	return new Date(instant.getTime() + days * DAY);
}

export function daysBetween(from: Date, to: Date): number {
	return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY);
}

/** The first instant of this month, or of another so many months away. */
export function startOfMonth(instant: Date, months = 0): Date {
	return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + months, 1));
}

/** The last day of the month, at its start. */
export function lastOfMonth(instant: Date, months = 0): Date {
	return addDays(startOfMonth(instant, months + 1), -1);
}

/** The instant at a fraction of the way. */
export function partWay({ after, before }: Span, fraction: number): Date {
	return new Date(after.getTime() + Math.round((before.getTime() - after.getTime()) * fraction));
}

/** A working day nearby: Friday for a Saturday, Monday for a Sunday, but never outside the given days. */
export function workday(instant: Date, { from, to }: { readonly from?: Date; readonly to?: Date } = {}): Date {
	const day = startOfDay(instant);
	const moved = addDays(day, { 6: -1, 0: 1 }[day.getUTCDay()] ?? 0);
	const isInside = (!from || moved >= startOfDay(from)) && (!to || moved <= startOfDay(to));
	return isInside ? moved : day;
}

/** The same day or a working day nearby, at a time at which people are in their offices; within the span. */
export function inOffice(instant: Date, dice: Dice, span: Span): Date {
	const minutes = dice.whole(7 * 60, 15 * 60 + 45);
	return within(new Date(workday(instant, { from: span.after, to: span.before }).getTime() + minutes * MINUTE), span);
}

/** Moves an instant inside the span; into its middle when the span leaves no room. */
export function within(instant: Date, { after, before }: Span): Date {
	const first = after.getTime() + MINUTE;
	const last = before.getTime() - MINUTE;
	if (first > last) return partWay({ after, before }, 0.5);
	return new Date(Math.min(Math.max(instant.getTime(), first), last));
}
