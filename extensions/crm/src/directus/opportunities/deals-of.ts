import { liveDeals } from '../../domain/opportunities/live-deals.ts';
import type { Filter } from '../../domain/rights/filter.ts';
import { type Asker, forbidden } from '../rights/guarded-query.ts';

/** Of whom, of what: the same for board, forecast and metrics. */
export interface Scope {
	readonly pipeline?: string | undefined;
	/** A person’s key, or `me`. */
	readonly owner?: string | undefined;
	readonly team?: string | undefined;
}

/** The deals of a scope, as a filter. */
export function dealsOf(scope: Scope, asker: Asker): Filter {
	const wanted = Object.entries({ pipeline: scope.pipeline, owner: personIn(scope, asker), team: scope.team }).filter(([, value]) => value !== undefined);
	return { _and: [liveDeals, ...wanted.map(([field, value]) => ({ [field]: { _eq: value } }))] };
}

/** @throws FORBIDDEN where nobody asks for what is theirs: it is not everything */
export function personIn({ owner }: Scope, { accountability }: Asker): string | undefined {
	if (owner !== 'me') return owner;
	if (!accountability?.user) throw forbidden('Sign in to see what is yours.');
	return accountability.user;
}
