import { leadersOf, metricsOf } from '../../domain/forecast/metrics.ts';
import type { Metrics, MetricsQuestion } from '../../domain/forecast/question.ts';
import { added, quotasBy } from '../../domain/forecast/quotas.ts';
import { metricsSpan } from '../../domain/forecast/span.ts';
import { dealsOf, personIn } from '../opportunities/deals-of.ts';
import { figureCurrency } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { badRequest } from '../shared/errors.ts';
import { closedDeals, openAtEnd, openDeals } from './deal-totals.ts';
import { peopleNamed } from './labels.ts';
import { quotasIn } from './quotas.ts';
import { dayOf } from './settings.ts';
import { stageMetrics } from './stage-metrics.ts';
import { stalledDeals } from './stalled.ts';

const mostLeaders = 50;

/** How deals go, by the rights of whoever asks (domain/forecast/question.ts says what each metric means). */
export async function metrics(question: MetricsQuestion, { now, asker }: { now: Date; asker: Asker }): Promise<Metrics> {
	const today = dayOf(now);
	const span = metricsSpan(question, { today });
	if ('problem' in span) throw badRequest(span.problem);
	const currency = await figureCurrency(question.currency, asker.knex);
	const asked = { span, filter: dealsOf(question, asker), currency };
	const [closed, open, atEnd, quotas, { stalled, stalledCount }] = await Promise.all([
		closedDeals(asked, asker), openDeals(asked, asker), openAtEnd(asked, asker),
		question.pipeline ? [] : quotasIn({ ...span, scope: question, currency, today }, asker),
		stalledDeals(asked, asker),
	]);
	const quotaSpan = { period: span, interval: 'month', decimals: currency.decimals } as const;
	const quota = added(quotasBy(quotas, personIn(question, asker) ? 'people' : 'teams', quotaSpan).values());
	const found = { closed, open, openAtEnd: atEnd, quota, quotas: quotasBy(quotas, 'people', quotaSpan) };
	const leaders = leadersOf(found, currency).slice(0, mostLeaders);
	const people = await peopleNamed(leaders.map(({ owner }) => owner), asker);
	return {
		currency: currency.code,
		decimals: currency.decimals,
		from: span.from,
		to: span.to,
		...metricsOf(found, currency),
		stages: await stageMetrics({ ...asked, pipeline: question.pipeline, open }, asker),
		leaders: leaders.map(({ owner, ...leader }) => ({ owner: people(owner), ...leader })),
		stalled,
		stalledCount,
	};
}
