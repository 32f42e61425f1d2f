import { address, belongsToCode, collection, country, email, id, integer, phone, section, stamps, text, url } from './define.ts';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
	.map((month, index) => ({ text: month, value: index + 1 }));

/** What holds for the whole instance: one row. */
export const settings = collection('crm_settings', {
	label: 'Settings', one: 'Settings', icon: 'tune', folder: 'crm_setup', singleton: true,
	fields: {
		id: id(),
		...section('general', 'General', {
			base_currency: belongsToCode('Base currency', 'crm_currencies', { note: 'Amounts in other currencies are added up in this one.' }),
			default_country: country('Default country', { note: 'Phone numbers typed without a country code are taken to be from here.' }),
			fiscal_year_start: integer('Fiscal year starts in', {
				required: true, default: 1, min: 1, max: 12, note: 'Quarters and years of reports count from here.',
				interface: 'select-dropdown', options: { choices: months }, display: 'labels', displayOptions: { choices: months },
			}),
		}, { icon: 'public' }),
		...section('conversion', 'Conversion of leads', {
			deal_days: integer('New deals close within', { required: true, default: 30, min: 1, max: 3650, note: 'Days from the conversion to the close date of the deal, where the lead says no day.' }),
			unconvert_days: integer('Can be taken back within', { required: true, default: 30, min: 0, max: 3650, note: 'Days from the conversion. 0: never.' }),
		}, { icon: 'published_with_changes' }),
		...section('company', 'Our company', {
			company_name: text('Company name', { width: 'full', note: 'As it stands on quotes and invoices.' }),
			...address('company_'),
			company_tax_id: text('VAT or tax number'),
			company_registration: text('Registration number', { note: 'Commercial register and number.' }),
			company_email: email('Email', { searchable: false }),
			company_phone: phone('Phone', { searchable: false }),
			company_website: url('Website'),
		}, { icon: 'apartment' }),
		...stamps(),
	},
});
