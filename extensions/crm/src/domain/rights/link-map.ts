/** How the rows of each collection are keyed, and how they link to each other. */
export interface LinkMap {
	readonly [collection: string]: LinkedCollection | undefined;
}

export interface LinkedCollection {
	/** The field that holds the key. */
	readonly key: string;
	readonly keyType: string;
	readonly links: readonly LinkField[];
	readonly lists: readonly ListField[];
}

/** A field that holds the key of one row. */
export interface LinkField {
	readonly field: string;
	/** The collection of that row, or several, of which the field `named` says one (many-to-any). */
	readonly to: readonly string[];
	readonly named?: string;
	/** The row lives only within the one that it links to, as a product line within its deal. */
	readonly isPart: boolean;
	/** When whoever writes is put here, whatever the payload says. */
	readonly stampedOn?: 'create' | 'update';
}

/** A field for the rows of a collection that link here. */
export interface ListField {
	readonly field: string;
	readonly of: string;
}

/** A row among all rows of all collections; its key in the form of `keyIn`. */
export function rowName(collection: string, key: string): string {
	return `${collection} ${key}`;
}

const uuid = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;
const largest: { readonly [type: string]: bigint } = { integer: 2n ** 31n - 1n, bigInteger: 2n ** 63n - 1n };

/** A key in one form, however it is written; undefined for what can be the key of no row. */
export function keyIn({ keyType }: LinkedCollection, value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value);
	if (keyType === 'uuid') return uuid.exec(text)?.slice(1).join('-').toLowerCase();
	const limit = largest[keyType];
	if (limit === undefined) return text === '' || text.includes('\0') ? undefined : text;
	if (!/^-?\d{1,19}$/.test(text)) return undefined;
	const number = BigInt(text);
	return number <= limit && number >= -limit ? String(number) : undefined;
}
