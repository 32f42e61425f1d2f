import type { Target } from './conversion.ts';
import { type OwnSource, sourcesOf } from './field-sources.ts';
import { type ConversionFacts, type FieldFact, isEmpty } from './fields.ts';
import { companyDomains } from './mail-providers.ts';
import type { LeadRow } from './refuse-conversion.ts';

export interface Mapping {
	readonly facts: ConversionFacts;
	readonly ownSources: readonly OwnSource[];
	/** How many days after the conversion a deal is expected to close, where the lead doesn't say. */
	readonly dealDays: number;
	/** 2026-01-31 */
	readonly today: string;
}

export type Values = { readonly [field: string]: unknown };

/** What a lead says of the account, contact or deal that it becomes, and which of its fields say it. */
export function newRecord(target: Target, lead: LeadRow, mapping: Mapping): { readonly values: Values; readonly from: ReadonlyMap<string, string> } {
	const facts = new Map(mapping.facts[target].map((fact) => [fact.name, fact]));
	const from = new Map<string, string>();
	const taken: { [field: string]: unknown } = {};
	for (const [field, sources] of sourcesOf(target, mapping.facts, mapping.ownSources)) {
		const [first, ...others] = sources.filter((name) => isTakeable(lead[name], facts.get(field)));
		if (first === undefined) continue;
		taken[field] = others.length > 0 ? [first, ...others].map((name) => lead[name]).join('\n\n') : lead[first];
		from.set(field, first);
	}
	const said = completed[target](taken, lead, mapping);
	const values = Object.fromEntries(Object.entries(said).filter(([field, value]) => facts.has(field) && !isEmpty(value)));
	return { values, from: new Map([...from].filter(([field]) => field in values && values[field] === taken[field])) };
}

/** What of it is still missing. */
export function missingIn(values: Values, facts: readonly FieldFact[]): FieldFact[] {
	return facts.filter(({ name, isRequired, isKept }) => isRequired && !isKept && isEmpty(values[name]));
}

function isTakeable(value: unknown, into: FieldFact | undefined): boolean {
	return !isEmpty(value) && (!into?.choices || (typeof value === 'string' && into.choices.includes(value)));
}

/** What follows from the lead rather than stands in one of its fields; what is taken from a field comes first. */
const completed: { readonly [Of in Target]: (taken: Values, lead: LeadRow, mapping: Mapping) => Values } = {
	account: (taken, lead) => {
		const isPerson = isEmpty(lead['company']);
		return {
			name: lead['name'],
			...(isPerson ? { is_person: true, email: lead['email'] } : { domain: companyDomains({ email: lead['email'], website: lead['website'] })[0] }),
			...keeperOf(lead),
			...taken,
		};
	},
	contact: (taken, lead) => ({ ...keeperOf(lead), ...taken }),
	opportunity: (taken, lead, { today, dealDays }) => ({
		name: isEmpty(lead['company']) ? lead['name'] : lead['company'],
		...keeperOf(lead),
		...taken,
		close_date: typeof taken['close_date'] === 'string' && taken['close_date'] >= today ? taken['close_date'] : dayAfter(today, dealDays),
	}),
};

/** What the system converts may wait for a team: it is that team's, since without either nobody would see it. */
function keeperOf(lead: LeadRow): Values {
	return isEmpty(lead['owner']) ? { team: lead['team'] } : { owner: lead['owner'] };
}

function dayAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
