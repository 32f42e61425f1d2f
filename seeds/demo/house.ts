import { idOf } from '../../schema/apply/access.ts';
import { ApplyError } from '../../schema/apply/error.ts';
import type { Json } from '../../schema/shape.ts';
import type { CollectionName } from '../../schema/schema.ts';
import { referenceId } from '../reference/row.ts';

type Row = { readonly [column: string]: Json | undefined };

/** What the demo finds in the instance that it moves into. An admin may have changed all of it. */
export interface House {
	/** The base currency. */
	readonly base: string;
	/** The month, 1 to 12, in which its fiscal year starts. */
	readonly fiscalYearStart: number;
	readonly currencies: ReadonlySet<string>;
	/** The pipeline in which new business is won. */
	readonly sales: Pipeline;
	/** Key of a row of reference data; null when it is no longer there. */
	link(table: CollectionName, name: string): string | null;
	/** Key of a role of access.ts; null when an admin deleted it. */
	role(key: string): string | null;
	readonly hasDefaultPriceBook: boolean;
	/** The first day for which the instance has an exchange rate of its own, by both currencies. */
	readonly ownRatesFrom: ReadonlyMap<string, string>;
}

export interface Pipeline {
	readonly id: string;
	/** Its open stages in their order. */
	readonly open: readonly Stage[];
	readonly won: string;
	readonly lost: string;
}

export interface Stage {
	readonly id: string;
	readonly rottingDays: number | null;
}

/** The tables that houseOf asks for. */
export const houseTables = [
	'crm_settings', 'crm_currencies', 'crm_exchange_rates', 'crm_lead_sources', 'crm_lost_reasons', 'crm_pipelines', 'crm_stages', 'crm_tax_rates', 'crm_price_books', 'directus_roles',
] as const satisfies readonly (CollectionName | 'directus_roles')[];

/** `rowsIn` gives the rows of a table; undefined for a room that the instance leaves out. */
export function houseOf(rowsIn: (table: (typeof houseTables)[number]) => readonly Row[] | undefined): House {
	const rowsOf = (table: (typeof houseTables)[number]) => rowsIn(table) ?? [];
	const ids = new Set(houseTables.flatMap((table) => rowsOf(table).map(({ id }) => `${table}/${id}`)));
	const { base_currency: base, fiscal_year_start: fiscalYearStart } = rowsOf('crm_settings')[0] ?? {};
	return {
		base: typeof base === 'string' ? base : 'EUR',
		fiscalYearStart: Number(fiscalYearStart ?? 1),
		currencies: new Set(rowsOf('crm_currencies').map(({ code, id }) => String(code ?? id))),
		sales: rowsIn('crm_pipelines') ? salesPipeline(rowsOf('crm_pipelines'), rowsOf('crm_stages')) : nowhere,
		link: (table, name) => {
			const id = referenceId(table, name);
			return ids.has(`${table}/${id}`) ? id : null;
		},
		role: (key) => {
			const id = idOf('directus_roles', key);
			return ids.has(`directus_roles/${id}`) ? id : null;
		},
		hasDefaultPriceBook: rowsOf('crm_price_books').some(({ is_default }) => is_default === true),
		ownRatesFrom: firstDays(rowsOf('crm_exchange_rates')),
	};
}

/** Nothing of it is written where there are no pipelines. */
const nowhere: Pipeline = { id: 'none', open: [{ id: 'open', rottingDays: null }], won: 'won', lost: 'lost' };

function salesPipeline(pipelines: readonly Row[], stages: readonly Row[]): Pipeline {
	const byPlace = [...pipelines].sort((one, other) => Number(other['is_default'] ?? false) - Number(one['is_default'] ?? false) || Number(one['sort'] ?? 0) - Number(other['sort'] ?? 0));
	const ours = referenceId('crm_pipelines', 'sales');
	const chosen = byPlace.find(({ id }) => id === ours) ?? byPlace[0];
	const own = stages.filter(({ pipeline }) => pipeline === chosen?.['id']).sort((one, other) => Number(one['sort'] ?? 0) - Number(other['sort'] ?? 0));
	const ofKind = (kind: string) => own.filter((stage) => stage['kind'] === kind);
	const [won, lost] = [ofKind('won')[0], ofKind('lost')[0]];
	const open = ofKind('open').map((stage) => ({ id: String(stage['id']), rottingDays: typeof stage['rotting_days'] === 'number' ? stage['rotting_days'] : null }));
	if (!chosen || !won || !lost || open.length === 0) {
		throw new ApplyError(`The demo needs a pipeline with an open, a won and a lost stage${chosen ? `; ${String(chosen['name'])} has not all of them` : ''}. Add them under Pipelines, then load the demo again.`);
	}
	return { id: String(chosen['id']), open, won: String(won['id']), lost: String(lost['id']) };
}

function firstDays(rates: readonly Row[]): Map<string, string> {
	const first = new Map<string, string>();
	for (const rate of rates) {
		const pair = pairOf(String(rate['from_currency']), String(rate['to_currency']));
		const day = String(rate['valid_on']);
		if (day < (first.get(pair) ?? '9999')) first.set(pair, day);
	}
	return first;
}

/** Names two currencies, whichever comes first: a rate serves both ways. */
export function pairOf(one: string, other: string): string {
	return [one, other].sort().join('/');
}
