import type { RowResource } from '../schema/apply/resource.ts';
import { currencyRows } from './reference/currencies.ts';
import { leadSourceRows } from './reference/leads.ts';
import { lostReasonRows, pipelineRows } from './reference/pipelines.ts';
import { taxRateRows } from './reference/products.ts';
import { type InstanceSettings, settingsRows } from './reference/settings.ts';

export { referenceId } from './reference/row.ts';
export { type InstanceSettings, settingsFrom } from './reference/settings.ts';

/** Rows that every instance starts with. They are merged like the schema: an admin's changes and deletions stay. */
export function referenceRows(settings: InstanceSettings): RowResource[] {
	return [
		...currencyRows(settings.baseCurrency),
		...settingsRows(settings),
		...leadSourceRows(),
		...pipelineRows(),
		...lostReasonRows(),
		...taxRateRows(settings.defaultCountry),
	];
}
