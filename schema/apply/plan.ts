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
}

/** What data hangs on is never altered by an apply: another type, key or target is reported, for somebody to decide. */
const fixed = new Set(['type', 'table', 'related_collection', 'column.is_primary_key']);

export type Documents = ReadonlyMap<string, Json>;

/** How an admin decides a conflict: take ours, or keep theirs and remember ours as seen. Keys such as crm_leads.email:note. */
export interface Decisions {
	readonly take: readonly string[];
	readonly keep: readonly string[];
}

/**
 * Compares what this version wants with what stands in the instance and with what was applied last. Pure: no database.
 * A thing that we once created and that is gone was deleted by an admin, and stays deleted.
 */
export function planSteps({ desired, current, applied, decisions = { take: [], keep: [] } }: { desired: readonly Resource[]; current: Documents; applied: Documents; decisions?: Decisions }): Plan {
	const wanted = new Set(desired.map(identity));
	const steps = desired.map((resource): Step => {
		const key = identity(resource);
		const theirs = current.get(key);
		const base = applied.get(key);
		const ours = resource.doc as Json;
		if (theirs === undefined && base !== undefined) return { action: 'removed', resource, value: undefined, base, changes: [], conflicts: [], isRemembered: true };
		if (theirs === undefined) return { action: 'create', resource, value: ours, base: ours, changes: [], conflicts: [], isRemembered: false };
		const merged = mergeThreeWays({ base, theirs, ours, decide: decisionOn(resource.key, decisions) });
		const conflicts = [...merged.conflicts, ...merged.changes.filter(({ path }) => fixed.has(path))];
		if (conflicts.length > merged.conflicts.length) return { action: 'unchanged', resource, value: theirs, base, changes: [], conflicts, isRemembered: true };
		return {
			action: merged.changes.length > 0 ? 'update' : 'unchanged',
			resource,
			...merged,
			isRemembered: base !== undefined && isEqual(base, merged.base),
		};
	});
	return { steps, withdrawn: [...applied.keys()].filter((key) => !wanted.has(key)) };
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
