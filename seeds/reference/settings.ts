import type { RowResource } from '../../schema/apply/resource.ts';
import { countries } from '../../schema/countries.ts';
import { row } from './row.ts';

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

export function settingsRows({ baseCurrency, fiscalYearStart, defaultCountry }: InstanceSettings): RowResource[] {
	return [row('crm_settings', 'settings', {
		base_currency: baseCurrency,
		fiscal_year_start: fiscalYearStart,
		default_country: isCountry(defaultCountry) ? defaultCountry : null,
	})];
}

function isCountry(code: string): code is keyof typeof countries {
	return code in countries;
}
