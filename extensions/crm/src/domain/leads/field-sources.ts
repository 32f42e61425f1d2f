import type { Target } from './conversion.ts';
import { canHold, type ConversionFacts, type FieldFact, isAlike } from './fields.ts';

/** A row of crm_conversion_fields: where an admin wants a field taken from; null, from nowhere. */
export interface OwnSource {
	readonly target: Target;
	readonly field: string;
	readonly from: string | null;
}

/** The fields of the lead that a field is taken from; of several texts, one below the other. */
export type Sources = ReadonlyMap<string, readonly string[]>;

const address = (prefix: string) => Object.fromEntries(['street', 'postal_code', 'city', 'state', 'country'].map((part) => [`${prefix}${part}`, [part]]));

/**
 * What goes without saying, besides fields of the same name and type: where a field is taken from, and with [] that it is
 * taken from nowhere though there is one of its name. An admin's rows come before it.
 */
export const defaultSources: { readonly [Of in Target]: { readonly [field: string]: readonly string[] } } = {
	account: { name: ['company'], ...address('billing_'), email: [], description: [], tags: [] },
	contact: { ...address('mailing_') },
	opportunity: { amount: ['estimated_value'], close_date: ['decision_on'], description: ['need', 'description'] },
};

/** Fields of these names are about the record itself, not about what it stands for. */
const ofTheRecord = new Set(['id', 'name', 'archived', 'status', 'rating', 'score', 'owner', 'team', 'external_id']);

export function sourcesOf(target: Target, facts: ConversionFacts, own: readonly OwnSource[]): Sources {
	const lead = new Map(facts.lead.map((fact) => [fact.name, fact]));
	const chosen = new Map(own.filter((row) => row.target === target).map(({ field, from }) => [field, from]));
	return new Map(facts[target].filter(({ isKept }) => !isKept).flatMap((fact): [string, readonly string[]][] => {
		const from = chosen.get(fact.name);
		const sources = from === undefined ? withoutSaying(target, fact, lead) : [from].flatMap((name) => (canTake(fact, lead.get(name ?? '')) ? [name ?? ''] : []));
		return sources.length > 0 ? [[fact.name, sources]] : [];
	}));
}

function canTake(fact: FieldFact, from: FieldFact | undefined): boolean {
	return from !== undefined && canHold(fact, from);
}

function withoutSaying(target: Target, fact: FieldFact, lead: ReadonlyMap<string, FieldFact>): readonly string[] {
	const known = defaultSources[target][fact.name];
	if (known) return known.filter((name) => canTake(fact, lead.get(name)));
	const same = lead.get(fact.name);
	return same && !same.isKept && !fact.isUnique && !ofTheRecord.has(fact.name) && isAlike(same, fact) ? [fact.name] : [];
}
