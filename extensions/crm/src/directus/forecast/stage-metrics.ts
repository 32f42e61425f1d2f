import type { Knex } from 'knex';
import { ratio } from '../../domain/forecast/figures.ts';
import type { OpenDeals } from '../../domain/forecast/metrics.ts';
import type { Period } from '../../domain/forecast/periods.ts';
import type { Metrics } from '../../domain/forecast/question.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { readableRows } from '../shared/readable-rows.ts';
import type { Asked } from './deal-totals.ts';
import Big from 'big.js';

type Stage = Metrics['stages'][number];

/** How deals passed each stage in the span, told by the history of their stages, and what stands there now. */
export async function stageMetrics({ span, filter, currency, pipeline, open }: Asked & { pipeline: string | undefined; open: readonly OpenDeals[] }, asker: Asker): Promise<Stage[]> {
	const { knex } = asker;
	const [stages, pipelines, changes, deals] = await Promise.all([
		readableRows({ collection: 'crm_stages', fields: ['id', 'name', 'kind', 'pipeline', 'sort'], filter: pipeline ? { pipeline: { _eq: pipeline } } : null }, asker),
		readableRows({ collection: 'crm_pipelines', fields: ['id', 'name', 'sort'] }, asker),
		readableRows({ collection: 'crm_stage_changes', fields: ['opportunity', 'changed_at', 'from_stage', 'to_stage', 'seconds'] }, asker),
		readableRows({ collection: 'crm_opportunities', fields: ['id'], filter }, asker),
	]);
	const found = await knex
		.with('stages', stages.rows).with('pipelines', pipelines.rows)
		// Looked up by day and by deal where they are asked for: all of history is never put together.
		.withNotMaterialized('deals', deals.rows)
		.withNotMaterialized('changes', knex.from(changes.rows.as('change')).select('*').whereRaw('opportunity IN (SELECT id FROM deals)'))
		.with('placed', knex.raw('SELECT *, row_number() OVER (PARTITION BY pipeline ORDER BY sort NULLS LAST, name) AS place FROM stages'))
		.with('entries', entries(span, knex))
		.with('entered', knex.raw(passed))
		.with('left', stays(span, knex))
		.from('placed AS stage').leftJoin('pipelines AS pipeline', 'pipeline.id', 'stage.pipeline').leftJoin('entered', 'entered.stage', 'stage.id').leftJoin('left', 'left.stage', 'stage.id')
		.select('stage.id', 'stage.name', 'stage.kind', 'stage.pipeline', knex.raw('coalesce(entered.entered, 0) AS entered, coalesce(entered.advanced, 0) AS advanced'), 'left.days')
		.orderBy([{ column: 'pipeline.sort' }, { column: 'pipeline.name' }, { column: 'stage.pipeline' }, { column: 'stage.place' }]) as FoundStage[];
	return found.map(({ days, ...stage }) => {
		const here = open.filter((deals) => deals.stage === stage.id);
		return {
			...stage,
			conversion: stage.kind === 'open' ? ratio(stage.advanced, stage.entered) : null,
			medianDays: days,
			open: here.reduce((sum, { count }) => sum + count, 0),
			openAmount: here.reduce((sum, { amount }) => sum.plus(amount), Big(0)).toFixed(currency.decimals),
		};
	});
}

interface FoundStage extends Pick<Stage, 'id' | 'name' | 'kind' | 'pipeline' | 'entered' | 'advanced'> {
	readonly days: string | null;
}

/** Which deals entered which stages, once each however often they came back. A stage that was skipped was not entered. */
function entries({ from, to }: Period, knex: Knex): Knex.Raw {
	return knex.raw("SELECT DISTINCT opportunity, to_stage AS stage FROM changes WHERE to_stage IS NOT NULL AND changed_at >= ?::timestamp AT TIME ZONE 'UTC' AND changed_at < ?::timestamp AT TIME ZONE 'UTC'", [from, to]);
}

/**
 * A deal has gone on from a stage if the last stage in which it was, but for the lost ones, lies further on in the pipeline
 * or is a won one: whoever went on and then back has not gone on; whoever went on and was then lost has.
 */
const passed = `
	SELECT entry.stage, count(*)::int AS entered, count(*) FILTER (WHERE stage.kind = 'open' AND (last.kind = 'won' OR (last.pipeline = stage.pipeline AND last.place > stage.place)))::int AS advanced
	FROM entries AS entry JOIN placed AS stage ON stage.id = entry.stage
	LEFT JOIN (
		SELECT DISTINCT ON (change.opportunity) change.opportunity, placed.kind, placed.pipeline, placed.place
		FROM changes AS change JOIN placed ON placed.id = change.to_stage
		WHERE placed.kind <> 'lost' AND change.opportunity IN (SELECT opportunity FROM entries)
		ORDER BY change.opportunity, change.changed_at DESC
	) AS last ON last.opportunity = entry.opportunity
	GROUP BY entry.stage`;

/** Of stays that ended in the span: the median, in days. */
function stays({ from, to }: Period, knex: Knex): Knex.Raw {
	return knex.raw(`
		SELECT from_stage AS stage, round((percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) / 86400)::numeric, 1)::text AS days
		FROM changes WHERE from_stage IS NOT NULL AND changed_at >= ?::timestamp AT TIME ZONE 'UTC' AND changed_at < ?::timestamp AT TIME ZONE 'UTC'
		GROUP BY from_stage`, [from, to]);
}
