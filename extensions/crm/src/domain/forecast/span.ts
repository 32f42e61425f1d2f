import { addDays, daysBetween, monthStart, type NamedPeriod, type Period, periodStart, periodsOf } from './periods.ts';
import type { ForecastQuestion, MetricsQuestion } from './question.ts';

/** Which days are asked about, or what is wrong with them in a sentence that names the parameter. */

export const mostYears = 20;
export const mostPeriods = 240;

type Read<Span> = Span | { readonly problem: string };

/** The fiscal year, unless said otherwise, in its periods. */
export function forecastSpan({ from, to, interval }: Pick<ForecastQuestion, 'from' | 'to' | 'interval'>, { today, fiscalYearStart }: { today: string; fiscalYearStart: number }): Read<Period & { readonly periods: readonly NamedPeriod[] }> {
	const yearOf = (day: string) => periodStart(day, { interval: 'year', fiscalYearStart });
	const first = from ?? yearOf(today);
	const span = { from: first, to: to ?? monthStart(yearOf(first), 12) };
	const problem = problemOf(span);
	if (problem) return { problem };
	const periods = periodsOf(span, { interval, fiscalYearStart });
	if (periods.length > mostPeriods) return { problem: `to: These are ${periods.length} periods; ${mostPeriods} are answered at most. Ask for fewer days, or a longer interval.` };
	return { ...span, periods };
}

/** The last 90 days, unless said otherwise, and as many days before. */
export function metricsSpan({ from, to }: Pick<MetricsQuestion, 'from' | 'to'>, { today }: { today: string }): Read<Period & { readonly before: Period }> {
	const end = to ?? addDays(from && from > today ? from : today, 1);
	const span = { from: from ?? addDays(end, -90), to: end };
	const problem = problemOf(span);
	if (problem) return { problem };
	return { ...span, before: { from: addDays(span.from, -daysBetween(span)), to: span.from } };
}

function problemOf(span: Period): string | undefined {
	const absurd = (['from', 'to'] as const).find((name) => span[name] < '1900-01-01' || span[name] > '2200-01-01');
	if (absurd) return `${absurd}: Choose a day between 1900 and 2200.`;
	if (span.to <= span.from) return `to: ${span.to} is not after ${span.from}, where the span starts. It is the day after the last one.`;
	if (span.to > monthStart(span.from, mostYears * 12 + 1)) return `to: Ask for ${mostYears} years at most.`;
	return undefined;
}
