import type { ActionEventParams } from '@directus/types';
import type { Knex } from 'knex';
import type { Resolve } from '../../domain/imports/lookup.ts';
import type { Problem } from '../../domain/imports/problem.ts';
import type { Outcome } from '../../domain/imports/report.ts';
import { type FileRecord, keyOf, planRow, requestsOf, type RowPlan, settleRow } from '../../domain/imports/row.ts';
import type { Value } from '../../domain/imports/convert.ts';
import { trustToRead } from '../rights/trusted-rows.ts';
import type { Item, Key } from './context.ts';
import { type DealRules, readDealRules } from './deal-rules.ts';
import { keyText, readExisting } from './existing.ts';
import { ImportError } from './import-error.ts';
import type { Lookups } from './lookups.ts';
import { createMissing, missingOf } from './missing.ts';
import { isPassing, problemsOf } from './row-error.ts';
import { createSavepoints, type Savepoints, type Settings } from './savepoints.ts';
import { itemFor, settingsFor, writeRow, type Writing } from './write-row.ts';

export interface ChunkContext extends Writing {
	readonly lookups: Lookups;
}

export interface RowResult {
	readonly record: FileRecord;
	readonly outcome: Outcome;
	/** Why it failed. */
	readonly problems: readonly Problem[];
}

export interface ChunkResult {
	readonly results: readonly RowResult[];
	/** What Directus has to tell flows and sockets, once the chunk is committed. */
	readonly events: readonly ActionEventParams[];
}

/**
 * Imports some records within the given transaction. Each is written in a savepoint of its own: the good ones are in,
 * the bad ones are told apart.
 */
export async function importChunk(records: readonly FileRecord[], context: ChunkContext, knex: Knex): Promise<ChunkResult> {
	const { recipe, lookups, host, caller } = context;
	// The guards trust what they are told of history, but not of who may own what; automations leave alone what an import did.
	await knex.raw('SELECT set_config(\'crm.origin\', \'import\', true), set_config(\'crm.actor\', ?, true), set_config(\'lock_timeout\', \'10s\', true)', [caller.accountability.admin ? '' : (caller.accountability.user ?? '')]);

	const plans = records.map((record) => ({ record, plan: planRow(recipe, record) }));
	const requests = plans.flatMap(({ plan }) => requestsOf(plan));
	await lookups.prepare(requests, knex);
	for (const request of requests) {
		const answer = lookups.resolve(request);
		if ('key' in answer) trustToRead(request.plan.collection, answer.key, { ...caller, knex });
	}
	const keys = plans.map(({ plan }) => keyOf(recipe, plan, lookups.resolve)).filter((key) => typeof key !== 'string');
	const existing = await readExisting({ recipe, keys: recipe.key.length > 0 ? keys : [], knex, host, caller });
	const deals = recipe.target.collection === 'crm_opportunities' ? await readDealRules(host, caller, knex) : undefined;

	const chunk: Chunk = { context, knex, savepoints: createSavepoints(knex), existing, written: new Set(), deals, events: [] };
	await lockChanging(plans.map(({ plan }) => plan), chunk);
	const results: RowResult[] = [];
	for (const { record, plan } of plans) results.push(await importRow(record, plan, chunk));
	await chunk.savepoints.end();
	return { results, events: chunk.events };
}

interface Chunk {
	readonly context: ChunkContext;
	readonly knex: Knex;
	readonly savepoints: Savepoints;
	readonly existing: Map<string, Item[]>;
	/** The keys of rows that this chunk wrote: what was read of them before is old. */
	readonly written: Set<string>;
	readonly deals: DealRules | undefined;
	readonly events: ActionEventParams[];
}

/**
 * Locks the rows that are going to change, always in the same order: two who change the same rows at once, each in the
 * order of their file, would lock each other out. Rows that stay as they are are not touched.
 */
async function lockChanging(plans: readonly RowPlan[], { context, knex, existing, deals }: Chunk): Promise<void> {
	const { recipe, lookups } = context;
	const keys: Key[] = [];
	for (const plan of existing.size > 0 ? plans : []) {
		const key = keyOf(recipe, plan, lookups.resolve);
		const [row, ...others] = typeof key === 'string' ? [] : (existing.get(keyText(recipe, key)) ?? []);
		if (!row || others.length > 0) continue;
		const settled = settleRow(plan, lookups.resolve);
		if (itemFor(context, deals ? await deals(settled, row) : settled, row)) keys.push(row[recipe.target.primary] as Key);
	}
	const { collection, primary } = recipe.target;
	if (keys.length > 0) await knex(collection).whereIn(primary, keys).orderBy(primary).forNoKeyUpdate().select(primary);
}

async function importRow(record: FileRecord, plan: RowPlan, chunk: Chunk): Promise<RowResult> {
	const { lookups, recipe } = chunk.context;
	const failed = (...problems: Problem[]): RowResult => ({ record, outcome: 'failed', problems });
	if (plan.isSkipped) return { record, outcome: 'skipped', problems: [] };

	const missing = missingOf(plan, lookups.resolve);
	// What will be created counts as found here: a row that fails anyway creates nothing.
	const isMissing = new Set(missing);
	const expected = settleRow(plan, (request) => (isMissing.has(request) ? { key: '' } : lookups.resolve(request)));
	if (expected.problems.length > 0) return failed(...expected.problems);

	const key = keyOf(recipe, plan, lookups.resolve);
	if (key === 'empty') return failed({ message: `The key (${recipe.key.join(', ')}) is empty. Fill it in the file, or choose another key.` });
	const matches = key === 'unknown' || recipe.key.length === 0 ? [] : await existingRows(key, chunk);
	if (matches.length > 1) return failed({ message: `${matches.length} records of ${recipe.target.label} have this ${recipe.key.join(', ')}. Merge them, or choose a key that is unique.` });
	const [existing] = matches;

	const rules = async (resolve: Resolve) => {
		const row = settleRow(plan, resolve);
		return chunk.deals ? chunk.deals(row, existing) : row;
	};
	const likely = await rules((request) => (isMissing.has(request) ? { key: '' } : lookups.resolve(request)));
	if (missing.length === 0 && !itemFor(chunk.context, likely, existing)) return { record, outcome: 'unchanged', problems: [] };

	return inSavepoint(chunk.savepoints, settingsFor(likely, recipe, existing), async (): Promise<RowResult> => {
		const events: ActionEventParams[] = [];
		const onEvent = (event: ActionEventParams) => events.push(event);
		const created = await createMissing(missing, { ...chunk.context, knex: chunk.knex, onEvent });
		if ('problem' in created) return failed(created.problem);
		const row = missing.length > 0 ? await rules(created.resolve) : likely;
		const item = itemFor(chunk.context, row, existing);
		const outcome = item ? await writeRow(chunk.context, { row, item, existing, knex: chunk.knex, onEvent }) : 'unchanged';

		created.remember();
		if (typeof key !== 'string') chunk.written.add(keyText(recipe, key));
		chunk.events.push(...events);
		return { record, outcome, problems: [] };
	}, (error) => {
		const problems = problemsOf(error, recipe, record);
		return problems && failed(...problems);
	});
}

/** A key that occurs twice in a chunk means the same row twice: the second time, what the first one wrote. */
async function existingRows(key: readonly Value[], { context, knex, existing, written }: Chunk): Promise<readonly Item[]> {
	const text = keyText(context.recipe, key);
	if (!written.has(text)) return existing.get(text) ?? [];
	return (await readExisting({ ...context, keys: [key], knex })).get(text) ?? [];
}

/** Undoes what a failed row wrote, and nothing else. What isn't the row's fault goes on to the chunk. */
async function inSavepoint(savepoints: Savepoints, settings: Settings, work: () => Promise<RowResult>, explain: (error: unknown) => RowResult | undefined): Promise<RowResult> {
	await savepoints.begin(settings);
	let result: RowResult | undefined;
	try {
		result = await work();
	} catch (error) {
		if (isPassing(error) || error instanceof ImportError) throw error;
		result = explain(error);
		if (!result) throw error;
	}
	if (result.outcome === 'failed') await savepoints.undo();
	return result;
}
