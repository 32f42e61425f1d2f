import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { guardFiles } from '../guards/index.ts';
import type { Collection, Fields } from '../shape.ts';
import { attempt } from './attempt.ts';
import type { Definition } from './desired.ts';
import { ownedCollections, ownerColumns, stateFields, takeAlongSql } from './ownership.ts';
import { remember } from './memory.ts';
import type { Documents } from './plan.ts';
import { literal, type Rule, rulesOf } from './rules.ts';

export interface Guard {
	readonly name: string;
	readonly sql: string;
	/** May be refused by rows that are here (a unique index): then it waits. */
	readonly isDemand?: boolean;
}

/** What the database itself has to refuse or derive: rules and indexes of the definitions, then the files of guards/. */
export function desiredGuards(definitions: readonly Definition[], hasColumn: HasColumn): Guard[] {
	const rules = Map.groupBy(rulesOf(definitions).filter(({ collection, columns }) => columns.every((column) => hasColumn(collection, column))), ({ collection }) => collection);
	const withColumns = definitions.filter((definition) => definition.kind !== 'folder');
	return [
		...guardFiles().filter(({ needs }) => needs.every(({ collection, field }) => hasColumn(collection, field))),
		...withColumns.flatMap((definition) => (definition.kind === 'collection' ? uniqueGuards(definition, hasColumn) : [])),
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
	const states = ownedCollections(definitions).flatMap((owned) => stateFields(owned).map((field) => `${owned.name}.${field}`));
	return new Set([...guardFiles().flatMap(({ needs }) => needs.map(({ collection, field }) => `${collection}.${field}`)), ...derived, ...states]);
}

const stampColumns = ['date_created', 'date_updated', 'user_created', 'user_updated'];

type HasColumn = (collection: string, column: string) => boolean;

function keptColumns(fields: Fields): string[] {
	return Object.entries(fields).filter(([, field]) => field.options.kept && field.type !== 'alias').map(([name]) => name);
}

/** What the shape of a collection asks of the database: stamps, kept columns, ownership, indexes. In trigger order. */
function collectionSql(definition: Collection, hasColumn: HasColumn): string[] {
	const { name, label, fields, indexes, unique } = definition;
	const kept = keptColumns(fields).filter((column) => hasColumn(name, column));
	const trigger = (order: string, call: string) => `CREATE OR REPLACE TRIGGER crm_${order} BEFORE INSERT OR UPDATE ON public."${name}" FOR EACH ROW EXECUTE FUNCTION cardinal.${call};`;
	return [
		`COMMENT ON TABLE public."${name}" IS ${literal(label)};`,
		...(stampColumns.every((column) => hasColumn(name, column)) ? [trigger('10_stamps', 'keep_stamps()')] : []),
		...(kept.length > 0 ? [trigger('15_kept', `keep_columns(${kept.map(literal).join(', ')})`)] : []),
		...(ownerColumns.every((column) => column in fields && hasColumn(name, column)) ? [trigger('20_owner', 'follow_owner()'), ...ownershipSql(definition, hasColumn)] : []),
		dropOtherIndexes(name, [...(indexes ?? []), ...(unique ?? [])]),
		...(indexes ?? []).filter((columns) => columns.every((column) => hasColumn(name, column))).map((columns) => indexSql(name, columns, '')),
	];
}

/** Who asks stands in the stamp of a change: a statement that stamps nothing is the system's own. */
function ownershipSql(definition: Collection, hasColumn: HasColumn): string[] {
	const { name } = definition;
	const isStamped = ['user_created', 'user_updated'].every((column) => hasColumn(name, column));
	const mayFollow = hasColumn('directus_users', 'team') && stateFields(definition).every((field) => hasColumn(name, field));
	return [
		...(isStamped ? [`CREATE OR REPLACE TRIGGER crm_21_ownership BEFORE INSERT OR UPDATE OF user_updated ON public."${name}" FOR EACH ROW EXECUTE FUNCTION cardinal.keep_ownership();`] : []),
		...(mayFollow ? [takeAlongSql(definition)] : []),
	];
}

/** Each on its own, since rows that are here may not allow it. */
function uniqueGuards({ name, unique = [] }: Collection, hasColumn: HasColumn): Guard[] {
	return unique
		.filter((columns) => columns.every((column) => hasColumn(name, column)))
		.map((columns) => ({ name: `${name} unique ${columns.join(', ')}`, sql: indexSql(name, columns, 'UNIQUE '), isDemand: true }));
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

/** Names of ours end in _cardinal; PostgreSQL cuts names at 63 bytes. */
function indexName(collection: string, columns: readonly string[]): string {
	return `${`${collection}_${columns.join('_')}`.slice(0, 54)}_cardinal`;
}

function indexSql(collection: string, columns: readonly string[], kind: 'UNIQUE ' | ''): string {
	return `CREATE ${kind}INDEX IF NOT EXISTS "${indexName(collection, columns)}" ON public."${collection}" (${columns.map((column) => `"${column}"`).join(', ')});`;
}

/** Indexes that a definition no longer states would go on refusing rows. */
function dropOtherIndexes(collection: string, wanted: readonly (readonly string[])[]): string {
	const names = wanted.map((columns) => literal(indexName(collection, columns))).join(', ');
	return `DO $$ DECLARE old record; BEGIN
		FOR old IN SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename = ${literal(collection)} AND indexname LIKE '%\\_cardinal' ${names ? `AND indexname NOT IN (${names})` : ''}
		LOOP EXECUTE format('DROP INDEX public.%I', old.indexname); END LOOP;
	END $$;`;
}

/** Guards that changed, or of which something is gone: a field that was made anew lost its rules, a trigger was dropped. */
export function outdatedGuards(guards: readonly Guard[], applied: Documents, existing: ReadonlySet<string>): Guard[] {
	return guards.filter((guard) => applied.get(`guard ${guard.name}`) !== fingerprint(guard) || madeBy(guard).some((name) => !existing.has(name)));
}

/** What a guard's SQL makes: constraints, indexes and (enabled) triggers, by name. Functions are replaced, never dropped. */
function madeBy({ sql }: Guard): string[] {
	return [
		...[...sql.matchAll(/ADD CONSTRAINT "(\w+)"/g)].map(([, name]) => `constraint ${name}`),
		...[...sql.matchAll(/INDEX IF NOT EXISTS "?(\w+)"? ON/g)].map(([, name]) => `index ${name}`),
		...[...sql.matchAll(/CREATE OR REPLACE TRIGGER (\w+)[^;]*? ON public\."?(\w+)"?/g)].map(([, name, table]) => `trigger ${table}.${name}`),
	];
}

export async function existingGuardParts(trx: Knex): Promise<Set<string>> {
	const { rows } = await trx.raw<{ rows: { part: string }[] }>(`
		SELECT 'constraint ' || conname AS part FROM pg_constraint WHERE contype = 'c'
		UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
		UNION ALL SELECT 'trigger ' || c.relname || '.' || tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal AND tgenabled = 'O'
	`);
	return new Set(rows.map(({ part }) => part));
}

/** @returns the demands that rows of this instance don't allow, a line each */
export async function applyGuards(trx: Knex, guards: readonly Guard[]): Promise<string[]> {
	const waiting: string[] = [];
	for (const guard of guards) {
		const run = (knex: Knex) => knex.raw(guard.sql.replaceAll('?', '\\?'));
		const done = guard.isDemand ? await attempt(trx, run) : { isDone: true as const, value: await run(trx) };
		if (done.isDone) await remember(trx, { kind: 'guard', key: guard.name }, fingerprint(guard));
		else waiting.push(`waits      ${guard.name}: ${done.reason}`);
	}
	return waiting;
}

function fingerprint({ sql }: Guard): string {
	return createHash('sha256').update(sql).digest('hex');
}
