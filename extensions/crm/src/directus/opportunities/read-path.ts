import type { Knex } from 'knex';
import type { StagePath, Wanted } from '../../domain/opportunities/moving.ts';
import { type Asker, forbidden } from '../rights/guarded-query.ts';
import { hasRight } from '../rights/usable-keys.ts';
import { host } from '../shared/host.ts';
import { ifAllowed, readableRows } from '../shared/readable-rows.ts';
import { isStalled } from './stalled.ts';

interface Deal {
	readonly stage: string;
	readonly pipeline: string;
	readonly pipeline_name: string;
	readonly isStalled: boolean;
	readonly lastOpenStage: string | null;
}

interface Stage {
	readonly id: string;
	readonly name: string;
	readonly kind: 'open' | 'won' | 'lost';
	readonly probability: number | null;
	readonly guidance: string | null;
	readonly refusal: string | null;
	readonly wanted: Wanted[];
	readonly seconds: string | null;
	readonly entries: number;
}

/** The stages of a deal's pipeline as the caller may move it: what the database would refuse, it says here already (guards/17-gates.sql). */
export async function readPath(id: string, asker: Asker): Promise<StagePath> {
	const [deal, mayMove] = await Promise.all([readDeal(id, asker), mayMoveDeal(id, asker)]);
	const stages = await readStages(id, asker);
	return {
		id,
		pipeline: { id: deal.pipeline, name: deal.pipeline_name },
		mayMove,
		isStalled: deal.isStalled,
		stages: stages.map(({ refusal, wanted, seconds, ...stage }) => {
			const isCurrent = stage.id === deal.stage;
			return {
				...stage,
				isCurrent,
				seconds: seconds === null ? null : Number(seconds),
				refusal: isCurrent ? null : mayMove ? refusal : 'You may look at this deal, but not move it. Ask its owner.',
				wanted: isCurrent || !mayMove ? [] : wanted,
			};
		}),
		lastOpenStage: deal.lastOpenStage,
	};
}

async function readDeal(id: string, asker: Asker): Promise<Deal> {
	const { rows } = await readableRows({ collection: 'crm_opportunities', fields: ['stage', 'pipeline', 'stage_kind', 'stage_entered_at'], filter: { id: { _eq: id } }, needs: ['stage', 'pipeline'] }, asker);
	const [deal] = await asker.knex.with('own', rows).from('own').join('crm_stages as s', 's.id', 'own.stage').join('crm_pipelines as p', 'p.id', 'own.pipeline').select<Deal[]>(
		'own.stage', 'own.pipeline', 'p.name as pipeline_name',
		asker.knex.raw(`${isStalled} AS "isStalled"`),
		asker.knex.raw("CASE WHEN s.kind <> 'open' THEN cardinal.last_open_stage(own.id, own.pipeline) END AS \"lastOpenStage\""),
	);
	if (!deal) throw forbidden('You don’t have permission to see this deal, or it isn’t there any more.');
	return deal;
}

export async function mayMoveDeal(id: string | undefined, { accountability, schema, knex }: Asker): Promise<boolean> {
	if (!accountability || accountability.admin) return true;
	const isRow = await hasRight({ right: 'update', collection: 'crm_opportunities', accountability, schema, database: knex }, id === undefined ? undefined : [id]);
	if (!isRow) return false;
	const fields = await host.allowedFields({ accountability, action: 'update', collection: 'crm_opportunities' }, { schema, knex });
	return fields.includes('*') || fields.includes('stage');
}

/** Each stay in a stage was written down when it ended; the one that lasts is added up to now. */
async function readStages(id: string, asker: Asker): Promise<Stage[]> {
	const { knex, accountability } = asker;
	const changes = await ifAllowed(readableRows({ collection: 'crm_stage_changes', fields: ['from_stage', 'to_stage', 'seconds'], filter: { opportunity: { _eq: id } } }, asker));
	const query = knex('crm_opportunities as d').where('d.id', id)
		.join('crm_stages as s', (join) => void join.on('s.pipeline', 'd.pipeline').orOn('s.id', 'd.stage'))
		.joinRaw('CROSS JOIN LATERAL cardinal.gate(d, d.stage, s, ?) AS gate', [accountability?.user ?? null])
		.select<Stage[]>('s.id', 's.name', 's.kind', 's.probability', 's.guidance', 'gate.refusal', 'gate.wanted')
		.orderByRaw('s.sort NULLS LAST, s.name');
	if (!changes) return query.select(knex.raw('NULL AS seconds'), knex.raw('0 AS entries'));
	return query.with('changes', changes.rows).select(
		stay(knex), knex.raw('(SELECT count(*)::int FROM changes WHERE to_stage = s.id) AS entries'),
	);
}

function stay(knex: Knex): Knex.Raw {
	return knex.raw(`CASE WHEN s.id = d.stage THEN coalesce((SELECT sum(seconds) FROM changes WHERE from_stage = s.id), 0) + floor(extract(epoch FROM now())) - floor(extract(epoch FROM d.stage_entered_at))
		ELSE (SELECT sum(seconds) FROM changes WHERE from_stage = s.id) END::bigint AS seconds`);
}
