import type { Json } from '../shape.ts';

/** A thing that Cardinal brings: its properties are merged three ways with what stands in the instance. */
export interface Resource {
	readonly kind: ResourceKind;
	/** Names the thing for people and for the memory: crm_leads, crm_leads.email, directus_presets:crm_leads/default. */
	readonly key: string;
	readonly doc: { readonly [property: string]: Json | undefined };
}

export type ResourceKind = 'collection' | 'field' | 'relation' | 'row' | 'guard';

/** A row of a system or reference table; `id` is given where the table lets us choose it. */
export interface RowResource extends Resource {
	readonly kind: 'row';
	readonly table: string;
	readonly id?: string;
	/** Rows that staff make too: where one with the same values of these columns exists, it is taken as ours. */
	readonly natural?: readonly string[];
}

export function isRow(resource: Resource): resource is RowResource {
	return resource.kind === 'row';
}

export function identity(resource: Pick<Resource, 'kind' | 'key'>): string {
	return `${resource.kind} ${resource.key}`;
}
