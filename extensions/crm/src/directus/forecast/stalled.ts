import type { Metrics } from '../../domain/forecast/question.ts';
import type { Filter } from '../../domain/rights/filter.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { readableRows } from '../shared/readable-rows.ts';
import { namesOf, peopleNamed } from './labels.ts';

const mostListed = 20;

/** Open deals that have been in their stage for longer than it allows: how many, and the worst. */
export async function stalledDeals({ filter, now }: { filter: Filter; now: Date }, asker: Asker): Promise<Pick<Metrics, 'stalled' | 'stalledCount'>> {
	const { knex } = asker;
	const needed = ['name', 'stage', 'stage_kind', 'stage_entered_at'];
	const [deals, stages] = await Promise.all([
		readableRows({ collection: 'crm_opportunities', fields: ['id', 'account', 'owner', 'amount', 'currency', ...needed], filter: { _and: [filter, { stage_kind: { _eq: 'open' } }] }, needs: needed }, asker),
		readableRows({ collection: 'crm_stages', fields: ['id', 'name', 'rotting_days'], needs: ['rotting_days'] }, asker),
	]);
	const found = await knex.from(deals.rows.as('deal')).join(stages.rows.as('stage'), 'stage.id', 'deal.stage')
		.select('deal.id', 'deal.name', 'deal.account', 'deal.owner', 'deal.amount', 'deal.currency', 'stage.name AS stage', knex.raw('floor(extract(epoch FROM ?::timestamptz - deal.stage_entered_at) / 86400)::int AS days', [now]))
		.select(knex.raw('(count(*) OVER ())::int AS all'))
		.whereRaw("deal.stage_entered_at < ?::timestamptz - stage.rotting_days * interval '1 day'", [now])
		.orderByRaw("deal.stage_entered_at + stage.rotting_days * interval '1 day', deal.id")
		.limit(mostListed) as FoundDeal[];
	const [people, accounts] = await Promise.all([
		peopleNamed(found.map(({ owner }) => owner).filter((owner) => owner !== null), asker),
		namesOf('crm_accounts', found.map(({ account }) => account).filter((account) => account !== null), asker),
	]);
	return {
		stalledCount: found[0]?.all ?? 0,
		stalled: found.map(({ all: _, account, owner, ...deal }) => ({ ...deal, account: account && (accounts.get(account) ?? null), owner: owner && people(owner).name })),
	};
}

interface FoundDeal extends Omit<Metrics['stalled'][number], 'account' | 'owner'> {
	readonly account: string | null;
	readonly owner: string | null;
	readonly all: number;
}
