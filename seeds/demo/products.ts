import { addDays, dayOf } from './calendar.ts';
import { type ProductKey, productFacts, type ProductFacts } from './data/products.ts';
import type { House } from './house.ts';
import type { Market } from './market.ts';
import { type Chapter, demoId, rows } from './story-shape.ts';
import { personId } from './teams.ts';

export const products = Object.entries(productFacts) as [ProductKey, ProductFacts][];

export function productId(key: ProductKey): string {
	return demoId('crm_products', key);
}

const books: { readonly [currency: string]: string } = { GBP: 'United Kingdom', CHF: 'Switzerland' };

/** What Frostlotse sells, and what it costs: at home, and abroad or through resellers. */
export function tellProducts({ now, house, market }: { now: Date; house: House; market: Market }): Chapter[] {
	const made = { date_created: addDays(now, -700).toISOString(), user_created: personId('katharina') };
	const abroad = market.foreign[0];
	const other = abroad ? { key: 'abroad', name: books[abroad] ?? abroad, currency: abroad, percent: 105 } : { key: 'resellers', name: 'Resellers', currency: house.base, percent: 75 };
	const priceBooks = [{ key: 'standard', name: 'Standard prices', currency: house.base, percent: 100 }, other];

	return [
		rows('crm_products', products.map(([key, facts]) => ({
			id: productId(key),
			name: facts.name,
			code: facts.code,
			family: facts.family,
			unit: facts.unit,
			is_active: !facts.isRetired,
			list_price: market.price(facts.price, house.base),
			cost: market.price(facts.cost, house.base),
			currency: house.base,
			tax_rate: house.link('crm_tax_rates', 'standard') ?? house.link('crm_tax_rates', 'outside_scope'),
			description: facts.about,
			...made,
		}))),
		rows('crm_price_books', priceBooks.map(({ key, name, currency }) => ({
			id: demoId('crm_price_books', key),
			name,
			currency,
			valid_from: dayOf(new Date(Date.UTC(now.getUTCFullYear(), 0, 1))),
			is_default: key === 'standard' && !house.hasDefaultPriceBook,
			is_active: true,
			...made,
		}))),
		rows('crm_price_book_entries', priceBooks.flatMap(({ key, currency, percent }) => products.filter(([, { isRetired }]) => !isRetired).map(([product, facts]) => ({
			id: demoId('crm_price_book_entries', `${key}/${product}`),
			price_book: demoId('crm_price_books', key),
			product: productId(product),
			unit_price: market.price(facts.price, currency, percent),
			...made,
		})))),
	];
}
