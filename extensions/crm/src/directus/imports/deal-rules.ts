import type { Knex } from 'knex';
import { settleDeal } from '../../domain/imports/deal.ts';
import type { SettledRow } from '../../domain/imports/row.ts';
import type { Caller, ImportHost, Item } from './context.ts';
import { notRecorded } from './not-recorded.ts';

/** Rules of deals that need to know more than the row: applied to each before it is written. */
export type DealRules = (row: SettledRow, existing: Item | undefined) => Promise<SettledRow>;

export async function readDealRules(host: ImportHost, caller: Caller, knex: Knex): Promise<DealRules> {
	const stages = await knex('crm_stages').select<{ id: string; kind: string }[]>('id', 'kind');
	const kinds = new Map(stages.map(({ id, kind }) => [id, kind]));
	let reason: Promise<string> | undefined;

	return async (row, existing) => {
		const kind = kinds.get(String(row.values.get('stage') ?? existing?.['stage']));
		const isOpen = kind !== 'lost';
		return settleDeal(row, { kind, storedReason: existing?.['lost_reason'], notRecorded: isOpen ? '' : await (reason ??= notRecorded(host, caller, knex)) });
	};
}
