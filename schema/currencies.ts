import { belongsToCode, check, code, collection, date, decimal, flag, id, integer, sort, stamps, text } from './define.ts';

export const currencies = collection('crm_currencies', {
	label: 'Currencies', one: 'Currency', icon: 'payments', folder: 'crm_setup',
	display: '{{code}}',
	sort: 'sort', columns: ['code', 'name', 'symbol', 'decimals', 'is_active'], order: 'sort',
	fields: {
		code: code('Code', {
			length: 3, unique: true, placeholder: 'EUR', width: 'half',
			pattern: { expression: '^[A-Z]{3}$', message: 'Code needs the three capital letters of ISO 4217, such as EUR.' },
		}),
		name: text('Name', { required: true, searchable: true, placeholder: 'Euro' }),
		symbol: text('Symbol', { placeholder: '€' }),
		decimals: integer('Decimals', { required: true, default: 2, min: 0, max: 4, note: 'Digits after the decimal point: 2 for euros, 0 for yen.' }),
		is_active: flag('Active', { default: true, placeholder: 'Offered in lists', index: true }),
		sort: sort(),
		...stamps(),
	},
});

export const exchangeRates = collection('crm_exchange_rates', {
	label: 'Exchange rates', one: 'Exchange rate', icon: 'currency_exchange', folder: 'crm_setup',
	display: '{{from_currency.code}} → {{to_currency.code}} {{valid_on}}',
	columns: ['valid_on', 'from_currency', 'to_currency', 'rate'], order: '-valid_on',
	unique: [['from_currency', 'to_currency', 'valid_on']],
	checks: {
		rate_is_positive: check({ sql: 'rate > 0', field: 'rate', message: 'Rate must be more than 0.' }),
		currencies_differ: check({ sql: 'from_currency <> to_currency', field: 'to_currency', message: 'Choose two different currencies: the rate of a currency to itself is always 1.' }),
	},
	fields: {
		id: id(),
		from_currency: belongsToCode('From', 'crm_currencies', { required: true, index: true }),
		to_currency: belongsToCode('To', 'crm_currencies', { required: true }),
		rate: decimal('Rate', { required: true, scale: 8, precision: 20, note: 'How much of the second currency one unit of the first buys.' }),
		valid_on: date('Valid from', { required: true, index: true, note: 'Holds from this day until the next rate.' }),
		...stamps(),
	},
});
