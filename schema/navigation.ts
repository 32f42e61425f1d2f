import type { RowResource } from './apply/resource.ts';
import { folder } from './define.ts';

/** The folders of the navigation. Collections say which one they stand in. */
export const sales = folder('crm_sales', { label: 'Sales', icon: 'trending_up' });

export const catalogue = folder('crm_catalogue', { label: 'Catalogue', icon: 'storefront', folded: true });

export const setup = folder('crm_setup', { label: 'CRM set-up', icon: 'settings_suggest', folded: true });

/** The bar on the left edge: Directus' own modules, and ours where the work is. */
export const moduleBar: RowResource = {
	kind: 'row',
	table: 'directus_settings',
	key: 'directus_settings',
	id: '1',
	doc: {
		module_bar: [
			{ type: 'module', id: 'content', enabled: true },
			{ type: 'module', id: 'visual', enabled: false },
			{ type: 'module', id: 'users', enabled: true },
			{ type: 'module', id: 'files', enabled: true },
			{ type: 'module', id: 'insights', enabled: true },
			{ type: 'module', id: 'crm', enabled: true },
			{ type: 'module', id: 'crm-import', enabled: true },
			{ type: 'module', id: 'crm-handover', enabled: true },
			{ type: 'module', id: 'crm-access', enabled: true },
			{ type: 'module', id: 'deployments', enabled: false },
			{ type: 'link', id: 'docs', enabled: false, name: '$t:documentation', icon: 'help', url: 'https://docs.directus.io' },
			{ type: 'module', id: 'settings', enabled: true, locked: true },
		],
	},
};
