/** Periods as people say them, for a panel to show; days like 2026-01-31, half-open. */
export const periods = {
	this_fiscal_year: 'This fiscal year',
	next_fiscal_year: 'Next fiscal year',
	last_fiscal_year: 'Last fiscal year',
	next_12_months: 'Next 12 months',
	last_12_months: 'Last 12 months',
	this_fiscal_quarter: 'This fiscal quarter',
	last_365_days: 'Last 365 days',
	last_90_days: 'Last 90 days',
	last_30_days: 'Last 30 days',
} as const;
export type Period = keyof typeof periods;

export interface Span {
	readonly from: string;
	readonly to: string;
}

/** @param fiscalYearStart the month in which it starts, 1 to 12 */
export function spanOf(period: Period, { today, fiscalYearStart }: { today: string; fiscalYearStart: number }): Span {
	const [year = 0, month = 1] = today.split('-').map(Number);
	const months = (from: number, count: number): Span => ({ from: firstOf(year, from), to: firstOf(year, from + count) });
	const days = (count: number): Span => ({ from: addDays(today, 1 - count), to: addDays(today, 1) });
	const intoYear = (month - fiscalYearStart + 12) % 12;
	const start = month - intoYear;

	switch (period) {
		case 'this_fiscal_year': return months(start, 12);
		case 'next_fiscal_year': return months(start + 12, 12);
		case 'last_fiscal_year': return months(start - 12, 12);
		case 'this_fiscal_quarter': return months(month - (intoYear % 3), 3);
		case 'next_12_months': return months(month, 12);
		case 'last_12_months': return months(month - 11, 12);
		case 'last_365_days': return days(365);
		case 'last_90_days': return days(90);
		case 'last_30_days': return days(30);
	}
}

/** The day in UTC: deals are counted by it. */
export function dayOf(now: Date): string {
	return now.toISOString().slice(0, 10);
}

export function addDays(day: string, count: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Months count on beyond December, and back beyond January. */
function firstOf(year: number, month: number): string {
	return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
}
