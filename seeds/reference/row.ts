import type { RowResource } from '../../schema/apply/resource.ts';
import type { Json } from '../../schema/shape.ts';
import type { CollectionName, Row } from '../../schema/schema.ts';
import { stableId } from '../../schema/stable-id.ts';

/**
 * The columns of a collection as they are written: a link is its key, a decimal is the text that PostgreSQL gives for it
 * (19.0000), an instant is in ISO 8601. Field names and choices are checked by the compiler.
 */
export type Doc<Name extends CollectionName> = {
	readonly [Key in keyof Row<Name>]?: Extract<Row<Name>[Key], null | boolean | number | string | readonly string[]>;
};

/** The key of a row of reference data, the same on every instance. */
export function referenceId(table: string, name: string): string {
	return stableId(`${table}/${name}`);
}

interface RowOptions {
	readonly id?: string;
	readonly natural?: readonly string[];
}

/** A row that every instance starts with. */
export function row<Name extends CollectionName>(table: Name, name: string, doc: Doc<Name>, { id = referenceId(table, name), natural }: RowOptions = {}): RowResource {
	return { kind: 'row', table, key: `${table}/${name}`, id, doc: doc as { readonly [column: string]: Json }, ...(natural ? { natural } : {}) };
}
