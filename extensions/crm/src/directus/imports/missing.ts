import type { ActionEventParams } from '@directus/types';
import type { Knex } from 'knex';
import { creationOf, fold, type LookupRequest, type Resolve } from '../../domain/imports/lookup.ts';
import type { Problem } from '../../domain/imports/problem.ts';
import { requestsOf, type RowPlan } from '../../domain/imports/row.ts';
import { type Caller, type ImportHost, type Key, serviceFor } from './context.ts';
import type { Lookups } from './lookups.ts';
import { messagesOf } from './row-error.ts';

/** The rows that a lookup did not find and may create. */
export function missingOf(plan: RowPlan, resolve: Resolve): LookupRequest[] {
	return requestsOf(plan).filter((request) => {
		const answer = request.plan.create && resolve(request);
		return answer && 'matches' in answer && answer.matches === 0;
	});
}

/** Creates them, with the caller's rights. Other rows get to know of them once this row is in. */
export async function createMissing(missing: readonly LookupRequest[], { host, caller, knex, lookups, onEvent }: {
	host: ImportHost; caller: Caller; knex: Knex; lookups: Lookups; onEvent: (event: ActionEventParams) => void;
}): Promise<{ resolve: Resolve; remember: () => void } | { problem: Problem }> {
	const created = new Map<string, { request: LookupRequest; key: Key }>();
	for (const request of missing) {
		if (created.has(nameOf(request))) continue;
		const service = serviceFor(host, request.plan.collection, { knex, schema: caller.schema, accountability: caller.accountability });
		try {
			const key = await service.createOne(creationOf(request), { autoPurgeCache: false, bypassEmitAction: onEvent });
			created.set(nameOf(request), { request, key });
		} catch (error) {
			const messages = messagesOf(error);
			if (!messages) throw error;
			return { problem: { ...(request.column === undefined ? {} : { column: request.column }), value: request.text, message: `can’t be created in ${request.plan.label}: ${messages.join(' ')}` } };
		}
	}
	return {
		resolve: (request) => {
			const own = created.get(nameOf(request));
			return own ? { key: own.key } : lookups.resolve(request);
		},
		remember: () => {
			for (const { request, key } of created.values()) lookups.remember(request, key);
		},
	};
}

function nameOf({ plan, text }: LookupRequest): string {
	return `${plan.id} ${fold(text, plan.isCaseSensitive)}`;
}
