import { and, below, type Filter, type FilterTree, isFilter, type Leaf, leaf, or, toFilter, toTree } from './filter.ts';
import { followPath, primaryOf, type Shape, type Step } from './follow-path.ts';
import { maskOf, type ReadRule, rowsOf, scopeOf } from './read-rules.ts';
import { RightsRefusal } from './refusal.ts';

/** Somebody who asks: what they may read of which collections. */
export interface Reader {
	readonly shape: Shape;
	readonly rules: readonly ReadRule[];
}

/**
 * A filter in which no value takes part that the reader can't read: as if it were empty. Directus sees to the rows of
 * the collection itself, but joins what they link to without asking who may read it, and compares values that it would
 * not show. So each question about such a value is asked together with the rules by which it may be read. A filter that
 * asks nothing of the kind comes back as it was.
 */
export function guardFilter(reader: Reader, collection: string, filter: Filter): Filter {
	const tree = toTree(filter);
	const guarded = guardTree(reader, collection, tree);
	return guarded === tree ? filter : toFilter(guarded);
}

/** What has to hold of a row for the reader to know the value that a path leads to, or that there is none; undefined: nothing. */
export function knownBy(reader: Reader, collection: string, path: readonly string[]): Filter | undefined {
	const steps = stepsToValue(reader, collection, path);
	const guards = guardsOf(reader, steps);
	if (guards.length === 0) return undefined;
	if (steps.some(({ link }, index) => link?.kind === 'many' && index < steps.length - 1)) {
		throw new RightsRefusal(`Records can’t be sorted or grouped by “${path.join('.')}”, since you may not see all that it links to. Take another field.`);
	}
	return toFilter(or(and(...guards.map(({ tree }) => tree)), ...withoutLink(reader, steps, guards)));
}

function guardTree(reader: Reader, collection: string, tree: FilterTree): FilterTree {
	if (tree.kind === 'leaf') return guardLeaf(reader, collection, tree);
	const parts = tree.parts.map((part) => guardTree(reader, collection, part));
	return parts.every((part, index) => part === tree.parts[index]) ? tree : { ...tree, parts };
}

function guardLeaf(reader: Reader, collection: string, asked: Leaf): FilterTree {
	const inner = innerOf(asked.test);
	if (inner) return guardInner(reader, collection, asked, inner);
	const steps = stepsToValue(reader, collection, asked.path);
	const guards = guardsOf(reader, steps);
	if (guards.length === 0) return asked;
	const whole = steps.length > asked.path.length ? leaf(steps.map(({ key }) => key), asked.test) : asked;
	const known = and(whole, ...guards.map(({ tree }) => tree));
	return acceptsNothing(asked.test) ? or(known, ...withoutLink(reader, steps, guards)) : known;
}

/** Of the rows in a list, Directus itself leaves out those that the reader can't read. */
function guardInner(reader: Reader, collection: string, asked: Leaf, { quantifier, filter }: Inner): FilterTree {
	const steps = followPath(reader.shape, collection, asked.path);
	const [step] = steps;
	if (asked.path.length !== 1 || step?.link?.kind !== 'many') return asked;
	const guarded = guardFilter(reader, step.link.to, filter);
	// Directus passes over what begins with _and or _or here.
	const readable = { [primaryOf(reader.shape, step.link.to)]: { _nnull: true }, _and: [guarded] };
	return and(guarded === filter ? asked : leaf(asked.path, { [quantifier]: readable }), ...guardsOf(reader, steps).map(({ tree }) => tree));
}

/** A list that is asked for itself means the keys of what is in it. */
function stepsToValue({ shape, rules }: Reader, collection: string, path: readonly string[]): Step[] {
	const steps = followPath(shape, collection, path);
	const last = steps.at(-1);
	const isList = last?.link?.kind === 'many' && !last.fn && steps.length === path.length;
	return isList && rowsOf(rules, last.link.to) !== 'all' ? followPath(shape, collection, [...path, primaryOf(shape, last.link.to)]) : steps;
}

interface Guard {
	/** How many links lead to what it asks about. */
	readonly depth: number;
	readonly tree: FilterTree;
}

function guardsOf({ shape, rules }: Reader, steps: readonly Step[]): Guard[] {
	return steps.flatMap((step, depth) => {
		assertCountable(rules, step);
		if (depth > 0 && isKeyOfLink(shape, steps, depth)) return [];
		// Rows of the collection itself are the reader's already.
		const scope = (depth === 0 ? maskOf : scopeOf)(rules, step.collection, step.field);
		// A field that nobody lets them read, Directus refuses.
		if (typeof scope === 'string') return [];
		const path = steps.slice(0, depth).map(({ key }) => key);
		if (depth > 0) assertCanBeAskedOfLinks(scope, path);
		return [{ depth, tree: below(path, scope) }];
	});
}

/** The key of what a row links to stands in the row itself. */
function isKeyOfLink(shape: Shape, steps: readonly Step[], depth: number): boolean {
	const step = steps[depth];
	return steps[depth - 1]?.link?.kind === 'one' && step !== undefined && !step.fn && step.field === primaryOf(shape, step.collection);
}

/** Where a link is empty, there is nothing that may not be read: what asks for an empty value finds these rows, too. */
function withoutLink({ shape, rules }: Reader, steps: readonly Step[], guards: readonly Guard[]): FilterTree[] {
	const deepest = Math.max(...guards.map(({ depth }) => depth));
	const found: FilterTree[] = [];
	for (const [depth, { link }] of steps.slice(0, deepest).entries()) {
		const path = steps.slice(0, depth + 1).map(({ key }) => key);
		const before = guards.filter((guard) => guard.depth <= depth).map(({ tree }) => tree);
		if (link?.kind === 'one') found.push(and(leaf(path, { _null: true }), ...before));
		// Directus can ask for "none that I may read" of the row itself, and not of what it links to.
		else if (link?.kind === 'many' && depth === 0 && rowsOf(rules, link.to) !== 'none') found.push(and(leaf(path, { _none: { [primaryOf(shape, link.to)]: { _nnull: true } } }), ...before));
		if (link?.kind !== 'one') break;
	}
	return found;
}

function assertCountable(rules: readonly ReadRule[], { fn, field, link }: Step): void {
	if (fn !== 'count' || link?.kind !== 'many' || rowsOf(rules, link.to) === 'all') return;
	throw new RightsRefusal(`“${field}” can’t be counted in a filter, a sort or a group, since you may not see all of them. Ask for the count as a field instead.`);
}

function assertCanBeAskedOfLinks(tree: FilterTree, path: readonly string[]): void {
	if (tree.kind !== 'leaf') return tree.parts.forEach((part) => assertCanBeAskedOfLinks(part, path));
	if (innerOf(tree.test)) throw new RightsRefusal(`“${path.join('.')}” can’t be used in a filter or a sort, since you may not see all that it links to.`);
}

interface Inner {
	readonly quantifier: '_some' | '_none';
	readonly filter: Filter;
}

function innerOf(test: Filter): Inner | undefined {
	const [quantifier] = Object.keys(test);
	if (quantifier !== '_some' && quantifier !== '_none') return undefined;
	const filter = test[quantifier];
	return isFilter(filter) ? { quantifier, filter } : undefined;
}

/** Whether a row without the value meets it. */
function acceptsNothing(test: Filter): boolean {
	return Object.entries(test).some(([operator, value]) => {
		if (operator === '_null' || operator === '_empty') return value !== false;
		if (operator === '_nnull' || operator === '_nempty') return value === false;
		return operator === '_eq' && value === null;
	});
}
