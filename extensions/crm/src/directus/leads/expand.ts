import { randomUUID } from 'node:crypto';
import type { RegisterFunctions } from '@directus/types';
import { type Choice, type ConversionRequest, targets, whatToChoose } from '../../domain/leads/conversion.ts';
import { conversionPayload } from '../../domain/leads/conversion-payload.ts';
import { planConversion } from '../../domain/leads/convert.ts';
import { collectionOf } from '../../domain/leads/fields.ts';
import { type Problem, severalAtOnce } from '../../domain/leads/refuse-conversion.ts';
import type { Payload } from '../../domain/shared/payload.ts';
import { isUuid } from '../../domain/shared/uuid.ts';
import { hasRight } from '../rights/usable-keys.ts';
import { invalid, refusal } from '../shared/errors.ts';
import { refuseLate } from '../shared/refuse-late.ts';
import type { Asker } from './field-rights.ts';
import { readCase } from './read-case.ts';
import { readLead } from './read-lead.ts';

/**
 * To convert a lead is to set its status to converted, on whatever path: the change becomes one that makes account,
 * contact and deal with it, which Directus writes in one transaction with the rights of whoever sent it. The links to them
 * may say what is chosen: a key, an object for a new one, or null for none. The database sees to the rest (19-conversion.sql).
 */
export function expandConversions({ filter }: Pick<RegisterFunctions, 'filter'>): void {
	filter<Payload>('items.update', (payload, { collection, keys }, { database, schema, accountability }) => {
		if (!isConversion(collection, payload) || !schema) return payload;
		return refuseLate(() => expanded({ payload, keys: keys as unknown[] }, { knex: database, schema, accountability }));
	});
}

export function isConversion(collection: unknown, payload: unknown): payload is Payload {
	return collection === collectionOf.lead && typeof payload === 'object' && payload !== null && 'status' in payload && payload.status === 'converted';
}

export async function expanded({ payload, keys }: { payload: Payload; keys: readonly unknown[] }, asker: Asker): Promise<Payload> {
	const { accountability, schema, knex } = asker;
	const [id] = keys.map(String);
	if (id === undefined || !isUuid(id)) return payload;
	// Directus asks for the right afterwards, and refuses in its own words: nothing is said of a lead that is out of reach.
	if (accountability && !accountability.admin && !(await hasRight({ right: 'update', collection: collectionOf.lead, accountability, schema, database: knex }, keys))) return payload;
	const read = await readLead(id, asker);
	if (!read || read.isHistory) return payload;
	if (keys.length > 1) throw errorOf(severalAtOnce);

	const { choices, said } = taken(payload);
	const owner = said['owner'] ?? read.lead['owner'] ?? accountability?.user ?? null;
	const lead = { ...read.lead, ...scalars(said), owner, status: read.lead['status'] };
	const planned = planConversion(await readCase({ ...read, lead }, choices, asker));
	if ('problem' in planned) throw errorOf(planned.problem);
	return {
		...said,
		// Whoever converts what waits for the team has claimed it.
		...(read.lead['owner'] === null && owner !== null ? { owner } : {}),
		...conversionPayload({ plan: planned.plan, newIds: { account: randomUUID(), contact: randomUUID(), opportunity: randomUUID() }, key: randomUUID(), status: read.lead['status'] }),
	};
}

export function errorOf({ kind, message, field }: Problem) {
	if (kind === 'invalid') return invalid({ message, field });
	return kind === 'forbidden' ? refusal({ code: 'FORBIDDEN', status: 403, message, field }) : refusal({ code: 'CONFLICT', status: 409, message, field });
}

/** What is chosen for the three links, and what else the change says of the lead. */
function taken(payload: Payload): { choices: ConversionRequest; said: Payload } {
	const { status: _, conversion_record: _kept, ...said } = payload as { [field: string]: unknown };
	const choices: { [target: string]: Choice } = {};
	for (const target of targets) {
		const field = `converted_${target}`;
		const choice = said[field];
		delete said[field];
		if (choice === undefined) continue;
		if (!isChoice(choice)) throw invalid({ message: whatToChoose, field });
		choices[target] = choice;
	}
	return { choices, said };
}

function isChoice(value: unknown): value is Choice {
	return value === null || typeof value === 'string' || (typeof value === 'object' && !Array.isArray(value));
}

/** As the lead will be: a link that comes as an object counts by its key. */
function scalars(said: Payload): Payload {
	return Object.fromEntries(Object.entries(said).flatMap(([field, value]) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[field, value]];
		return 'id' in value ? [[field, value.id]] : [];
	}));
}
