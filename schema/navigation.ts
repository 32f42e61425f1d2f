import { folder } from './define.ts';

/** The folders of the navigation. Collections say which one they stand in. */
export const sales = folder('crm_sales', { label: 'Sales', icon: 'trending_up' });

export const catalogue = folder('crm_catalogue', { label: 'Catalogue', icon: 'storefront', folded: true });

export const setup = folder('crm_setup', { label: 'CRM set-up', icon: 'settings_suggest', folded: true });
