import type { ConversionRequest, Target } from '../../domain/leads/conversion.ts';
import type { ConversionCase } from '../../domain/leads/convert.ts';
import { collectionOf } from '../../domain/leads/fields.ts';
import { hasRight } from '../rights/usable-keys.ts';
import { type Asker, findCandidates } from './find-candidates.ts';
import { conversionFacts } from './facts.ts';
import type { ReadLead } from './read-lead.ts';

/** All that decides what a lead becomes, for whom asks. */
export async function readCase({ lead, ownSources, settings }: Pick<ReadLead, 'lead' | 'ownSources' | 'settings'>, choices: ConversionRequest, asker: Asker): Promise<ConversionCase> {
	const { schema, knex } = asker;
	return {
		lead,
		choices,
		candidates: await findCandidates({ lead, choices }, asker),
		mayCreate: { account: await mayCreate('account', asker), contact: await mayCreate('contact', asker), opportunity: await mayCreate('opportunity', asker) },
		mapping: { facts: await conversionFacts(schema, knex), ownSources, dealDays: settings.deal_days, today: new Date().toISOString().slice(0, 10) },
	};
}

async function mayCreate(target: Target, { accountability, schema, knex }: Asker): Promise<boolean> {
	if (!accountability || accountability.admin) return true;
	return hasRight({ right: 'create', collection: collectionOf[target], accountability, schema, database: knex });
}
