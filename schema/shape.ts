/**
 * The shape of what the language in define.ts builds: plain data that apply/ turns into Directus collections, and
 * from which schema.ts infers the row types. Nothing here runs.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

export type FieldType =
	| 'alias' | 'bigInteger' | 'boolean' | 'date' | 'dateTime' | 'decimal' | 'integer' | 'json' | 'string' | 'text'
	| 'time' | 'timestamp' | 'uuid';

/** What a field may say besides its label. Everything has a sensible default. */
export interface FieldOptions {
	/** Must be filled in, in the form and in the API. */
	readonly required?: boolean;
	/** Default of the database column. */
	readonly default?: string | number | boolean;
	/** Help below the input. */
	readonly note?: string;
	readonly placeholder?: string;
	readonly width?: 'half' | 'full' | 'fill';
	readonly readonly?: boolean;
	readonly hidden?: boolean;
	readonly unique?: boolean;
	readonly index?: boolean;
	/** Whether the global search looks here; only names, e-mails, numbers and the like should (searches scan). */
	readonly searchable?: boolean;
	/** Kept by the database: shown, never editable, overwritten by a trigger whatever a client sends. */
	readonly kept?: boolean;
	/** Numbers: bounds, refused by form, API and database alike. */
	readonly min?: number;
	readonly max?: number;
	/** A regular expression (understood by JavaScript and PostgreSQL alike) and the sentence for who misses it. */
	readonly pattern?: { readonly expression: string; readonly message: string };
	/** The form changes with the row: shown, hidden, read-only or required when a rule holds. */
	readonly conditions?: readonly FieldCondition[];
	readonly icon?: string;
	/** Overrides for a rare need; most fields never touch them. */
	readonly interface?: string;
	readonly options?: { readonly [key: string]: Json };
	readonly display?: string;
	readonly displayOptions?: { readonly [key: string]: Json };
}

export interface FieldCondition {
	readonly name: string;
	/** A Directus filter rule over the row. */
	readonly when: { readonly [key: string]: Json };
	readonly hidden?: boolean;
	readonly readonly?: boolean;
	readonly required?: boolean;
	/** Options of the interface that take the place of the field's own, list for list. */
	readonly options?: { readonly [key: string]: Json };
}

export interface Relation {
	readonly kind: 'one';
	readonly to: string;
	readonly onDelete: 'SET NULL' | 'CASCADE' | 'RESTRICT' | 'NO ACTION';
}

export interface ReverseRelation {
	readonly kind: 'many';
	readonly of: string;
	readonly by: string;
	/** Removing a row from the list deletes it (it lives only here) or only unlinks it. */
	readonly onRemove: 'nullify' | 'delete';
	readonly sort?: string;
}

declare const valueType: unique symbol;

/** A field whose value over REST has type T. */
export interface Field<T = unknown> {
	readonly [valueType]?: T;
	readonly label: string;
	readonly type: FieldType;
	readonly interface: string | null;
	readonly display?: string;
	readonly special?: readonly string[];
	readonly interfaceOptions?: { readonly [key: string]: Json };
	readonly displayOptions?: { readonly [key: string]: Json };
	readonly column?: { readonly primary?: boolean; readonly length?: number; readonly precision?: number; readonly scale?: number };
	readonly relation?: Relation | ReverseRelation;
	/** The section of the form that holds the field. */
	readonly section?: string;
	/** Money: the field that names its currency. */
	readonly currencyField?: string;
	/** Normalised by a filter hook before it is stored. */
	readonly normalise?: 'phone' | 'email' | 'domain';
	readonly options: FieldOptions;
}

export type Fields = { readonly [name: string]: Field };

/** A rule over several columns of a row, refused by the database on every path. */
export interface Check {
	/** SQL over the columns of NEW (written bare); a row is refused when it is false (unknown passes). */
	readonly sql: string;
	/** The field that the message belongs to. */
	readonly field: string;
	readonly message: string;
}

/** A filter rule of Directus over one field, such as `{ status: { _eq: 'planned' } }`. */
export type Standing = { readonly [field: string]: { readonly _eq: string } | { readonly _neq: string } };

export interface Bookmark {
	readonly label: string;
	readonly icon?: string;
	readonly color?: string;
	readonly filter: { readonly [key: string]: Json };
	readonly columns?: readonly string[];
	readonly order?: string;
}

export interface CollectionOptions<F extends Fields> {
	readonly label: string;
	readonly one: string;
	readonly icon: string;
	readonly color?: string;
	readonly note?: string;
	/** The navigation folder it stands in; 'hidden' keeps it out of the navigation. */
	readonly folder?: string;
	readonly hidden?: boolean;
	/** How a row is called wherever it is linked. */
	readonly display?: string;
	readonly singleton?: boolean;
	/** Archived rows leave the lists: the boolean field that says so. */
	readonly archive?: string;
	/** Rows are put in order by hand: the field that keeps the order. */
	readonly sort?: string;
	/** Columns of the default list. */
	readonly columns?: readonly string[];
	readonly widths?: { readonly [column: string]: number };
	/** Sort of the default list, '-' for descending. */
	readonly order?: string;
	readonly bookmarks?: { readonly [key: string]: Bookmark };
	readonly checks?: { readonly [name: string]: Check };
	/**
	 * Which rows are still to be done, by the field that says where a row stands; all, where nothing is said. They go along
	 * with an owner who changes team, and are what somebody else takes over.
	 */
	readonly open?: Standing;
	/** Composite indexes: lists of columns. */
	readonly indexes?: readonly (readonly string[])[];
	/** Columns that are unique together. */
	readonly unique?: readonly (readonly string[])[];
	readonly fields: F;
}

export interface Collection<Name extends string = string, F extends Fields = Fields, Single extends boolean = boolean> extends CollectionOptions<F> {
	readonly kind: 'collection';
	readonly name: Name;
	/** Its place among the definitions, as the files have them. */
	readonly position: number;
	readonly singleton?: Single;
}

/** Fields that Cardinal adds to a collection of Directus' own. */
export interface Extension<Name extends string = string, F extends Fields = Fields> {
	readonly kind: 'extension';
	readonly name: Name;
	readonly position: number;
	readonly fields: F;
}

export interface Folder<Name extends string = string> {
	readonly kind: 'folder';
	readonly name: Name;
	readonly position: number;
	readonly label: string;
	readonly icon: string;
	readonly color?: string;
	readonly folded?: boolean;
}

/** A day, 2026-01-31: a string that @directus/sdk knows to compare and to take apart, as in year(close_date). */
export type DateText = 'date' | (string & {});

/** An instant in ISO 8601, likewise. */
export type InstantText = 'datetime' | (string & {});

/** Points to a row of another collection: its key, or the row when it was asked for. */
export interface Ref<Name extends string> {
	readonly ref: Name;
}

export type ValueOf<F> = F extends Field<infer T> ? T : never;
