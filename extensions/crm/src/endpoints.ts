import { defineEndpoint } from '@directus/extensions-sdk';

/** What Cardinal answers below /crm: a line a room. */
export default defineEndpoint({
	id: 'crm',
	handler: () => {},
});
