/**
 * Where rows go to: a collection as the import sees it. Put together from the instance's own schema, so that fields and
 * collections that an admin added can be imported like ours.
 */
export interface Target {
	readonly collection: string;
	readonly label: string;
	/** The primary key's field. */
	readonly primary: string;
	/** A collection of one row, such as settings: nothing to import. */
	readonly isSingleton?: boolean;
	readonly fields: ReadonlyMap<string, TargetField>;
}

export type Targets = ReadonlyMap<string, Target>;

export interface TargetField {
	readonly name: string;
	readonly label: string;
	readonly type: string;
	/** Must be given when a row is created. */
	readonly isRequired: boolean;
	/** Why a mapping may not set it. */
	readonly protection?: Protection;
	/** A link to one row of another collection. */
	readonly link?: { readonly collection: string };
	/** Rows of another collection that link here by their field `by`, put in order by their field `sort`. */
	readonly children?: { readonly collection: string; readonly by: string; readonly sort?: string };
	readonly choices?: readonly { readonly text: string; readonly value: string | number }[];
	/** Other values than the choices are welcome. */
	readonly allowsOther?: boolean;
	readonly isList?: boolean;
	readonly normalise?: 'phone' | 'email' | 'domain';
	readonly maxLength?: number;
	readonly precision?: number;
	readonly scale?: number;
	/** The sentence for a value that the field's own rule refuses. */
	readonly message?: string;
}

/** kept: by the database · stamp: who and when · secret: never by a file · layout: holds no value. */
export type Protection = 'kept' | 'stamp' | 'secret' | 'layout';

export function fieldOf(targets: Targets, collection: string, name: string): TargetField | undefined {
	return targets.get(collection)?.fields.get(name);
}
