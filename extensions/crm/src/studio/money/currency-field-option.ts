/** What interface and display ask an admin: which field of the row holds the currency's code. */
export function currencyFieldOption(collection: string | undefined) {
	return {
		field: 'currencyField',
		name: 'Currency field',
		type: 'string' as const,
		meta: {
			width: 'half' as const,
			interface: 'system-field',
			options: { collectionName: collection, typeAllowList: ['string'], allowNone: true },
			note: 'The field that holds the code of the currency, such as EUR.',
		},
	};
}
