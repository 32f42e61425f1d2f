import type { AppField, DeepPartial } from '@directus/types';
import { type Period, periods } from './period.ts';

type Option = DeepPartial<AppField>;

/** The options of every panel: which deals it counts. */
export function scopeOptions(offered: readonly Period[]): Option[] {
	return [
		choice({ field: 'period', name: 'Period', choices: offered.map((value) => ({ text: periods[value], value })), default: offered[0] ?? null }),
		choice({ field: 'whose', name: 'Deals', choices: [{ text: 'All that the viewer may see', value: 'everybody' }, { text: 'The viewer’s own', value: 'mine' }], default: 'everybody' }),
		row({ field: 'pipeline', name: 'Pipeline', collection: 'crm_pipelines', template: '{{name}}' }),
		row({ field: 'team', name: 'Team', collection: 'crm_teams', template: '{{name}}' }),
		row({ field: 'owner', name: 'Owner', collection: 'directus_users', template: '{{first_name}} {{last_name}}' }),
		{ field: 'currency', name: 'Currency', type: 'string', meta: { interface: 'input', width: 'half', note: 'The base currency, when left empty.', options: { placeholder: 'EUR' } } },
	];
}

export function choice({ field, name, choices, default: value }: { field: string; name: string; choices: readonly { text: string; value: string }[]; default: string | null }): Option {
	return { field, name, type: 'string', schema: { default_value: value }, meta: { interface: 'select-dropdown', width: 'half', options: { choices } } };
}

function row({ field, name, collection, template }: { field: string; name: string; collection: string; template: string }): Option {
	return { field, name, type: 'json', meta: { interface: 'collection-item-dropdown', width: 'half', options: { selectedCollection: collection, template } } };
}
