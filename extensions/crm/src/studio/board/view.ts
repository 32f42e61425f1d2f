import { addDays, addMonths, formatISO, startOfMonth, subDays } from 'date-fns';
import type { Sort } from './sort-place.ts';

/** How somebody looks at the board: what stands in the address, and is remembered. */
export interface View {
	readonly pipeline?: string;
	readonly owner?: string;
	readonly team?: string;
	/** A span by name, or two days: `2026-01-01..2026-03-31`. */
	readonly close?: string;
	/** For how many days back closed deals are shown, or `all`. */
	readonly closed?: string;
	readonly search?: string;
	readonly sort?: string;
	/** The won and lost columns that are unfolded, by their stages. */
	readonly unfolded?: string;
	/** The column on a phone. */
	readonly stage?: string;
}

export type ViewName = keyof View;
export const viewNames = ['pipeline', 'owner', 'team', 'close', 'closed', 'search', 'sort', 'unfolded', 'stage'] as const satisfies readonly ViewName[];

/** What narrows the deals down, and “Clear filters” takes away. */
export const filterNames = ['owner', 'team', 'close', 'closed', 'search'] as const satisfies readonly ViewName[];

export const closeSpans = { overdue: 'Overdue', week: 'Next 7 days', month: 'This month', 'next-month': 'Next month', quarter: 'Next 90 days' } as const;
export const closedSpans = { 30: 'Last 30 days', 90: 'Last 90 days', 365: 'Last 12 months', all: 'Since ever' } as const;
export const defaultClosed = '90';

export const sorts = {
	rank: 'By hand', '-amount': 'Largest amount', amount: 'Smallest amount', close_date: 'Closing first', '-close_date': 'Closing last',
	stage_entered_at: 'Longest in stage', '-stage_entered_at': 'Newest in stage', name: 'Name',
} as const satisfies Record<Sort, string>;

export function readView(query: { readonly [name: string]: unknown }): View {
	return Object.fromEntries(viewNames.flatMap((name) => (typeof query[name] === 'string' && query[name] !== '' ? [[name, query[name]]] : [])));
}

export function sortOf(view: View): Sort {
	return view.sort !== undefined && view.sort in sorts ? (view.sort as Sort) : 'rank';
}

export function unfoldedOf(view: View): readonly string[] {
	return view.unfolded?.split(',') ?? [];
}

/** The view as a question to the server, on a certain day. */
export function questionOf(view: View, today: Date): Record<string, string> {
	const { pipeline, owner, team, search } = view;
	const closed = view.closed ?? defaultClosed;
	const question = {
		pipeline, owner, team, search: search?.trim(), ...closeDays(view.close, today),
		closed_since: closed in closedSpans && closed !== 'all' ? day(subDays(today, Number(closed))) : closed === 'all' ? undefined : day(subDays(today, Number(defaultClosed))),
		sort: sortOf(view) === 'rank' ? undefined : sortOf(view),
	};
	return Object.fromEntries(Object.entries(question).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** `2026-01-01..2026-03-31` -> its two days; either may be missing. */
export function daysOf(close: string | undefined): { readonly from: string; readonly to: string } | null {
	const [, from = '', to = ''] = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.exec(close ?? '') ?? [];
	return from || to ? { from, to } : null;
}

function closeDays(close: string | undefined, today: Date): { close_from?: string; close_to?: string } {
	const month = startOfMonth(today);
	switch (close) {
		case 'overdue': return { close_to: day(today) };
		case 'week': return { close_from: day(today), close_to: day(addDays(today, 7)) };
		case 'month': return { close_from: day(month), close_to: day(addMonths(month, 1)) };
		case 'next-month': return { close_from: day(addMonths(month, 1)), close_to: day(addMonths(month, 2)) };
		case 'quarter': return { close_from: day(today), close_to: day(addDays(today, 90)) };
	}
	const days = daysOf(close);
	return { ...(days?.from && { close_from: days.from }), ...(days?.to && { close_to: day(addDays(new Date(`${days.to}T00:00`), 1)) }) };
}

function day(date: Date): string {
	return formatISO(date, { representation: 'date' });
}
