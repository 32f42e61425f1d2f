import type { Json } from '../../schema/shape.ts';
import type { CollectionName } from '../../schema/schema.ts';
import { stableId } from '../../schema/stable-id.ts';
import type { Doc } from '../reference/row.ts';

export type DemoRow = { readonly id: string; readonly [column: string]: Json | undefined };

/** The demo is told in chapters, one after the other: rows that appear, rows that change. */
export interface Chapter {
	readonly kind: 'rows' | 'changes';
	readonly table: DemoTable;
	readonly rows: readonly DemoRow[];
}

export type DemoTable = CollectionName | 'directus_users';

/** The same on every instance and every day. */
export function demoId(table: DemoTable, name: string): string {
	return stableId(`demo/${table}/${name}`);
}

export function rows<Name extends CollectionName>(table: Name, list: readonly (Doc<Name> & { readonly id: string })[]): Chapter {
	return { kind: 'rows', table, rows: list as readonly DemoRow[] };
}

/** What becomes of rows that are there: only the named columns change. */
export function changes<Name extends CollectionName>(table: Name, list: readonly (Doc<Name> & { readonly id: string })[]): Chapter {
	return { kind: 'changes', table, rows: list as readonly DemoRow[] };
}
