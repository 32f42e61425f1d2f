import type { Collection } from '../shape.ts';
import type { Definition } from './rooms.ts';
import { literal } from './rules.ts';

export const ownerColumns = ['owner', 'team'];

/** The collections whose rows have an owner and a team. */
export function ownedCollections(definitions: readonly Definition[]): Collection[] {
	return definitions.filter((definition): definition is Collection => definition.kind === 'collection' && ownerColumns.every((column) => column in definition.fields));
}

/** The fields that say whether a row is still to be done. */
export function stateFields({ open = {} }: Pick<Collection, 'open'>): string[] {
	return Object.keys(open);
}

/** What is still to be done goes along with an owner who changes team (guards/05-ownership.sql). */
export function takeAlongSql({ name, open = {} }: Pick<Collection, 'name' | 'open'>): string {
	const isOpen = Object.entries(open).map(([field, rule]) => ('_eq' in rule ? `"${field}" = ${literal(rule._eq)}` : `"${field}" <> ${literal(rule._neq)}`));
	return `CREATE OR REPLACE TRIGGER crm_50_take_along_${name} AFTER UPDATE ON public.directus_users
		FOR EACH ROW WHEN (OLD.team IS DISTINCT FROM NEW.team) EXECUTE FUNCTION cardinal.take_along(${literal(name)}, ${literal(isOpen.join(' AND ') || 'true')});`;
}
