import type { Knex } from 'knex';
import type { Board, BoardQuestion, Column } from '../../domain/pipelines/board.ts';
import { readCursor } from '../../domain/pipelines/cursor.ts';
import type { Filter } from '../../domain/rights/filter.ts';
import { dealsOf } from '../opportunities/deals-of.ts';
import { mayMoveDeal } from '../opportunities/read-path.ts';
import { figureCurrency, valuedDeals, valuedFields } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { badRequest } from '../shared/errors.ts';
import { isAllowed } from '../shared/is-allowed.ts';
import { readableRows } from '../shared/readable-rows.ts';
import { cardFields, readableCompanions, readCards } from './cards.ts';

/**
 * A pipeline as a board, by the rights of whoever asks: each column's totals are of all deals that they may read in it,
 * whatever is loaded of it.
 */
export async function readBoard(question: BoardQuestion, asker: Asker): Promise<Board> {
	const { knex, accountability, schema } = asker;
	const cursor = question.cursor === undefined ? undefined : readCursor(question.cursor, question.sort);
	if (question.cursor !== undefined && !(cursor && question.stage)) throw badRequest('cursor: Take it from the page before, with the same stage and sort.');

	const [currency, pipelines, allStages, companions, mayMove, mayCreate] = await Promise.all([
		figureCurrency(undefined, knex), readPipelines(asker), readStages(asker), readableCompanions(asker), mayMoveDeal(undefined, asker),
		isAllowed({ accountability, action: 'create', collection: 'crm_opportunities' }, { schema, knex }),
	]);
	const pipeline = question.pipeline ? pipelines.find(({ id }) => id === question.pipeline) : pipelines[0];
	if (!pipeline) throw badRequest(question.pipeline ? 'pipeline: There is no such pipeline. Choose another one.' : 'There is no pipeline yet. Add one with its stages under Pipelines.');
	const stages = allStages.filter((stage) => stage.pipeline === pipeline.id && (!question.stage || stage.id === question.stage));
	if (question.stage && stages.length === 0) throw badRequest('stage: There is no such stage in this pipeline. Choose another one.');

	const { rows: deals } = await readableRows({
		collection: 'crm_opportunities', fields: [...new Set([...cardFields, ...valuedFields])], needs: ['stage', ...valuedFields],
		filter: filterOf(question, stages, asker), search: question.search,
	}, asker);
	const [totals, cards] = await Promise.all([
		readTotals(valuedDeals({ rows: deals.clone(), currency }, knex), currency.decimals, knex),
		readCards({ deals, companions, stages: stages.map(({ id }) => id), currency, sort: question.sort, limit: question.limit, cursor }, knex),
	]);
	const nothing = { count: 0, amount: zero(currency.decimals), weighted: zero(currency.decimals) };
	return {
		pipeline, pipelines: pipelines.map(({ id, name }) => ({ id, name })), currency, mayMove, mayCreate,
		columns: stages.map(({ pipeline: _, ...stage }): Column => ({ stage, ...(totals.get(stage.id) ?? nothing), ...(cards.get(stage.id) ?? { cards: [], next: null }) })),
	};
}

interface Pipeline {
	readonly id: string;
	readonly name: string;
}

/** The default one first. */
async function readPipelines(asker: Asker): Promise<Pipeline[]> {
	const { rows } = await readableRows({ collection: 'crm_pipelines', fields: ['name', 'is_default', 'sort'] }, asker);
	return asker.knex.from(rows.as('p')).select<Pipeline[]>('p.id', 'p.name').orderByRaw('p.is_default DESC, p.sort NULLS LAST, p.name');
}

type Stage = Column['stage'] & { readonly pipeline: string };

async function readStages(asker: Asker): Promise<Stage[]> {
	const { rows } = await readableRows({ collection: 'crm_stages', fields: ['name', 'kind', 'probability', 'rotting_days', 'guidance', 'sort', 'pipeline'] }, asker);
	return asker.knex.from(rows.as('s')).select<Stage[]>('s.id', 's.name', 's.kind', 's.probability', 's.rotting_days', 's.guidance', 's.pipeline').orderByRaw('s.sort NULLS LAST, s.name');
}

/** Of the columns that are asked for; they are the pipeline's already. */
function filterOf({ owner, team, close_from, close_to, closed_since }: BoardQuestion, stages: readonly Stage[], asker: Asker): Filter {
	return {
		_and: [
			dealsOf({ owner, team }, asker),
			{ stage: { _in: stages.map(({ id }) => id) } },
			...(close_from ? [{ close_date: { _gte: close_from } }] : []),
			...(close_to ? [{ close_date: { _lt: close_to } }] : []),
			...(closed_since ? [{ _or: [{ stage_kind: { _eq: 'open' } }, { closed_at: { _gte: `${closed_since}T00:00:00Z` } }] }] : []),
		],
	};
}

type Total = Pick<Column, 'count' | 'amount' | 'weighted'>;

async function readTotals({ rows }: ReturnType<typeof valuedDeals>, decimals: number, knex: Knex): Promise<Map<string, Total>> {
	const sum = (column: string) => knex.raw('round(coalesce(sum(??), 0), ?)::text AS ??', [column, decimals, column]);
	const found = await knex.from(rows.as('deal')).select<{ stage: string; count: string; amount_in: string; weighted_in: string }[]>('stage', knex.raw('count(*) AS count'), sum('amount_in'), sum('weighted_in')).groupBy('stage');
	return new Map(found.map(({ stage, count, amount_in, weighted_in }) => [stage, { count: Number(count), amount: amount_in, weighted: weighted_in }]));
}

function zero(decimals: number): string {
	return decimals > 0 ? `0.${'0'.repeat(decimals)}` : '0';
}
