import Big from 'big.js';
import type { Period } from '../../domain/forecast/periods.ts';
import type { Quota } from '../../domain/forecast/quotas.ts';
import type { Filter } from '../../domain/rights/filter.ts';
import { personIn, type Scope } from '../opportunities/deals-of.ts';
import type { Currency } from '../opportunities/valued-deals.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { ifAllowed, readableRows } from '../shared/readable-rows.ts';

interface Asked extends Period {
	readonly scope: Scope;
	readonly currency: Currency;
	readonly today: string;
}

/**
 * The quotas that hold in a span, as far as the caller may read them: of everybody, of a team and its people, or of a
 * person. In another currency they are worth what they were on their first day, or are today if that is still to come.
 */
export async function quotasIn({ from, to, scope, currency: { code, decimals }, today }: Asked, asker: Asker): Promise<Quota[]> {
	const { knex } = asker;
	const fields = ['person', 'parent_team', 'period', 'starts_on', 'ends_on', 'amount', 'currency'];
	const of = Object.entries({ person: personIn(scope, asker), parent_team: scope.team }).filter(([, value]) => value !== undefined);
	const filter: Filter = { _and: [{ starts_on: { _lt: to } }, { ends_on: { _gte: from } }, ...of.map(([field, value]) => ({ [field]: { _eq: value } }))] };
	const quotas = await ifAllowed(readableRows({ collection: 'crm_quotas', fields, filter, needs: fields }, asker));
	if (!quotas) return [];
	const found = await knex.from(quotas.rows.as('quota'))
		.joinRaw('CROSS JOIN LATERAL (SELECT least(starts_on, ?::date) AS day, cardinal.base_currency() AS base) AS rated', [today])
		.select('person', 'parent_team AS team', 'period', knex.raw('starts_on::text AS "startsOn"'))
		.select(knex.raw(`round(amount * coalesce(
			cardinal.known_rate(currency, :code, day),
			cardinal.known_rate(currency, base, day) * cardinal.known_rate(base, :code, day),
			cardinal.missing_rate(currency, :code, day)), :decimals::int)::text AS amount`, { code, decimals })) as (Omit<Quota, 'amount'> & { amount: string })[];
	return found.map(({ amount, ...quota }) => ({ ...quota, amount: Big(amount) }));
}
