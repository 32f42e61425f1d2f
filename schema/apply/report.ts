import type { Json } from '../shape.ts';
import type { ApplyResult } from './index.ts';
import type { Guard } from './guards.ts';
import type { Change } from './merge.ts';
import { isUnchanged, type Plan, type Step } from './plan.ts';

/** A plan in words: what is created, what is updated and how, what waits for a decision, what is kept though withdrawn. */
export function describePlan(plan: Plan, guards: readonly Guard[]): ApplyResult {
	const changes = plan.steps.filter(({ action }) => action === 'create' || action === 'update').map(describeStep);
	const conflicts = plan.steps.flatMap(describeConflicts);
	const unchanged = plan.steps.filter(({ action }) => action === 'unchanged').length;
	const removed = plan.steps.filter(({ action }) => action === 'removed').length;
	const withdrawn = plan.withdrawn.filter((key) => !/^relation |^guard .* (rules|unique .*)$/.test(key)); // these go with their field or collection
	const isNothing = isUnchanged(plan) && guards.length === 0;
	return {
		isUnchanged: isNothing,
		conflicts,
		withdrawn,
		lines: [
			...changes,
			...guards.map(({ name }) => `update     guard ${name}`),
			...conflicts,
			...withdrawn.map((key) => `kept       ${key}: no longer part of Cardinal${key.startsWith('guard ') ? '' : `; delete it with --delete ${key.split(' ').at(-1)} if nobody needs it`}`),
			isNothing
				? `Nothing to do: ${unchanged} things are as this version wants them${removed ? `, ${removed} that an admin deleted stay deleted` : ''}.`
				: `${changes.length + guards.length} to do, ${unchanged} unchanged${removed ? `, ${removed} deleted by an admin` : ''}.`,
		],
	};
}

function describeStep({ action, resource, changes }: Step): string {
	if (action === 'create') return `create     ${resource.kind} ${resource.key}`;
	return `update     ${resource.kind} ${resource.key}: ${changes.map(({ path, theirs, ours }) => `${path} ${brief(theirs)} -> ${brief(ours)}`).join(', ')}`;
}

function describeConflicts({ resource, conflicts }: Step): string[] {
	return conflicts.map(({ path, theirs, ours }: Change) => {
		const name = `${resource.key}:${path}`;
		return `conflict   ${name}: here ${brief(theirs)}, this version ${brief(ours)}; left as it is. Decide with --keep '${name}' or --take '${name}'`;
	});
}

function brief(value: Json | undefined): string {
	const text = value === undefined ? 'nothing' : JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
