import { defineInterface } from '@directus/extensions-sdk';
import { currencyFieldOption } from './currency-field-option.ts';
import MoneyInput from './money-input.vue';

export default defineInterface({
	id: 'crm-money',
	name: 'Money',
	description: 'An amount, typed as the viewer writes it and kept exactly.',
	icon: 'payments',
	component: MoneyInput,
	types: ['decimal'],
	group: 'standard',
	recommendedDisplays: ['crm-money'],
	options: ({ collection }) => [
		currencyFieldOption(collection),
		{ field: 'placeholder', name: '$t:placeholder', type: 'string', meta: { width: 'half', interface: 'system-input-translated-string' } },
	],
});
