import { folder } from './define.ts';

/** The folders of the navigation. Collections say which one they stand in. */
export const sales = folder('crm_sales', { label: 'Sales', icon: 'handshake' });

export const catalogue = folder('crm_catalogue', { label: 'Catalogue', icon: 'inventory_2', folded: true });

export const setup = folder('crm_setup', { label: 'CRM set-up', icon: 'tune', folded: true });
