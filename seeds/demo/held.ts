import type { Knex } from 'knex';
import { definitionsOf } from '../../schema/apply/desired.ts';
import { rooms } from '../../schema/index.ts';

/** A row of the demo that can't go, since others hold on to it. */
export interface HeldRow {
	readonly key: string;
	/** The table of those others, and how many they are. */
	readonly by: string;
	readonly count: number;
}

/** Which of the rows are linked from where a link can't become empty, after what the demo itself made of them is gone. */
export async function heldRows(trx: Knex, { table, keys }: { table: string; keys: readonly string[] }): Promise<HeldRow[]> {
	const links = await trx.raw<{ rows: { child: string; field: string }[] }>(
		`SELECT c.conrelid::regclass::text AS child, a.attname AS field
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confdeltype IN ('a', 'r') AND c.confrelid = format('public.%I', ?::text)::regclass ORDER BY 1, 2`,
		[table],
	);
	const held = new Map<string, HeldRow>();
	for (const { child, field } of links.rows.filter((link) => !directusEmpties.includes(`${link.child}.${link.field}`))) {
		const rows = await trx.raw<{ rows: HeldRow[] }>(`SELECT ??::text AS key, ? AS by, count(*)::int AS count FROM ${child} WHERE ??::text = ANY (?) GROUP BY 1`, [field, child, field, keys]);
		for (const row of rows.rows) if (!held.has(row.key)) held.set(row.key, row);
	}
	if (table === 'crm_stages') for (const row of await stagesOfHeldPipelines(trx, keys)) if (!held.has(row.key)) held.set(row.key, row);
	return [...held.values()];
}

/** Links to a person that Directus itself empties when the person goes. */
const directusEmpties = ['directus_comments.user_updated', 'directus_notifications.sender', 'directus_versions.user_updated'];

/** A pipeline with somebody's deals keeps all its stages: with some of them it would lead nowhere. */
async function stagesOfHeldPipelines(trx: Knex, keys: readonly string[]): Promise<HeldRow[]> {
	const { rows } = await trx.raw<{ rows: HeldRow[] }>(
		`SELECT stage.id::text AS key, 'crm_pipelines' AS by, 1 AS count FROM crm_stages stage
		WHERE stage.id::text = ANY (?) AND (EXISTS (SELECT FROM crm_opportunities WHERE pipeline = stage.pipeline)
			OR EXISTS (SELECT FROM crm_stages other WHERE other.pipeline = stage.pipeline AND other.id::text <> ALL (?)))`,
		[keys, keys],
	);
	return rows;
}

/** Says what stays and why; nothing of stages, whose pipeline says it for them. */
export async function stayingSentence(trx: Knex, { table, key, by, count }: HeldRow & { table: string }): Promise<string[]> {
	if (table === 'crm_stages') return [];
	const { rows } = await trx.raw<{ rows: { name: string | null }[] }>('SELECT coalesce(row ->> \'name\', concat_ws(\' \', row ->> \'first_name\', row ->> \'last_name\')) AS name FROM (SELECT to_jsonb(t) AS row FROM ?? t WHERE id::text = ?) found', [table, key]);
	const [links, those] = count === 1 ? ['links', 'that one'] : ['link', 'those'];
	return [`${upper(calledBy(table, 1))} “${rows[0]?.name ?? key}” stays: ${count} ${calledBy(by, count)} of your own ${links} to it. Change or delete ${those}, then remove the demo again.`];
}

/** How people call the rows of a table. */
function calledBy(table: string, count: number): string {
	const definition = definitionsOf(rooms).find((found) => found.kind === 'collection' && found.name === table);
	if (definition?.kind === 'collection') return (count === 1 ? definition.one : definition.label).toLowerCase();
	const plain = { directus_users: ['person', 'people'], directus_files: ['file', 'files'] }[table];
	return plain?.[count === 1 ? 0 : 1] ?? `${count === 1 ? 'row' : 'rows'} of ${table}`;
}

function upper(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
