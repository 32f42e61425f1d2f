import type { AccessTable, Right, TableRole } from '../../domain/rights/access-table.ts';
import type { Permitted } from '../../domain/rights/instance.ts';
import type { Phrase } from '../../domain/rights/vocabulary.ts';

/** What `/crm/access` answers. */
export interface Access extends Omit<AccessTable, 'roles'> {
	readonly roles: readonly Role[];
	readonly collections: readonly { readonly collection: string; readonly label: string }[];
	/** How many people hold policies of their own, besides those of their role. */
	readonly besides: number;
	/** What opens more than may be meant, a sentence each. */
	readonly warnings: readonly string[];
}

export type Role = TableRole & { readonly people: number };

/** After a change: what stood there before. */
export type Changed = Access & { readonly before: Permitted | null };

export const actions = ['read', 'create', 'update', 'delete', 'share'] as const;
export type Action = (typeof actions)[number];

export const icons: { readonly [A in Action]: string } = { read: 'visibility', create: 'add', update: 'edit', delete: 'delete', share: 'share' };
export const verbs: { readonly [A in Action]: string } = { read: 'Read', create: 'Create', update: 'Change', delete: 'Delete', share: 'Share' };

/** A collection as the navigation has it. */
export interface Row {
	readonly collection: string;
	readonly label: string;
	readonly icon: string;
}

export interface Group {
	readonly name: string;
	readonly rows: readonly Row[];
}

export interface Place {
	readonly role: Role;
	readonly row: Row;
}

export type { Permitted, Phrase, Right };
