import { isUuid } from '../../domain/shared/uuid.ts';
import { refusal } from '../shared/errors.ts';
import type { Internals } from '../shared/host.ts';

/**
 * Of several who claim a lead, one wins; to the others it is a row of somebody else, of which Directus says that there is
 * no such thing. They have just seen it wait, so they read what became of it. Said afterwards, since between a question
 * before and Directus' own there is time for somebody to be faster.
 */
export async function refusedClaim({ collection, accountability, knex }: Internals, { keys, owner, error }: { keys: readonly unknown[]; owner: unknown; error: unknown }) {
	const person = accountability?.user;
	if (collection !== 'crm_leads' || !person || ownerKey(owner) !== person || (error as { code?: string }).code !== 'FORBIDDEN') return undefined;
	const ids = keys.map(String);
	if (!ids.every(isUuid)) return undefined;
	// Where the database itself refused within a transaction, nothing can be asked any more, and it has said why.
	const answered = await knex.raw<{ rows: { sentence: string | null }[] }>('SELECT cardinal.claim_refusal(?, ?::uuid[]) AS sentence', [person, ids]).catch(() => undefined);
	const answer = answered?.rows[0];
	return answer?.sentence ? refusal({ code: 'CONFLICT', status: 409, message: answer.sentence, field: 'owner' }) : undefined;
}

/** As a form sends it, or nested. */
function ownerKey(owner: unknown): unknown {
	return typeof owner === 'object' && owner !== null && 'id' in owner ? owner.id : owner;
}
