/** An exact decimal as the API gives and takes it: '12500.0000'. */
export type Amount = string;

/** How the viewer writes an amount. */
export interface Manner {
	/** The viewer's, such as de-DE. */
	readonly locale: string;
	/** The currency's ISO 4217 code, where it is known. */
	readonly currency?: string | undefined;
}

/** What a column of money holds: numeric(19, 4). */
export const DECIMALS = 4;
export const WHOLE_DIGITS = 15;

/** Whether two amounts are the same number, however many zeros they end in. */
export function isSameAmount(one: Amount | null, other: Amount | null): boolean {
	return one === other || (one !== null && other !== null && withoutEndingZeros(one) === withoutEndingZeros(other));
}

function withoutEndingZeros(amount: Amount): string {
	return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}
