import type { Accountability, HookExtensionContext } from '@directus/types';
import type { Knex } from 'knex';
import { refusal } from '../shared/errors.ts';
import { wrapMethod } from '../shared/host.ts';

type ItemsService = InstanceType<HookExtensionContext['services']['ItemsService']>;

/** What a service of Directus keeps to itself. */
interface Internals {
	readonly collection: string;
	readonly accountability: Accountability | null;
	readonly knex: Knex;
}

/**
 * Of several who claim a lead, one wins; to the others it is a row of somebody else, of which Directus says that there is
 * no such thing. They have just seen it wait, so they read what became of it. Said afterwards, since between a question
 * before and Directus' own there is time for somebody to be faster.
 */
export function explainClaims({ services }: { services: HookExtensionContext['services'] }): void {
	wrapMethod<ItemsService, 'updateMany'>(services.ItemsService, 'updateMany', (original) => async function (this: ItemsService, keys, data, ...rest) {
		try {
			return await original.call(this, keys, data, ...rest);
		} catch (error) {
			throw (await refusedClaim(this as unknown as Internals, { keys, owner: (data as { owner?: unknown }).owner, error })) ?? error;
		}
	});
}

async function refusedClaim({ collection, accountability, knex }: Internals, { keys, owner, error }: { keys: readonly unknown[]; owner: unknown; error: unknown }) {
	const person = accountability?.user;
	if (collection !== 'crm_leads' || !person || ownerKey(owner) !== person || (error as { code?: string }).code !== 'FORBIDDEN') return undefined;
	const { rows: [answer] } = await knex.raw<{ rows: { sentence: string | null }[] }>('SELECT cardinal.claim_refusal(?, ?::uuid[]) AS sentence', [person, keys.map(String)]);
	return answer?.sentence ? refusal({ code: 'CONFLICT', status: 409, message: answer.sentence, field: 'owner' }) : undefined;
}

/** As a form sends it, or nested. */
function ownerKey(owner: unknown): unknown {
	return typeof owner === 'object' && owner !== null && 'id' in owner ? owner.id : owner;
}
