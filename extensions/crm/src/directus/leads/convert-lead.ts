import { setTimeout as sleep } from 'node:timers/promises';
import type { Accountability, ActionEventParams, SchemaOverview } from '@directus/types';
import { ForbiddenError } from '@directus/errors';
import type { Knex } from 'knex';
import { type Conversion, type ConversionRequest, type Target, targets } from '../../domain/leads/conversion.ts';
import type { ConversionRecord } from '../../domain/leads/conversion-payload.ts';
import { hasRight } from '../rights/usable-keys.ts';
import type { Caller } from '../shared/caller.ts';
import { isDeadlock, refusal } from '../shared/errors.ts';
import { host as internals } from '../shared/host.ts';

/** What conversions need of Directus, written out: the host's own types know the services only loosely. */
export interface LeadsHost {
	readonly database: Knex;
	readonly services: { readonly ItemsService: new (collection: string, options: { knex: Knex; schema: SchemaOverview; accountability: Accountability | null }) => ItemsService };
	readonly logger: { error(error: unknown, message?: string): void };
}

interface WriteOptions {
	autoPurgeCache?: false;
	bypassEmitAction?: (event: ActionEventParams) => void;
}

interface ItemsService {
	updateOne(key: string, item: { readonly [field: string]: unknown }, options?: WriteOptions): Promise<string>;
	deleteOne(key: string, options?: WriteOptions): Promise<string>;
}

/** Converts a lead, or says what it became before. Of several who do it at once, the others wait here and read that. */
export async function convertLead(host: LeadsHost, { id, request, caller }: { id: string; request: ConversionRequest; caller: Caller }): Promise<Conversion> {
	return inTransaction(host, async (knex, options) => {
		const { rows: [held] } = await knex.raw<{ rows: { status: string }[] }>('SELECT status FROM crm_leads WHERE id = ? FOR UPDATE', [id]);
		const may = (right: 'read' | 'update') => hasRight({ right, collection: 'crm_leads', ...caller, database: knex }, [id]);
		if (held?.status === 'converted' && await may('read')) return { ...await answer(id, knex), alreadyConverted: true as const };
		// The same for a lead that is out of reach, converted or not, and for one that there is not.
		if (held?.status !== 'converted' && await may('update')) {
			await new host.services.ItemsService('crm_leads', { ...caller, knex }).updateOne(id, { status: 'converted', ...choicesIn(request) }, options);
			if (held) return answer(id, knex);
		}
		throw new ForbiddenError();
	});
}

function choicesIn(request: ConversionRequest) {
	return Object.fromEntries(targets.flatMap((target) => (request[target] === undefined ? [] : [[`converted_${target}`, request[target]]])));
}

async function answer(id: string, knex: Knex): Promise<Conversion> {
	const { rows: [row] } = await knex.raw<{ rows: ({ readonly [Of in Target]: string | null } & { conversion: ConversionRecord | null })[] }>(
		'SELECT converted_account AS account, converted_contact AS contact, converted_opportunity AS opportunity, conversion_record AS conversion FROM crm_leads WHERE id = ?', [id]);
	const created = (target: Target) => row?.conversion?.created.includes(target) ?? false;
	return {
		lead: id, account: row?.account ?? null, contact: row?.contact ?? null, opportunity: row?.opportunity ?? null,
		created: { account: created('account'), contact: created('contact'), opportunity: created('opportunity') },
	};
}

const attempts = 4;

/** Works in one transaction; flows and sockets hear of it once it is committed. A deadlock is tried again. */
export async function inTransaction<Result>(host: LeadsHost, work: (knex: Knex, options: WriteOptions) => Promise<Result>): Promise<Result> {
	for (let attempt = 1; ; attempt++) {
		const events: ActionEventParams[] = [];
		try {
			const result = await host.database.transaction((knex) => work(knex, { autoPurgeCache: false, bypassEmitAction: (event) => events.push(event) }));
			await internals.forgetAnswers();
			const emitter = await internals.emitter();
			for (const { event, meta, context } of events) emitter.emitAction(event, meta, context);
			return result;
		} catch (error) {
			if (!isDeadlock(error)) throw error;
			if (attempt === attempts) throw refusal({ code: 'CONFLICT', status: 409, message: 'Somebody else is changing the same records at this moment; nothing was changed. Try again.' });
			await sleep(30 * 2 ** attempt * (1 + Math.random()));
		}
	}
}
