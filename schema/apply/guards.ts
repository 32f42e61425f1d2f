import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { guardFiles } from '../guards/index.ts';
import type { Definition } from './desired.ts';
import { remember } from './memory.ts';
import type { Documents } from './plan.ts';
import type { Resource } from './resource.ts';
import { literal, type Rule, rulesOf } from './rules.ts';

export interface Guard {
	readonly name: string;
	readonly sql: string;
}

/** What the database itself has to refuse or derive: rules and indexes of the definitions, then the files of guards/. */
export function desiredGuards(definitions: readonly Definition[], hasColumn: (collection: string, column: string) => boolean): Guard[] {
	const rules = Map.groupBy(rulesOf(definitions).filter(({ collection, columns }) => columns.every((column) => hasColumn(collection, column))), ({ collection }) => collection);
	const collections = definitions.filter((definition) => definition.kind !== 'folder');
	return [
		...collections.map((definition) => ({
			name: `${definition.name} rules`,
			sql: [
				rulesSql(definition.name, rules.get(definition.name) ?? []),
				...(definition.kind === 'collection' ? indexesSql(definition.name, definition.indexes, '', hasColumn) : []),
				...(definition.kind === 'collection' ? indexesSql(definition.name, definition.unique, 'UNIQUE ', hasColumn) : []),
			].join('\n'),
		})),
		...guardFiles().filter(({ needs }) => needs.every(({ collection, field }) => hasColumn(collection, field))),
	].filter(({ sql }) => sql.trim() !== '');
}

/** NOT VALID: rows from before a rule stay as they are until somebody writes them; no long lock on a large table. */
function rulesSql(collection: string, rules: readonly Rule[]): string {
	const names = rules.map(({ name }) => literal(name)).join(', ');
	return [
		`DO $$ DECLARE old record; BEGIN
			FOR old IN SELECT conname FROM pg_constraint WHERE conrelid = ${literal(`public.${collection}`)}::regclass AND contype = 'c' AND conname LIKE '%\\_rule'
				${names ? `AND conname NOT IN (${names})` : ''}
			LOOP EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT %I', ${literal(collection)}, old.conname); END LOOP;
		END $$;`,
		...rules.map(({ name, sql }) => `ALTER TABLE public."${collection}" DROP CONSTRAINT IF EXISTS "${name}", ADD CONSTRAINT "${name}" CHECK (${sql}) NOT VALID;`),
	].join('\n');
}

function indexesSql(collection: string, lists: readonly (readonly string[])[] = [], kind: 'UNIQUE ' | '', hasColumn: (collection: string, column: string) => boolean): string[] {
	return lists
		.filter((columns) => columns.every((column) => hasColumn(collection, column)))
		.map((columns) => `CREATE ${kind}INDEX IF NOT EXISTS "${`${collection}_${columns.join('_')}`.slice(0, 57)}_${kind ? 'uniq' : 'idx'}" ON public."${collection}" (${columns.map((column) => `"${column}"`).join(', ')});`);
}

export function outdatedGuards(guards: readonly Guard[], applied: Documents): Guard[] {
	return guards.filter((guard) => applied.get(`guard ${guard.name}`) !== fingerprint(guard));
}

export async function applyGuards(trx: Knex, guards: readonly Guard[]): Promise<void> {
	for (const guard of guards) {
		await trx.raw(guard.sql.replaceAll('?', '\\?'));
		const resource: Pick<Resource, 'kind' | 'key'> = { kind: 'guard', key: guard.name };
		await remember(trx, resource, fingerprint(guard));
	}
}

function fingerprint({ sql }: Guard): string {
	return createHash('sha256').update(sql).digest('hex');
}
