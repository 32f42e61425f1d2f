import type { Json } from '../shape.ts';
import { type Change, isEqual, mergeThreeWays } from './merge.ts';
import { identity, type Resource } from './resource.ts';

export type Action = 'create' | 'update' | 'unchanged' | 'removed' | 'withdrawn';

export interface Step {
	readonly action: Action;
	readonly resource: Resource;
	/** What should stand in the instance: the properties to write. */
	readonly value: Json | undefined;
	/** What to remember as applied. */
	readonly base: Json | undefined;
	readonly changes: readonly Change[];
	readonly conflicts: readonly Change[];
	/** Whether what is to be remembered differs from what is. */
	readonly isRemembered: boolean;
}

export interface Plan {
	readonly steps: readonly Step[];
	/** Things that we once brought and that this version no longer knows: kept, and named. */
	readonly withdrawn: readonly string[];
	/** Fields of our name that somebody else made otherwise, as collection.field: neither altered nor guarded. */
	readonly foreign: ReadonlySet<string>;
}

/** What data hangs on is never altered by an apply: another type, key or target is reported, for somebody to decide. */
const fixed = new Set(['type', 'table', 'related_collection', 'column.is_primary_key']);

export type Documents = ReadonlyMap<string, Json>;

/** How an admin decides a conflict: take ours, or keep theirs and remember ours as seen. Keys such as crm_leads.email:note. */
export interface Decisions {
	readonly take: readonly string[];
	readonly keep: readonly string[];
}

export interface PlanInput {
	readonly desired: readonly Resource[];
	readonly current: Documents;
	readonly applied: Documents;
	readonly decisions?: Decisions;
}

/**
 * Compares what this version wants with what stands in the instance and with what was applied last. Pure: no database.
 * A thing that we once created and that is gone was deleted by an admin, and stays deleted.
 */
export function planSteps(input: PlanInput): Plan {
	const { desired, current, applied } = input;
	const merged = [...desired, ...relaxedFields(desired, applied)].map((resource) => planStep(resource, input));
	const foreign = new Set(merged.filter(({ resource, conflicts }) => !applied.has(identity(resource)) && conflicts.some(({ path }) => fixed.has(path))).map(({ resource }) => resource.key));
	const gone = new Set(merged.filter(({ action }) => action === 'removed').map(({ resource }) => identity(resource)));
	const steps = merged.map((step) => (foreign.has(step.resource.key) ? leftAlone(step, current) : withoutLostGroup(step, gone)));
	return { steps, withdrawn: withdrawnOf(desired, applied), foreign };
}

function planStep(resource: Resource, { current, applied, decisions = { take: [], keep: [] } }: PlanInput): Step {
	const key = identity(resource);
	const theirs = current.get(key);
	const base = applied.get(key);
	const ours = resource.doc as Json;
	if (theirs === undefined && base !== undefined) return { action: 'removed', resource, value: undefined, base, changes: [], conflicts: [], isRemembered: true };
	if (theirs === undefined) return { action: 'create', resource, value: ours, base: ours, changes: [], conflicts: [], isRemembered: false };
	const merged = mergeThreeWays({ base, theirs, ours, decide: decisionOn(resource.key, decisions) });
	const refused = merged.changes.filter(({ path }) => fixed.has(path));
	const conflicts = [...merged.conflicts, ...refused];
	if (refused.length > 0 || merged.conflicts.some(({ path }) => fixed.has(path))) return { action: 'unchanged', resource, value: theirs, base, changes: [], conflicts, isRemembered: true };
	return {
		action: merged.changes.length > 0 ? 'update' : 'unchanged',
		resource,
		...merged,
		isRemembered: base !== undefined && isEqual(base, merged.base),
	};
}

/** A field of ours and its relation, where somebody made another field of that name: reported, and nothing else. */
function leftAlone(step: Step, current: Documents): Step {
	return { ...step, action: 'unchanged', value: current.get(identity(step.resource)), changes: [], isRemembered: true };
}

/** A new thing whose folder or section an admin deleted stands outside of it. */
function withoutLostGroup(step: Step, gone: ReadonlySet<string>): Step {
	const { action, resource, value } = step;
	const { group } = resource.doc;
	if (action !== 'create' || typeof group !== 'string') return step;
	const place = resource.kind === 'field' ? `field ${resource.key.split('.')[0]}.${group}` : `collection ${group}`;
	return gone.has(place) ? { ...step, value: { ...(value as { [property: string]: Json }), group: null } } : step;
}

function withdrawnOf(desired: readonly Resource[], applied: Documents): string[] {
	const wanted = new Set(desired.map(identity));
	return [...applied.keys()].filter((key) => !wanted.has(key));
}

/** A required field that this version no longer brings must not be asked for by an instance that keeps it. */
export function relaxedFields(desired: readonly Resource[], applied: Documents): Resource[] {
	return withdrawnOf(desired, applied).filter((key) => key.startsWith('field ')).flatMap((key): Resource[] => {
		const doc = applied.get(key) as Resource['doc'] & { column?: { is_nullable?: boolean; is_primary_key?: boolean } };
		if (doc.column?.is_nullable !== false || doc.column.is_primary_key) return [];
		return [{ kind: 'field', key: key.slice('field '.length), doc: { ...doc, required: false, column: { ...doc.column, is_nullable: true } } }];
	});
}

function decisionOn(key: string, { take, keep }: Decisions) {
	return (path: string): 'take' | 'keep' | undefined => {
		const name = `${key}:${path}`;
		if (take.includes(name)) return 'take';
		return keep.includes(name) ? 'keep' : undefined;
	};
}

/** Whether carrying the plan out would change the instance. */
export function isUnchanged(plan: Plan): boolean {
	return plan.steps.every(({ action }) => action === 'unchanged' || action === 'removed');
}
