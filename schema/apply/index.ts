import type { Knex } from 'knex';
import { carryOut } from './carry-out.ts';
import { readCurrent } from './current.ts';
import { type Definition, desiredResources } from './desired.ts';
import type { Host } from './directus.ts';
import { removeNamed } from './remove.ts';
import { applyGuards, desiredGuards, existingGuardParts, outdatedGuards } from './guards.ts';
import { readMemory } from './memory.ts';
import { type Decisions, type Plan, planSteps, relaxedFields } from './plan.ts';
import { ApplyError } from './error.ts';
import { describePlan } from './report.ts';
import type { RowResource } from './resource.ts';
import { inApplyTransaction } from './transaction.ts';

export interface ApplyOptions extends Host {
	readonly definitions: readonly Definition[];
	/** Rows that every instance starts with (stages, sources, settings …); admins change them freely. */
	readonly reference?: readonly RowResource[];
	readonly decisions?: Decisions;
	/** Things to delete, each named: only what this version no longer brings. */
	readonly remove?: readonly string[];
	readonly onProgress?: (line: string) => void;
}

export interface ApplyResult {
	readonly isUnchanged: boolean;
	/** The plan, a line each, for people. */
	readonly lines: readonly string[];
	readonly conflicts: readonly string[];
	/** Existing things of ours that the plan names as no longer part of this version. */
	readonly withdrawn: readonly string[];
}

/** Says what an apply would do, and changes nothing. */
export function planSchema(options: ApplyOptions): Promise<ApplyResult> {
	return run(options, async ({ plan, guards }) => describePlan(plan, guards));
}

/**
 * Brings the instance to this version, in one transaction under one lock: nodes that boot together do the work once,
 * and a failure leaves nothing behind. Adds and updates; deletes only what `remove` names.
 *
 * @throws ApplyError with a sentence when something stands in the way: a collection of our name that is not ours, a lock
 */
export function applySchema(options: ApplyOptions): Promise<ApplyResult> {
	return run(options, async ({ plan, guards, memory, trx }) => {
		const result = describePlan(plan, guards);
		const waiting = await carryOut(plan.steps, memory.targets, { ...options, trx, onProgress: options.onProgress ?? (() => {}) });
		for (const name of options.remove ?? []) await removeNamed(name, plan, { ...options, trx, targets: memory.targets });
		if (guards.length > 0) options.onProgress?.(`Setting ${guards.length} guards in the database`);
		waiting.push(...await applyGuards(trx, guards));
		// Every node that runs listens, and clears what it knows of schema and permissions (directus/schema-changes.ts).
		if (!result.isUnchanged || options.remove?.length) await trx.raw('NOTIFY cardinal_schema');
		return withWaiting(withRemoved(result, options.remove), waiting);
	}, 'commit');
}

/** What the rows of this instance don't allow yet is to be read beside the conflicts: both want somebody to decide. */
function withWaiting(result: ApplyResult, waiting: readonly string[]): ApplyResult {
	return { ...result, conflicts: [...result.conflicts, ...waiting], lines: [...waiting, ...result.lines] };
}

function withRemoved(result: ApplyResult, removed: readonly string[] = []): ApplyResult {
	if (removed.length === 0) return result;
	const isRemoved = (line: string) => removed.some((name) => line.startsWith('kept ') && line.includes(`--delete ${name} `));
	return { ...result, isUnchanged: false, lines: [...removed.map((name) => `delete     ${name}`), ...result.lines.filter((line) => !isRemoved(line))] };
}

interface Work {
	readonly plan: Plan;
	readonly guards: ReturnType<typeof desiredGuards>;
	readonly memory: Awaited<ReturnType<typeof readMemory>>;
	readonly trx: Knex;
}

async function run(options: ApplyOptions, work: (work: Work) => Promise<ApplyResult>, end: 'commit' | 'rollback' = 'rollback'): Promise<ApplyResult> {
	const result = await inApplyTransaction(options.database, end, async (trx) => {
		const memory = await readMemory(trx);
		const schema = await options.getSchema({ database: trx, bypassCache: true });
		const desired = [...desiredResources(options.definitions), ...referenceOf(options)];
		const resources = [...desired, ...relaxedFields(desired, memory.applied)];
		const current = await readCurrent({ resources, schema, trx, targets: memory.targets });
		assertNothingForeign(options.definitions, current, memory.applied);
		const plan = planSteps({ desired, current, applied: memory.applied, ...(options.decisions ? { decisions: options.decisions } : {}) });
		const columns = columnsAfter(plan, schema.collections);
		const guards = desiredGuards(options.definitions, (collection, column) => columns.has(`${collection}.${column}`));
		const known = new Set(guards.map(({ name }) => `guard ${name}`));
		const withdrawn = plan.withdrawn.filter((key) => !known.has(key));
		return work({ plan: { ...plan, withdrawn }, guards: outdatedGuards(guards, memory.applied, await existingGuardParts(trx)), memory, trx });
	});
	if (end === 'commit' && !result.isUnchanged) await clearCaches(options);
	return result;
}

async function clearCaches({ database, services, getSchema }: Host): Promise<void> {
	const schema = await getSchema({ bypassCache: true });
	await new services.UtilsService({ knex: database, schema, accountability: { admin: true } }).clearCache({ system: true });
}

/** Rows of rooms that this instance leaves out have no table to stand in. */
function referenceOf({ definitions, reference = [] }: ApplyOptions): RowResource[] {
	const tables = new Set(definitions.map(({ name }) => name));
	return reference.filter(({ table }) => table.startsWith('directus_') || tables.has(table));
}

/** A collection of our name that we never made is somebody else's: nothing is added to it. */
function assertNothingForeign(definitions: readonly Definition[], current: ReadonlyMap<string, unknown>, applied: ReadonlyMap<string, unknown>): void {
	const foreign = definitions.find(({ kind, name }) => kind !== 'extension' && current.has(`collection ${name}`) && !applied.has(`collection ${name}`));
	if (foreign) throw new ApplyError(`There is already a collection ${foreign.name} that Cardinal did not make. Rename it, or move its data elsewhere, and apply again.`);
}

/** The columns that guards may speak of: not those that somebody else made under our name. */
function columnsAfter({ steps, foreign }: Plan, collections: { [name: string]: { fields: { [name: string]: unknown } } }): Set<string> {
	const existing = Object.entries(collections).flatMap(([collection, { fields }]) => Object.keys(fields).map((field) => `${collection}.${field}`));
	const created = steps.filter(({ action, resource }) => action === 'create' && resource.kind === 'field').map(({ resource }) => resource.key);
	return new Set([...existing.filter((column) => !foreign.has(column)), ...created]);
}
