import { answerOf } from '../../domain/forecast/answer.ts';
import type { Forecast, ForecastQuestion } from '../../domain/forecast/question.ts';
import { forecastSpan } from '../../domain/forecast/span.ts';
import { dealsOf, personIn } from '../opportunities/deals-of.ts';
import { figureCurrency } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { badRequest } from '../shared/errors.ts';
import { cellsOf } from './cells.ts';
import { labelsOf } from './labels.ts';
import { quotasIn } from './quotas.ts';
import { dayOf, fiscalYearStart } from './settings.ts';

/** Most rows of an answer: periods × groups. */
const mostRows = 20_000;

/** What was won and may be expected, by the rights of whoever asks (domain/forecast/question.ts says what that means). */
export async function forecast(question: ForecastQuestion, { now, asker }: { now: Date; asker: Asker }): Promise<Forecast> {
	const { by, interval } = question;
	const today = dayOf(now);
	const [yearStart, currency] = await Promise.all([fiscalYearStart(asker.knex), figureCurrency(question.currency, asker.knex)]);
	const span = forecastSpan(question, { today, fiscalYearStart: yearStart });
	if ('problem' in span) throw badRequest(span.problem);
	const { periods } = span;
	const [cells, labelled, quotas] = await Promise.all([
		cellsOf({ periods, by, filter: dealsOf(question, asker), currency, today }, asker),
		labelsOf(by, asker),
		question.pipeline ? null : quotasIn({ ...span, scope: question, currency, today }, asker),
	]);
	const groups = new Set(cells.map(({ key }) => key)).size;
	if (groups * periods.length > mostRows) throw badRequest(`by: These are ${groups} groups in ${periods.length} periods, too much for one answer. Ask for fewer periods.`);
	return answerOf({
		cells, periods, interval, labelled, quotas,
		by: by ?? null,
		currency: currency.code,
		decimals: currency.decimals,
		isOfPerson: personIn(question, asker) !== undefined,
	});
}
