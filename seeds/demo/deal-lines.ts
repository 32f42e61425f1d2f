import Big from 'big.js';
import type { Kit } from './data/kits.ts';
import { type ProductKey, productFacts } from './data/products.ts';
import { diceFor } from './dice.ts';
import type { Market } from './market.ts';

export interface DealLine {
	readonly product: ProductKey;
	readonly quantity: number;
	readonly unitPrice: string;
	readonly discount: number;
}

/** What a deal is made of: a kit, in the numbers that a customer of this size needs. */
export function linesOf(kit: Kit, { key, employees, currency, market }: { key: string; employees: number; currency: string; market: Market }): DealLine[] {
	const dice = diceFor(`${key}/lines`);
	const discount = dice.pick([0, 0, 0, 0, 5, 10, 12]);
	const counted = new Map<ProductKey, number>();
	return kit.lines.map((line) => {
		const [product, from, to, grows] = line;
		const quantity = typeof from === 'string' ? (counted.get(from) ?? 1) : dice.whole(from, to ?? from) * (grows ? sizeOf(employees) : 1);
		counted.set(product, quantity);
		const isHardware = ['Sensors', 'Connectivity'].includes(productFacts[product].family);
		return { product, quantity, unitPrice: market.price(productFacts[product].price, currency), discount: isHardware ? discount : 0 };
	});
}

/** How many times as much as the smallest they need. */
function sizeOf(employees: number): number {
	return employees < 40 ? 1 : employees < 120 ? 3 : employees < 400 ? 7 : 12;
}

/** What somebody guesses before there is an offer: some way off, and round. */
export function estimate(lines: readonly DealLine[], key: string): string {
	return round(sumOf(lines).times(diceFor(`${key}/estimate`).whole(80, 125)).div(100));
}

/** A package price: the sum, made round. */
export function packagePrice(lines: readonly DealLine[]): string {
	return round(sumOf(lines));
}

function sumOf(lines: readonly DealLine[]): Big {
	return lines.reduce((sum, { quantity, unitPrice, discount }) => sum.plus(new Big(unitPrice).times(quantity).times(100 - discount).div(100)), new Big(0));
}

/** Two figures, then zeros. */
function round(amount: Big): string {
	const zeros = Math.max(0, amount.round(0, Big.roundDown).toFixed(0).length - 2);
	return amount.round(-zeros, Big.roundHalfUp).toFixed(0);
}
