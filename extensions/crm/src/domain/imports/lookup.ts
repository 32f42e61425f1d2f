import type { Lookup } from './mapping.ts';
import type { Value } from './convert.ts';
import type { Problem } from './problem.ts';

/** How a value of the file finds the row it names. Requests of many rows with the same plan are answered together. */
export interface LookupPlan {
	/** The same for plans that mean the same. */
	readonly id: string;
	readonly collection: string;
	/** The collection's name for people. */
	readonly label: string;
	readonly primary: string;
	/** Alternatives, each the fields that make up the value. */
	readonly by: readonly (readonly string[])[];
	readonly where: { readonly [path: string]: string | number | boolean };
	/** What a new row gets besides the value itself; undefined: nothing is created. */
	readonly create?: { readonly [field: string]: string | number | boolean };
	readonly isOptional: boolean;
	readonly isCaseSensitive: boolean;
	/** Rows of the collection that is being imported: what is missing may come later in the file. */
	readonly isSelf: boolean;
}

export interface LookupRequest {
	readonly plan: LookupPlan;
	readonly text: string;
	readonly column?: string;
}

export type Answer = { readonly key: string | number } | { readonly matches: number };
export type Resolve = (request: LookupRequest) => Answer;

export function planLookup({ lookup, collection, label, primary, isSelf }: {
	lookup: Lookup; collection: string; label: string; primary: string; isSelf: boolean;
}): LookupPlan {
	const { by, where = {}, create, missing, caseSensitive } = lookup;
	const plan = {
		collection,
		label,
		primary,
		by: by.map((fields) => fields.trim().split(/\s+/)),
		where,
		...(create ? { create: create === true ? {} : create } : {}),
		isOptional: missing === 'null',
		isCaseSensitive: caseSensitive,
		isSelf,
	};
	return { id: JSON.stringify([collection, plan.by, where, plan.create ?? null, caseSensitive]), ...plan };
}

/** Values that fold to the same text are the same value. */
export function fold(text: string, isCaseSensitive: boolean): string {
	const plain = text.normalize('NFC').trim().replace(/\s+/g, ' ');
	return isCaseSensitive ? plain : plain.toLowerCase();
}

export type Candidate = { readonly [field: string]: unknown };

/**
 * What each of the texts finds among the candidates. The first alternative that finds anything decides, so that an
 * e-mail address is not outvoted by somebody's name.
 */
export function matchCandidates(plan: LookupPlan, candidates: readonly Candidate[], texts: Iterable<string>): Map<string, Answer> {
	const indexes = plan.by.map((fields) => indexBy(plan, fields, candidates));
	const answers = new Map<string, Answer>();
	for (const text of texts) {
		const key = fold(text, plan.isCaseSensitive);
		const found = indexes.map((index) => index.get(key)).find((keys) => keys !== undefined) ?? new Set();
		const [first] = found;
		answers.set(key, found.size === 1 && first !== undefined ? { key: first } : { matches: found.size });
	}
	return answers;
}

function indexBy(plan: LookupPlan, fields: readonly string[], candidates: readonly Candidate[]): Map<string, Set<string | number>> {
	const index = new Map<string, Set<string | number>>();
	for (const candidate of candidates) {
		const text = fields.map((field) => candidate[field]).filter((part) => part !== null && part !== undefined).join(' ');
		if (text === '') continue;
		const key = fold(text, plan.isCaseSensitive);
		const keys = index.get(key) ?? new Set();
		index.set(key, keys.add(candidate[plan.primary] as string | number));
	}
	return index;
}

/** The value of the link, or why there is none. */
export function settleLookup(request: LookupRequest, resolve: Resolve): { readonly value: Value } | { readonly problem: Problem } {
	const { plan, text, column } = request;
	const answer = resolve(request);
	if ('key' in answer) return { value: answer.key };
	const place = column === undefined ? {} : { column };
	const by = plan.by.map((fields) => fields.join(' ')).join(' or ');
	if (answer.matches > 1) {
		return { problem: { ...place, value: text, message: `is the ${by} of ${answer.matches} ${plan.label}. Look up by a field that is unique, or give one of them another name.` } };
	}
	if (plan.isOptional) return { value: null };
	return {
		problem: {
			...place, value: text, mayComeLater: plan.isSelf,
			message: `was not found in ${plan.label} by ${by}. Correct it, create it first, or add an alias.`,
		},
	};
}

/** What is written for a value that is missing and may be created. */
export function creationOf({ plan, text }: LookupRequest): { [field: string]: Value } {
	const [[field = ''] = []] = plan.by;
	const where = Object.fromEntries(Object.entries(plan.where).filter(([path]) => !path.includes('.')));
	return { ...where, ...plan.create, [field]: text };
}
