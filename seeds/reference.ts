import type { RowResource } from '../schema/apply/resource.ts';
import type { Json } from '../schema/shape.ts';
import { stableId } from '../schema/stable-id.ts';

/** What directus.config.ts says of this instance; its Directus environment carries it as CRM_…. */
export interface InstanceSettings {
	readonly baseCurrency: string;
	/** Month in which the fiscal year starts, 1..12. */
	readonly fiscalYearStart: number;
	/** ISO 3166 alpha-2: where telephone numbers without a country code are from. */
	readonly defaultCountry: string;
	readonly rooms: readonly string[] | 'all';
}

/** The instance's settings as Directus' environment hands them to the extension and to the commands. */
export function settingsFrom(env: { readonly [name: string]: unknown }): InstanceSettings {
	const rooms = env['CRM_ROOMS'];
	return {
		baseCurrency: String(env['CRM_BASE_CURRENCY'] ?? 'EUR'),
		fiscalYearStart: Number(env['CRM_FISCAL_YEAR_START'] ?? 1),
		defaultCountry: String(env['CRM_DEFAULT_COUNTRY'] ?? 'DE'),
		rooms: rooms === undefined || rooms === 'all' ? 'all' : Array.isArray(rooms) ? rooms.map(String) : String(rooms).split(',').map((room) => room.trim()),
	};
}

/** Rows that every instance starts with. They are merged like the schema: an admin's changes and deletions stay. */
export function referenceRows({ baseCurrency, fiscalYearStart, defaultCountry }: InstanceSettings): RowResource[] {
	return [
		...currencies.map(([code, name, symbol, decimals], index) => row('crm_currencies', code, { name, symbol, decimals, is_active: true, sort: index + 1 }, code)),
		row('crm_settings', 'settings', { base_currency: baseCurrency, fiscal_year_start: fiscalYearStart, default_country: defaultCountry }),
		row('crm_pipelines', 'sales', { name: 'Sales', is_default: true, sort: 1 }),
		...stages.map(([name, kind, probability, forecast_category, rotting_days], index) => row('crm_stages', `sales/${name.toLowerCase()}`, {
			name, kind, probability, forecast_category, rotting_days, sort: index + 1, pipeline: referenceId('crm_pipelines', 'sales'),
		})),
	];
}

const currencies = [
	['EUR', 'Euro', '€', 2],
	['USD', 'US dollar', '$', 2],
] as const;

const stages = [
	['Prospecting', 'open', 10, 'pipeline', 30],
	['Qualification', 'open', 25, 'pipeline', 21],
	['Proposal', 'open', 50, 'best_case', 14],
	['Negotiation', 'open', 75, 'commit', 14],
	['Won', 'won', 100, 'commit', null],
	['Lost', 'lost', 0, 'omitted', null],
] as const;

/** The key of a row of reference data, the same on every instance. */
export function referenceId(table: string, name: string): string {
	return stableId(`${table}/${name}`);
}

function row(table: string, name: string, doc: { [column: string]: Json }, id = referenceId(table, name)): RowResource {
	return { kind: 'row', table, key: `${table}/${name}`, id, doc };
}
