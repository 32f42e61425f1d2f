import type { Knex } from 'knex';
import { carryOut } from './carry-out.ts';
import { readCurrent } from './current.ts';
import { type Definition, desiredResources } from './desired.ts';
import type { Host } from './directus.ts';
import { removeNamed } from './remove.ts';
import { applyGuards, desiredGuards, outdatedGuards } from './guards.ts';
import { readMemory } from './memory.ts';
import { type Decisions, type Plan, planSteps } from './plan.ts';
import { ApplyError } from './error.ts';
import { describePlan } from './report.ts';
import type { RowResource } from './resource.ts';

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
 * @throws ApplyError with a sentence when something of the same name that is not ours stands in the way
 */
export function applySchema(options: ApplyOptions): Promise<ApplyResult> {
	return run(options, async ({ plan, guards, memory, trx }) => {
		const result = describePlan(plan, guards);
		await carryOut(plan.steps, memory.targets, { ...options, trx, onProgress: options.onProgress ?? (() => {}) });
		for (const name of options.remove ?? []) await removeNamed(name, plan, { ...options, trx, targets: memory.targets });
		if (guards.length > 0) options.onProgress?.(`Setting ${guards.length} guards in the database`);
		await applyGuards(trx, guards);
		// Every node that runs listens, and clears what it knows of schema and permissions (directus/schema-changes.ts).
		if (!result.isUnchanged || options.remove?.length) await trx.raw('NOTIFY cardinal_schema');
		return withRemoved(result, options.remove);
	}, 'commit');
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

const rollback = Symbol('rollback');

async function run(options: ApplyOptions, work: (work: Work) => Promise<ApplyResult>, end: 'commit' | 'rollback' = 'rollback'): Promise<ApplyResult> {
	let result: ApplyResult | undefined;
	try {
		await options.database.transaction(async (trx) => {
			await trx.raw("SELECT pg_advisory_xact_lock(hashtext('cardinal:apply'))");
			const memory = await readMemory(trx);
			const schema = await options.getSchema({ database: trx, bypassCache: true });
			const desired = [...desiredResources(options.definitions), ...referenceOf(options)];
			const current = await readCurrent({ resources: desired, schema, trx, targets: memory.targets });
			assertNothingForeign(options.definitions, current, memory.applied);
			const plan = planSteps({ desired, current, applied: memory.applied, ...(options.decisions ? { decisions: options.decisions } : {}) });
			const columns = columnsAfter(plan, schema.collections);
			const guards = outdatedGuards(desiredGuards(options.definitions, (collection, column) => columns.has(`${collection}.${column}`)), memory.applied);
			result = await work({ plan, guards, memory, trx });
			if (end === 'rollback') throw rollback;
		});
	} catch (error) {
		if (error !== rollback) throw error;
	}
	if (!result) throw new Error('The plan came to no result.');
	if (end === 'commit' && !result.isUnchanged) {
		const schema = await options.getSchema({ bypassCache: true });
		await new options.services.UtilsService({ knex: options.database, schema, accountability: { admin: true } }).clearCache({ system: true });
	}
	return result;
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

function columnsAfter({ steps }: Plan, collections: { [name: string]: { fields: { [name: string]: unknown } } }): Set<string> {
	const existing = Object.entries(collections).flatMap(([collection, { fields }]) => Object.keys(fields).map((field) => `${collection}.${field}`));
	const created = steps.filter(({ action, resource }) => action === 'create' && resource.kind === 'field').map(({ resource }) => resource.key);
	return new Set([...existing, ...created]);
}
