import {
	badge, belongsTo, belongsToCode, check, choice, collection, country, date, externalId, flag, id, image, lines, money, oneOf, rate,
	richText, section, stamps, text,
} from './define.ts';

export const products = collection('crm_products', {
	label: 'Products', one: 'Product', icon: 'inventory_2', folder: 'crm_catalogue',
	note: 'What we sell.',
	display: '{{name}}',
	columns: ['code', 'name', 'family', 'list_price', 'unit', 'is_active'],
	widths: { code: 130, name: 280, family: 150, list_price: 130, unit: 110 },
	order: 'name',
	fields: {
		id: id(),
		name: text('Name', { required: true, searchable: true, index: true }),
		code: text('Code', { unique: true, searchable: true, note: 'The article number or SKU.' }),
		family: text('Family', { index: true, note: 'The group that reports put it in.' }),
		is_active: flag('Active', { default: true, placeholder: 'For sale', index: true }),
		...section('price', 'Price', {
			list_price: money('List price'),
			currency: belongsToCode('Currency', 'crm_currencies'),
			unit: choice('Unit', {
				piece: 'Piece', hour: 'Hour', day: 'Day', month: 'Month', year: 'Year', user: 'User', licence: 'Licence', kg: 'Kilogram', metre: 'Metre',
				litre: 'Litre', package: 'Package', flat: 'Flat rate',
			}, { required: true, default: 'piece' }),
			tax_rate: oneOf('Tax rate', 'crm_tax_rates', { options: { filter: { is_active: { _eq: true } } } }),
			cost: money('Cost', { note: 'What one unit costs us.' }),
		}, { icon: 'sell' }),
		...section('presentation', 'On documents', {
			description: richText('Description', { note: 'What quotes and invoices say about it.' }),
			image: image('Picture', { width: 'full' }),
		}, { icon: 'description' }),
		external_id: externalId(),
		...stamps(),
	},
});

export const priceBooks = collection('crm_price_books', {
	label: 'Price books', one: 'Price book', icon: 'sell', folder: 'crm_catalogue',
	note: 'Prices for a market, a currency or a kind of customer.',
	display: '{{name}}',
	columns: ['name', 'currency', 'valid_from', 'valid_until', 'is_default', 'is_active'], order: 'name',
	checks: {
		ends_after_start: check({ sql: 'valid_until >= valid_from', field: 'valid_until', message: 'The last day is before the first: choose a later last day.' }),
	},
	fields: {
		id: id(),
		name: text('Name', { required: true, unique: true, searchable: true }),
		currency: belongsToCode('Currency', 'crm_currencies', { required: true, note: 'All its prices are in this currency.' }),
		valid_from: date('Valid from', { index: true }),
		valid_until: date('Valid until', { note: 'The last day; leave empty for no end.' }),
		is_default: flag('Default', { placeholder: 'Used unless another is chosen' }),
		is_active: flag('Active', { default: true, placeholder: 'Offered in lists' }),
		entries: lines('Prices', 'crm_price_book_entries', 'price_book', { columns: ['product.code', 'product', 'unit_price', 'product.unit'] }),
		external_id: externalId(),
		...stamps(),
	},
});

export const priceBookEntries = collection('crm_price_book_entries', {
	label: 'Price book entries', one: 'Price', icon: 'price_change', hidden: true, folder: 'crm_catalogue',
	display: '{{product.name}} {{unit_price}}',
	columns: ['price_book', 'product', 'unit_price'], order: 'price_book',
	unique: [['price_book', 'product']],
	fields: {
		id: id(),
		price_book: belongsTo('Price book', 'crm_price_books', { required: true, onDelete: 'CASCADE' }),
		product: belongsTo('Product', 'crm_products', { required: true, onDelete: 'CASCADE' }),
		unit_price: money('Unit price', { required: true, currency: null, note: 'In the currency of the price book.' }),
		...stamps(),
	},
});

export const taxRates = collection('crm_tax_rates', {
	label: 'Tax rates', one: 'Tax rate', icon: 'percent', folder: 'crm_catalogue',
	display: '{{name}}',
	columns: ['name', 'rate', 'country', 'category', 'is_default', 'is_active'], order: 'name',
	fields: {
		id: id(),
		name: text('Name', { required: true, unique: true, searchable: true }),
		rate: rate('Rate', { required: true, default: 0 }),
		country: country('Country', { index: true }),
		category: choice('Category', {
			S: badge('Standard rate', 'primary'),
			Z: 'Zero rated',
			E: 'Exempt',
			AE: 'Reverse charge',
			K: 'Intra-community supply',
			G: 'Export outside the EU',
			O: 'Outside the scope of tax',
			L: 'Canary Islands (IGIC)',
			M: 'Ceuta and Melilla (IPSI)',
		}, { required: true, default: 'S', note: 'As EN 16931 wants it on electronic invoices.' }),
		is_default: flag('Default', { placeholder: 'Used for new products' }),
		is_active: flag('Active', { default: true, placeholder: 'Offered in lists' }),
		...stamps(),
	},
});
