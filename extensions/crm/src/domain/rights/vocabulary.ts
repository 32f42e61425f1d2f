import { type Shapes, whoseOf } from '../../../../../schema/apply/whose.ts';
import { type Action, all, either, labelOf, meaningOf, mine, none, own, queue, type Reach, type Role, type Rows, type Sentence, team } from '../../../../../schema/define/access.ts';
import type { Json } from '../../../../../schema/shape.ts';

/** A sentence as it reads for one collection. */
export interface Phrase {
	readonly name: string;
	readonly label: string;
	readonly meaning: string;
	readonly reach: Reach | 'custom';
}

/** What can be said about a collection: sentences, each with the rule that it comes to there. */
export type Vocabulary = readonly (Phrase & { readonly rule: Rows })[];

export const custom: Phrase = { name: 'custom', label: 'custom', meaning: 'A rule of its own, made in the policy', reach: 'custom' };

const usual: readonly Sentence[] = [none, own, either(own, queue), team, either(own, team), mine, all];

/** The sentences that mean something for the rows of a collection, from nothing to every row; those that the roles of this version use there besides. */
export function vocabularyOf(collection: string, shapes: Shapes, roles: readonly Role[]): Vocabulary {
	const whose = whoseOf(collection, shapes);
	const used = roles.flatMap(({ may }) => Object.values(may[collection] ?? {}).filter(isSentence));
	const known = new Map<string, Vocabulary[number]>();
	for (const sentence of [...usual.slice(0, -1), ...used, all]) {
		const rule = sentence.rows(whose);
		if (rule === undefined && sentence !== none) continue;
		const key = canonical(rule);
		if (!known.has(key)) known.set(key, { name: sentence.name, label: labelOf(sentence), meaning: meaningOf(sentence, whose), reach: sentence.reach, rule });
	}
	const said = [...known.values()];
	return [...said.filter(({ reach }) => reach !== 'all'), ...said.filter(({ reach }) => reach === 'all')];
}

/** Whose a new row would be is not known when it is made: it may be made, or not. */
export function choicesFor(action: Action, vocabulary: Vocabulary): Vocabulary {
	return action === 'create' ? vocabulary.filter(({ reach }) => reach === 'none' || reach === 'all') : vocabulary;
}

/** How a rule is called; undefined is no permission at all. */
export function recognise(rule: Rows, vocabulary: Vocabulary): Phrase {
	const key = canonical(rule);
	return vocabulary.find((phrase) => canonical(phrase.rule) === key) ?? custom;
}

export function isSameRule(one: Rows, other: Rows): boolean {
	return canonical(one) === canonical(other);
}

/** Two rules that mean the same, whatever order they were written in, come to the same text. */
function canonical(rule: Rows): string {
	return rule === undefined ? 'none' : JSON.stringify(plain(rule));
}

function plain(value: Json | undefined): Json {
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== 'object' || value === null) return value ?? null;
	const parts = Object.entries(value).map(([key, part]): [string, Json] => [key, key === '_in' && !Array.isArray(part) ? [plain(part)] : plain(part)]);
	if (parts.length > 1) return plain({ _and: parts.map(([key, part]) => ({ [key]: part })) });
	const [key, part] = parts[0] ?? ['', null];
	if ((key !== '_and' && key !== '_or') || !Array.isArray(part)) return Object.fromEntries(parts);
	// Joined within joined alike is one; of one alone, there is nothing to join.
	const members: Json[] = part.map(plain).flatMap((member) => (isJoined(member, key) ? member[key] : [member]));
	const different = [...new Map(members.map((member) => [JSON.stringify(member), member])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
	if (different.length === 0) return {};
	return different.length === 1 ? (different[0] ?? null) : { [key]: different };
}

function isJoined(value: Json, key: '_and' | '_or'): value is Record<typeof key, Json[]> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && Array.isArray(value[key]);
}

function isSentence(value: unknown): value is Sentence {
	return typeof value === 'object' && value !== null && 'rows' in value;
}
