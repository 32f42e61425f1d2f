import { defineDisplay } from '@directus/extensions-sdk';
import { currencyFieldOption } from './currency-field-option.ts';
import { formatAmount } from './format-amount.ts';
import MoneyDisplay from './money-display.vue';

export default defineDisplay({
	id: 'crm-money',
	name: 'Money',
	description: 'An amount as the viewer writes it, with its currency.',
	icon: 'payments',
	component: MoneyDisplay,
	types: ['decimal'],
	options: ({ collection }) => [currencyFieldOption(collection)],
	/** Where Directus wants plain text, such as in the title of an event. */
	handler: (value: unknown) => (value == null ? null : formatAmount(String(value), { locale: document.documentElement.lang || 'en-US' })),
});
