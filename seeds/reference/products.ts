import Big from 'big.js';
import type { RowResource } from '../../schema/apply/resource.ts';
import { type Doc, row } from './row.ts';

type TaxRate = Doc<'crm_tax_rates'>;

/**
 * Value added tax in percent: the standard rate, then the reduced rates that most sellers meet. The European
 * Commission's "VAT rates applied in the Member States", and the authorities of the others; as of 2026.
 */
const vat: { readonly [country: string]: readonly number[] } = {
	AT: [20, 13, 10], BE: [21, 12, 6], BG: [20, 9], CH: [8.1, 3.8, 2.6], CY: [19, 9, 5], CZ: [21, 12], DE: [19, 7], DK: [25], EE: [24, 13, 9],
	ES: [21, 10, 4], FI: [25.5, 13.5, 10], FR: [20, 10, 5.5], GB: [20, 5], GR: [24, 13, 6], HR: [25, 13, 5], HU: [27, 18, 5], IE: [23, 13.5, 9],
	IS: [24, 11], IT: [22, 10, 5, 4], LI: [8.1, 3.8, 2.6], LT: [21, 12, 5], LU: [17, 14, 8], LV: [21, 12, 5], MT: [18, 7, 5], NL: [21, 9],
	NO: [25, 15, 12], PL: [23, 8, 5], PT: [23, 13, 6], RO: [21, 11], SE: [25, 12, 6], SI: [22, 9.5, 5], SK: [23, 19, 5],
};

const outsideTheUnion = ['CH', 'GB', 'IS', 'LI', 'NO'];

/**
 * The tax rates of the country that the instance is at home in, by the categories of EN 16931. Where there is no value
 * added tax (or we don't know its rates) prices are outside the scope of tax until an admin says otherwise.
 */
export function taxRateRows(country: string): RowResource[] {
	const [standard, ...reduced] = vat[country] ?? [];
	const home = country as Exclude<TaxRate['country'], undefined>;
	const isInUnion = standard !== undefined && !outsideTheUnion.includes(country);
	return [
		...(standard === undefined ? [] : [taxRate('standard', { name: `VAT ${standard} %`, rate: exact(standard), country: home, category: 'S', is_default: true })]),
		// Named by their place, not by their percentage: a rate that a parliament changes stays the same row.
		...reduced.map((percent, index) => taxRate(`reduced_${index + 1}`, { name: `VAT ${percent} % (reduced)`, rate: exact(percent), country: home, category: 'S' })),
		...(standard === undefined ? [] : [
			taxRate('zero', { name: 'Zero rated', category: 'Z' }),
			taxRate('exempt', { name: 'Exempt from VAT', category: 'E' }),
			taxRate('reverse_charge', { name: 'Reverse charge', category: 'AE' }),
		]),
		...(isInUnion ? [
			taxRate('intra_community', { name: 'Intra-community supply', category: 'K' }),
			taxRate('export', { name: 'Export outside the EU', category: 'G' }),
		] : []),
		taxRate('outside_scope', { name: standard === undefined ? 'No tax' : 'Outside the scope of VAT', category: 'O', is_default: standard === undefined }),
	];
}

function taxRate(key: string, doc: TaxRate): RowResource {
	return row('crm_tax_rates', key, { rate: exact(0), country: null, is_default: false, is_active: true, ...doc }, { natural: ['name'] });
}

/** As numeric(9, 4) gives it back. */
function exact(percent: number): string {
	return new Big(percent).toFixed(4);
}
