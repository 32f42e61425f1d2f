import type { ActionEventParams, EndpointExtensionContext } from '@directus/types';
import type { Knex } from 'knex';
import { nameOf } from '../../domain/handovers/words.ts';
import type { Moved, MoveRequest } from '../../domain/opportunities/moving.ts';
import { rankAt } from '../../domain/opportunities/place.ts';
import { type Asker, forbidden } from '../rights/guarded-query.ts';
import { invalid, refusal } from '../shared/errors.ts';
import { host } from '../shared/host.ts';
import { readableRows } from '../shared/readable-rows.ts';

export interface Move {
	readonly id: string;
	readonly request: MoveRequest;
	readonly services: EndpointExtensionContext['services'];
}

/**
 * Moves a deal to a stage and a place in it: one row, written by Directus' own service, so that rights, rules, history and
 * hooks hold. Whoever moves into a column holds it: two that are put at the same place come to stand one below the other.
 */
export async function moveDeal({ id, request, services }: Move, asker: Asker): Promise<Moved> {
	assertMovable(request, asker);
	const events: ActionEventParams[] = [];
	const moved = await asker.knex.transaction(async (knex) => {
		const within = { ...asker, knex };
		await knex.raw("SELECT pg_advisory_xact_lock(hashtext('crm_stages'), hashtext(?))", [request.stage]);
		await knex.raw('SELECT FROM crm_opportunities WHERE id = ? FOR NO KEY UPDATE', [id]);
		const { deal, place } = await readPlaces({ id, request }, within);
		if (request.expectedStage && deal.stage !== request.expectedStage) throw await movedMeanwhile(id, within);

		const rank = rankAt(place);
		const isMoved = deal.stage !== request.stage;
		const payload = {
			...request.values,
			...(isMoved ? { stage: request.stage } : {}),
			...(isMoved && deal.target_pipeline && deal.target_pipeline !== deal.pipeline ? { pipeline: deal.target_pipeline } : {}),
			rank,
		};
		const service = new services.ItemsService('crm_opportunities', { accountability: asker.accountability, schema: asker.schema, knex });
		await service.updateOne(id, payload, { autoPurgeCache: false, bypassEmitAction: (event) => void events.push(event) });
		return { id, stage: request.stage, rank, from: { stage: deal.stage, before: deal.below, after: deal.above } };
	});
	await host.forgetAnswers();
	const emitter = await host.emitter();
	for (const { event, meta, context } of events) emitter.emitAction(event, meta, context);
	return moved;
}

/** What a move is about, or what is not said in passing. */
const notAlong = new Set(['id', 'stage', 'pipeline', 'rank', 'owner', 'team', 'archived']);

function assertMovable({ values = {} }: MoveRequest, { schema }: Asker): void {
	const fields = schema.collections['crm_opportunities']?.fields ?? {};
	const wrong = Object.keys(values).find((field) => notAlong.has(field) || !fields[field] || fields[field].type === 'alias');
	if (wrong) throw invalid({ message: `values: “${wrong}” can’t be written along with a move. Change it in the deal itself.`, field: wrong });
}

interface Standing {
	readonly stage: string;
	readonly pipeline: string;
	readonly target_pipeline: string | null;
	readonly above: string | null;
	readonly below: string | null;
}

/** Where it stands and where it goes: the neighbours as the caller may read them, the ranks between which nobody else stands. */
async function readPlaces({ id, request }: Pick<Move, 'id' | 'request'>, asker: Asker): Promise<{ deal: Standing; place: Parameters<typeof rankAt>[0] }> {
	const { knex } = asker;
	const { rows } = await readableRows({ collection: 'crm_opportunities', fields: ['stage', 'pipeline', 'rank'], needs: ['stage', 'pipeline', 'rank'] }, asker);
	const own = (where: string, order: 'ASC' | 'DESC') => `(SELECT o.id FROM own o WHERE o.stage = d.stage AND (o.rank COLLATE "C", o.id) ${where} (d.rank COLLATE "C", d.id) ORDER BY o.rank COLLATE "C" ${order}, o.id ${order} LIMIT 1)`;
	const [found] = await knex.withNotMaterialized('own', rows).from('own as d').where('d.id', id).select<(Standing & Ranks)[]>(
		'd.stage', 'd.pipeline',
		knex.raw('(SELECT pipeline FROM crm_stages WHERE id = ?) AS target_pipeline', [request.stage]),
		knex.raw(`${own('<', 'DESC')} AS above`),
		knex.raw(`${own('>', 'ASC')} AS below`),
		neighbour(knex, request.after, request.stage, 'after'),
		neighbour(knex, request.before, request.stage, 'before'),
		knex.raw('cardinal.rank_at(clock_timestamp()) AS newest'),
	);
	if (!found) throw forbidden('You don’t have permission to move this deal, or it isn’t there any more.');
	const { after, before, newest } = found;
	const others = (where: string, order: 'ASC' | 'DESC', rank: string | null) => knex.raw<{ rows: { rank: string }[] }>(
		`SELECT rank FROM crm_opportunities WHERE stage = ? AND id <> ? AND rank IS NOT NULL ${rank === null ? '' : `AND rank COLLATE "C" ${where} ?`} ORDER BY rank COLLATE "C" ${order} LIMIT 1`, [request.stage, id, ...(rank === null ? [] : [rank])]);
	const nearest = after !== null ? await others('>', 'ASC', after) : before !== null ? await others('<', 'DESC', before) : await others('', 'ASC', null);
	const rank = nearest.rows[0]?.rank ?? null;
	return {
		deal: found,
		place: { after, before, newest, afterNext: after !== null ? rank : null, beforePrevious: before !== null ? rank : null, first: rank },
	};
}

interface Ranks {
	readonly after: string | null;
	readonly before: string | null;
	readonly newest: string;
}

function neighbour(knex: Knex, id: string | null | undefined, stage: string, name: string): Knex.Raw {
	return id ? knex.raw('(SELECT rank FROM own WHERE id = ? AND id <> d.id AND stage = ?) AS ??', [id, stage, name]) : knex.raw('NULL AS ??', [name]);
}

/** Who was faster, and where it is now: the caller may read the deal. */
async function movedMeanwhile(id: string, { knex, accountability }: Asker) {
	const [change] = await knex('crm_opportunities as d').where('d.id', id).join('crm_stages as s', 's.id', 'd.stage')
		.joinRaw('LEFT JOIN LATERAL (SELECT changed_by FROM crm_stage_changes WHERE opportunity = d.id ORDER BY changed_at DESC LIMIT 1) AS c ON true')
		.leftJoin('directus_users as u', 'u.id', 'c.changed_by')
		.select<{ stage: string; person: string | null; first_name: string | null; last_name: string | null }[]>('s.name as stage', 'u.id as person', 'u.first_name', 'u.last_name');
	const who = !change?.person ? 'Somebody' : change.person === accountability?.user ? 'You' : nameOf(change);
	const has = who === 'You' ? 'have' : 'has';
	return refusal({ code: 'CONFLICT', status: 409, message: `${who} ${has} moved this deal to ${change?.stage ?? 'another stage'} meanwhile. It stays there; look at it and move it again if need be.`, field: 'stage' });
}
