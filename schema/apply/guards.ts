import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { guardFiles } from '../guards/index.ts';
import type { Collection, Fields } from '../shape.ts';
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
export function desiredGuards(definitions: readonly Definition[], hasColumn: HasColumn): Guard[] {
	const rules = Map.groupBy(rulesOf(definitions).filter(({ collection, columns }) => columns.every((column) => hasColumn(collection, column))), ({ collection }) => collection);
	const withColumns = definitions.filter((definition) => definition.kind !== 'folder');
	return [
		...guardFiles().filter(({ needs }) => needs.every(({ collection, field }) => hasColumn(collection, field))),
		...withColumns.map((definition) => ({
			name: `${definition.name} rules`,
			sql: [
				rulesSql(definition.name, rules.get(definition.name) ?? []),
				...(definition.kind === 'collection' ? collectionSql(definition, hasColumn) : []),
			].join('\n'),
		})),
	];
}

/** Fields that guards speak of: deleting one would break every write, so it is refused. */
export function guardedFields(definitions: readonly Definition[]): Set<string> {
	const derived = definitions.filter((definition) => definition.kind === 'collection').flatMap(({ name, fields }) => [
		...keptColumns(fields),
		...[...stampColumns, ...ownerColumns].filter((column) => column in fields),
	].map((column) => `${name}.${column}`));
	return new Set([...guardFiles().flatMap(({ needs }) => needs.map(({ collection, field }) => `${collection}.${field}`)), ...derived]);
}

const stampColumns = ['date_created', 'date_updated', 'user_created', 'user_updated'];
const ownerColumns = ['owner', 'team'];

type HasColumn = (collection: string, column: string) => boolean;

function keptColumns(fields: Fields): string[] {
	return Object.entries(fields).filter(([, field]) => field.options.kept && field.type !== 'alias').map(([name]) => name);
}

/** What the shape of a collection asks of the database: stamps, kept columns, ownership, indexes. In trigger order. */
function collectionSql({ name, label, fields, indexes, unique }: Collection, hasColumn: HasColumn): string[] {
	const kept = keptColumns(fields).filter((column) => hasColumn(name, column));
	const trigger = (order: string, call: string) => `CREATE OR REPLACE TRIGGER crm_${order} BEFORE INSERT OR UPDATE ON public."${name}" FOR EACH ROW EXECUTE FUNCTION cardinal.${call};`;
	return [
		`COMMENT ON TABLE public."${name}" IS ${literal(label)};`,
		...(stampColumns.every((column) => hasColumn(name, column)) ? [trigger('10_stamps', 'keep_stamps()')] : []),
		...(kept.length > 0 ? [trigger('15_kept', `keep_columns(${kept.map(literal).join(', ')})`)] : []),
		...(ownerColumns.every((column) => column in fields && hasColumn(name, column)) ? [trigger('20_owner', 'follow_owner()')] : []),
		...indexesSql(name, indexes, '', hasColumn),
		...indexesSql(name, unique, 'UNIQUE ', hasColumn),
	];
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

function indexesSql(collection: string, lists: readonly (readonly string[])[] = [], kind: 'UNIQUE ' | '', hasColumn: HasColumn): string[] {
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
