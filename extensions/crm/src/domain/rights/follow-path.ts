import { RightsRefusal } from './refusal.ts';

/** What of Directus' schema decides where a path leads. */
export interface Shape {
	readonly collections: {
		readonly [name: string]: {
			readonly primary: string;
			readonly sortField: string | null;
			readonly fields: { readonly [name: string]: { readonly type: string; readonly special: readonly string[]; readonly searchable?: boolean } };
		};
	};
	readonly relations: readonly Relation[];
}

interface Relation {
	readonly collection: string;
	readonly field: string;
	readonly related_collection: string | null;
	readonly meta: { readonly one_field: string | null; readonly one_collection_field?: string | null } | null;
}

/** One field on the way, and where it leads. */
export interface Step {
	readonly collection: string;
	readonly field: string;
	/** As the path has it: `year(close_date)`, `item:crm_accounts`. */
	readonly key: string;
	readonly fn?: string | undefined;
	readonly link?: Link | undefined;
}

export interface Link {
	readonly kind: 'one' | 'any' | 'many';
	readonly to: string;
}

/** The fields that a path passes; it ends where it no longer leads on. */
export function followPath(shape: Shape, collection: string, path: readonly string[]): Step[] {
	const steps: Step[] = [];
	let here: string | undefined = collection;
	for (const key of path) {
		if (here === undefined) break;
		const step = stepOf(shape, here, key);
		steps.push(step);
		here = step.fn ? undefined : step.link?.to;
	}
	return steps;
}

export function stepOf({ relations }: Shape, collection: string, key: string): Step {
	// Directus follows any field of any collection by this, and asks no right for it: only its own rules need that.
	if (key.startsWith('$FOLLOW')) throw new RightsRefusal('Links can’t be followed backwards by $FOLLOW here. Filter by a field that links to the records.');
	const [, fn, argument] = /^([^()]+)\(([^)]*)\)?/.exec(key) ?? [];
	const name = (argument ?? key).split(/[,:]/)[0]?.trim() ?? key;
	const relation = relations.find((one) => (one.collection === collection && one.field === name) || (one.related_collection === collection && one.meta?.one_field === name));
	return { collection, field: name, key, fn: fn?.trim(), link: relation && linkOf(relation, { collection, name, key }) };
}

export function primaryOf({ collections }: Shape, collection: string): string {
	return collections[collection]?.primary ?? 'id';
}

function linkOf(relation: Relation, { collection, name, key }: { collection: string; name: string; key: string }): Link | undefined {
	if (relation.collection !== collection || relation.field !== name) return { kind: 'many', to: relation.collection };
	if (relation.related_collection !== null) return { kind: 'one', to: relation.related_collection };
	const to = key.split(':')[1];
	return to === undefined ? undefined : { kind: 'any', to };
}
