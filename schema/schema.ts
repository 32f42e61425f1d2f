import type { DirectusFile, DirectusUser } from '@directus/sdk';
import type { rooms } from './index.ts';
import type { Collection, Extension, Fields, Ref, ValueOf } from './shape.ts';

/**
 * The data dictionary as types, by inference: nothing is generated. `createDirectus<Schema>(url)` knows every
 * collection and field; `Row<'crm_leads'>` is a lead as REST gives it: money and decimals are strings, a link is the
 * other row's key, or that row when its fields were asked for.
 */

type Rooms = typeof rooms;
type Member = { [Room in keyof Rooms]: Rooms[Room][keyof Rooms[Room]] }[keyof Rooms];

type Collections = { [C in Extract<Member, Collection> as C['name']]: C };
type Extensions = { [E in Extract<Member, Extension> as E['name']]: E };

/** Every collection of ours. */
export type CollectionName = keyof Collections;

/** A row of a collection. */
export type Row<Name extends CollectionName> = RowOf<Collections[Name]['fields']>;

/** For `createDirectus<Schema>()`: ours as lists, the settings as one row, what we add to Directus' own collections. */
export type Schema = {
	[Name in CollectionName]: Collections[Name] extends Collection<string, Fields, true> ? Row<Name> : Row<Name>[];
} & {
	[Name in keyof Extensions]: RowOf<Extensions[Name]['fields']>;
};

/** Headings of the form hold no value and drop out. */
type RowOf<F extends Fields> = {
	-readonly [Key in keyof F as [ValueOf<F[Key]>] extends [never] ? never : Key]: Linked<ValueOf<F[Key]>>;
};

type Linked<T> =
	T extends Ref<infer Name> ? string | Target<Name>
	: T extends readonly Ref<infer Name>[] ? string[] | Target<Name>[]
	: T;

type Target<Name extends string> =
	Name extends CollectionName ? Row<Name>
	: Name extends 'directus_users' ? DirectusUser<Schema>
	: Name extends 'directus_files' ? DirectusFile<Schema>
	: never;
