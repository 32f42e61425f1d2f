import type { ActionEventParams } from '@directus/types';
import type { Knex } from 'knex';
import { settleDeal } from '../../domain/imports/deal.ts';
import { creationOf } from '../../domain/imports/lookup.ts';
import type { Problem } from '../../domain/imports/problem.ts';
import type { Outcome } from '../../domain/imports/report.ts';
import type { Recipe } from '../../domain/imports/recipe.ts';
import { type FileRecord, keyOf, planRow, requestsOf, type RowPlan, settleRow, type SettledRow } from '../../domain/imports/row.ts';
import { type Caller, type ImportHost, type Item, serviceFor } from './context.ts';
import { keyText, readExisting, type RowKey } from './existing.ts';
import { ImportError } from './import-error.ts';
import type { Lookups } from './lookups.ts';
import { notRecorded } from './not-recorded.ts';
import { isPassing, problemsOf } from './row-error.ts';
import { writeRow } from './write-row.ts';

export interface ChunkContext {
	readonly host: ImportHost;
	readonly caller: Caller;
	readonly recipe: Recipe;
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
 * Imports some records within the given transaction, each in a savepoint of its own: the good ones are in, the bad ones
 * are told apart.
 */
export async function importChunk(records: readonly FileRecord[], context: ChunkContext, knex: Knex): Promise<ChunkResult> {
	const { recipe, lookups, host, caller } = context;
	// The guards trust what they are told of history, and automations leave what an import did alone.
	await knex.raw('SELECT set_config(\'crm.origin\', \'import\', true), set_config(\'lock_timeout\', \'10s\', true)');

	const plans = records.map((record) => ({ record, plan: planRow(recipe, record) }));
	await lookups.prepare(plans.flatMap(({ plan }) => requestsOf(plan)), knex);
	const keys = plans.flatMap(({ plan }) => keyOf(recipe, plan, lookups.resolve) ?? []) .length > 0 ? plans.map(({ plan }) => keyOf(recipe, plan, lookups.resolve)) : [];
	const existing = await readExisting({ recipe, keys: keys.filter((key) => key !== null), knex, host, caller });
	const deals = recipe.target.collection === 'crm_opportunities' ? await readDealRules(context, knex) : undefined;

	const seen = new Set<string>();
	const results: RowResult[] = [];
	const events: ActionEventParams[] = [];
	for (const { record, plan } of plans) {
		const ownEvents: ActionEventParams[] = [];
		const result = await importRow({ record, plan, existing, seen, deals, onEvent: (event) => ownEvents.push(event) }, context, knex);
		if (result.outcome !== 'failed') events.push(...ownEvents);
		results.push(result);
	}
	return { results, events };
}

interface RowInput {
	readonly record: FileRecord;
	readonly plan: RowPlan;
	readonly existing: Map<string, Item[]>;
	/** The keys that this chunk wrote already. */
	readonly seen: Set<string>;
	readonly deals: DealRules | undefined;
	readonly onEvent: (event: ActionEventParams) => void;
}

async function importRow(input: RowInput, context: ChunkContext, knex: Knex): Promise<RowResult> {
	const { record, plan } = input;
	const { recipe } = context;
	const failed = (problems: readonly Problem[]): RowResult => ({ record, outcome: 'failed', problems });
	if (plan.isSkipped) return { record, outcome: 'skipped', problems: [] };

	// A row that fails already writes nothing, not even what a lookup would create for it.
	const hopeless = settleRow(plan, (request) => (request.plan.create ? { key: '' } : context.lookups.resolve(request)));
	if (hopeless.problems.length > 0) return failed(hopeless.problems);

	await knex.raw('SAVEPOINT crm_import_row');
	const created = new Map<Parameters<Lookups['remember']>[0], string | number>();
	try {
		await createMissing(plan, context, knex, created, input.onEvent);
		const row = settleRow(plan, (request) => created.get(request) ?? undefined ? { key: created.get(request)! } : context.lookups.resolve(request));
		if (row.problems.length > 0) return failed(row.problems);
		const outcome = await writeSettled(row, input, context, knex);
		if (typeof outcome !== 'string') {
			await knex.raw('ROLLBACK TO SAVEPOINT crm_import_row');
			return failed([outcome]);
		}
		await knex.raw('RELEASE SAVEPOINT crm_import_row');
		for (const [request, key] of created) context.lookups.remember(request, key);
		return { record, outcome, problems: [] };
	} catch (error) {
		if (isPassing(error) || error instanceof ImportError) throw error;
		const problems = problemsOf(error, recipe, record);
		if (!problems) throw error;
		await knex.raw('ROLLBACK TO SAVEPOINT crm_import_row');
		return failed(problems);
	}
}
