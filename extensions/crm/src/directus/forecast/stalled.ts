import type { Metrics } from '../../domain/forecast/question.ts';
import type { Filter } from '../../domain/rights/filter.ts';
import { isStalled, stalledFrom } from '../opportunities/stalled.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { readableRows } from '../shared/readable-rows.ts';
import { namesOf, peopleNamed } from './labels.ts';

const mostListed = 20;

/** Open deals that have been in their stage for longer than it allows: how many, and the worst. */
export async function stalledDeals({ filter }: { filter: Filter }, asker: Asker): Promise<Pick<Metrics, 'stalled' | 'stalledCount'>> {
	const { knex } = asker;
	const needed = ['name', 'stage', 'stage_kind', 'stage_entered_at'];
	const [deals, stages] = await Promise.all([
		readableRows({ collection: 'crm_opportunities', fields: ['id', 'account', 'owner', 'amount', 'currency', ...needed], filter: { _and: [filter, { stage_kind: { _eq: 'open' } }] }, needs: needed }, asker),
		readableRows({ collection: 'crm_stages', fields: ['id', 'name', 'kind', 'rotting_days'], needs: ['kind', 'rotting_days'] }, asker),
	]);
	const found = await knex.from(deals.rows.as('own')).join(stages.rows.as('s'), 's.id', 'own.stage')
		.select('own.id', 'own.name', 'own.account', 'own.owner', 'own.amount', 'own.currency', 's.name AS stage', knex.raw('floor(extract(epoch FROM now() - own.stage_entered_at) / 86400)::int AS days'))
		.select(knex.raw('(count(*) OVER ())::int AS all'))
		.whereRaw(isStalled)
		.orderByRaw(`${stalledFrom}, own.id`)
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
