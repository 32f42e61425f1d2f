import { type ConversionRequest, type Target, targets } from '../../domain/leads/conversion.ts';
import { type ConversionCase, only } from '../../domain/leads/convert.ts';
import { collectionOf } from '../../domain/leads/fields.ts';
import { hasRight } from '../rights/usable-keys.ts';
import { conversionFacts } from './facts.ts';
import { type Asker, everything, fieldRight } from './field-rights.ts';
import { findCandidates } from './find-candidates.ts';
import type { ReadLead } from './read-lead.ts';

/** What decides whether a lead converts at all; of all else, what the caller can't read goes nowhere. */
const deciding = new Set(['id', 'status', 'archived', 'rating', 'owner', 'name']);

/** All that decides what a lead becomes, for whom asks. */
export async function readCase({ lead: whole, ownSources, settings }: Pick<ReadLead, 'lead' | 'ownSources' | 'settings'>, choices: ConversionRequest, asker: Asker): Promise<ConversionCase> {
	const { schema, knex } = asker;
	const mayRead = await fieldRight('read', 'lead', asker);
	const lead = mayRead === everything ? whole : only(whole, (field) => deciding.has(field) || mayRead(field));
	return {
		lead,
		choices,
		candidates: await findCandidates({ lead, choices }, asker),
		mayCreate: await each((target) => mayCreate(target, asker)),
		mayWrite: await each((target) => fieldRight('create', target, asker)),
		mapping: { facts: await conversionFacts(schema, knex), ownSources, dealDays: settings.deal_days, today: new Date().toISOString().slice(0, 10) },
	};
}

async function each<Value>(of: (target: Target) => Promise<Value>): Promise<Record<Target, Value>> {
	const values = await Promise.all(targets.map(async (target) => [target, await of(target)] as const));
	return Object.fromEntries(values) as Record<Target, Value>;
}

async function mayCreate(target: Target, { accountability, schema, knex }: Asker): Promise<boolean> {
	if (!accountability || accountability.admin) return true;
	return hasRight({ right: 'create', collection: collectionOf[target], accountability, schema, database: knex });
}
