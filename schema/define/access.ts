import type { Json } from '../shape.ts';

/**
 * The language of rights: named sentences that compose. A sentence says, for any collection, which rows it means, as a
 * filter rule of Directus over the row's own columns: no joins, so that lists stay fast (parts of a record follow that
 * record). What the rule asks of the person stands on the person (`crm_teams` …, guards/06-reach.sql).
 */
export interface Sentence {
	readonly name: string;
	/** How people read it, where that is not its name. */
	readonly label?: string;
	readonly reach: Reach;
	/** The rows that are meant; {} for all, undefined for none. */
	readonly rows: (whose: Whose) => Rows;
	/** What they have in common, as clauses that follow “rows”: ['that they own']. */
	readonly which?: (whose: Whose) => readonly string[];
}

/** How far a sentence reaches, from nothing to every row. */
export const reaches = ['none', 'own', 'team', 'most', 'all'] as const;
export type Reach = (typeof reaches)[number];

export type Rule = { readonly [key: string]: Json };
export type Rows = Rule | undefined;

/** What a collection's rows say about whose they are (apply/whose.ts). */
export interface Whose {
	readonly collection: string;
	readonly hasOwner: boolean;
	readonly hasTeam: boolean;
	readonly hasParent: boolean;
	/** Whether its rows say who made them. */
	readonly hasMaker: boolean;
	/** The columns that may name a record shared with the person, and the person's list of those. */
	readonly shared: readonly { readonly column: string; readonly list: string; readonly where?: Rule }[];
	/** Whether a row says what it is about: an activity with an account may be about a deal of that account. */
	readonly hasAbout: boolean;
	/** A part of another record (a line of a deal) is whose that is. */
	readonly partOf: readonly { readonly field: string; readonly whose: Whose }[];
}

export type Action = 'create' | 'read' | 'update' | 'delete' | 'share';
export const actions: readonly Action[] = ['create', 'read', 'update', 'delete', 'share'];

/** What a role may do in a collection; what is not said is not allowed. */
export interface Grant extends Partial<Record<Action, Sentence>> {
	/** The fields, where not all: on people, not on business rows. */
	readonly fields?: Partial<Record<Action, readonly string[]>>;
	/** What new rows start with. */
	readonly presets?: Rule;
}

export interface Role {
	readonly kind: 'role';
	/** Its place among the roles, as the file has them. */
	readonly position: number;
	readonly key: string;
	readonly name: string;
	readonly icon: string;
	readonly about: string;
	readonly may: { readonly [collection: string]: Grant };
}

let defined = 0;

export function role(key: string, definition: Omit<Role, 'kind' | 'key' | 'position'>): Role {
	return { kind: 'role', position: ++defined, key, ...definition };
}

const me = '$CURRENT_USER';
const myTeams = { _in: ['$CURRENT_USER.crm_teams'] };

/** Every row. */
export const all: Sentence = { name: 'all', reach: 'all', rows: () => ({}) };

export const none: Sentence = { name: 'none', reach: 'none', rows: () => undefined };

/** Mine, what belongs to something of mine, and what is shared with me. */
export const own: Sentence = {
	name: 'own',
	reach: 'own',
	rows: throughParts(({ hasOwner, hasParent, shared }) => anyOf([
		hasOwner && { owner: { _eq: me } },
		hasParent && { parent_owner: { _eq: me } },
		...shared.map(({ column, list, where }) => and(where, { [column]: { _in: [`${me}.${list}`] } })),
	])),
	which: (whose) => clauses([
		whose.hasOwner && 'that they own',
		(whose.hasParent || whose.partOf.length > 0) && 'that belong to something of theirs',
		isShared(whose) && 'that are shared with them',
	]),
};

/** Of the teams that I belong to or manage; rows without a team are nobody's. */
export const team: Sentence = {
	name: 'team',
	reach: 'team',
	rows: throughParts(({ hasTeam, hasParent }) => anyOf([hasTeam && { team: myTeams }, hasParent && { parent_team: myTeams }])),
	which: () => ['of the teams that they belong to or manage'],
};

/** Without an owner, waiting for somebody of my team to claim it; and what belongs to such a row. */
export const queue: Sentence = {
	name: 'queue',
	label: 'waiting for the team',
	reach: 'own',
	rows: throughParts(({ hasOwner, hasTeam, hasParent }) => anyOf([
		hasOwner && hasTeam && { _and: [{ owner: { _null: true } }, { team: myTeams }] },
		hasParent && { waiting_team: myTeams },
	])),
	which: () => ['that wait for somebody of their teams to claim them'],
};

/** What I made myself. */
export const mine: Sentence = {
	name: 'mine',
	reach: 'own',
	rows: ({ hasMaker }) => (hasMaker ? { user_created: { _eq: me } } : undefined),
	which: () => ['that they made themselves'],
};

/** Myself, among people. */
export const myself: Sentence = { name: 'myself', reach: 'own', rows: () => ({ id: { _eq: me } }), which: () => ['that stand for themselves'] };

/** Rows about one of these, and still so when it is gone. */
export function about(...fields: string[]): Sentence {
	return {
		name: `about ${fields.join(', ')}`,
		reach: 'most',
		rows: ({ hasAbout }) => (hasAbout ? { about_kind: { _in: fields } } : eitherOf(fields.map((field) => ({ [field]: { _nnull: true } })))),
		which: () => [`that are about an ${fields.join(' or ')}`],
	};
}

/** Parts of the record that this field links to, as the sentence has it of that. */
export function partsOf(field: string, sentence: Sentence): Sentence {
	return { ...sentence, name: `${sentence.name} by ${field}`, rows: ({ partOf }) => along(field, partOf.filter((part) => part.field === field).map(({ whose }) => sentence.rows(whose))[0]) };
}

function and(where: Rule | undefined, rule: Rule): Rule {
	return where ? { _and: [where, rule] } : rule;
}

/** Rows that one of the sentences means. */
export function either(...sentences: Sentence[]): Sentence {
	return {
		name: sentences.map(({ name }) => name).join(' or '),
		label: sentences.map(labelOf).join(' or '),
		reach: reaches[Math.max(...sentences.map(({ reach }) => reaches.indexOf(reach)))] ?? 'none',
		rows: (whose) => eitherOf(sentences.map((sentence) => sentence.rows(whose))),
		which: (whose) => sentences.flatMap(({ which }) => which?.(whose) ?? []),
	};
}

export function labelOf({ name, label = name }: Sentence): string {
	return label;
}

/** What a sentence means for a collection: “Rows that they own, or that are shared with them”. */
export function meaningOf({ rows, which }: Sentence, whose: Whose): string {
	const rule = rows(whose);
	if (rule === undefined) return 'Nothing';
	if (Object.keys(rule).length === 0) return 'Every row';
	const parts = which?.(whose) ?? [];
	return `Rows ${[parts.slice(0, -1).join(', '), parts.at(-1)].filter((part) => part).join(', or ')}`;
}

/** Joins rules: all rows if one of them means all, none if there is none. */
export function eitherOf(rules: readonly Rows[]): Rows {
	const some = rules.filter((rule) => rule !== undefined);
	if (some.some((rule) => Object.keys(rule).length === 0)) return {};
	const flat = some.flatMap((rule) => (Array.isArray(rule['_or']) && Object.keys(rule).length === 1 ? (rule['_or'] as Rule[]) : [rule]));
	const different = [...new Map(flat.map((rule) => [JSON.stringify(rule), rule])).values()];
	return different.length > 1 ? { _or: different } : different[0];
}

function anyOf(rules: readonly (Rule | false)[]): Rows {
	return eitherOf(rules.filter((rule) => rule !== false));
}

function clauses(parts: readonly (string | false)[]): string[] {
	return parts.filter((part) => part !== false);
}

function isShared({ shared, partOf }: Whose): boolean {
	return shared.length > 0 || partOf.some(({ whose }) => isShared(whose));
}

/** Asks the record that a row is a part of, along the link to it. */
function throughParts(rows: (whose: Whose) => Rows): (whose: Whose) => Rows {
	const through = (whose: Whose): Rows => {
		const direct = rows(whose);
		if (whose.partOf.length === 0) return direct;
		return eitherOf([direct, ...whose.partOf.map(({ field, whose: parent }) => along(field, through(parent)))]);
	};
	return through;
}

/** A rule over a linked record, as a rule over the row that links: its key stands on the row already. */
export function along(field: string, rule: Rows): Rows {
	if (rule === undefined) return undefined;
	if (Object.keys(rule).length === 0) return { [field]: { _nnull: true } };
	return Object.fromEntries(Object.entries(rule).map(([key, value]) => {
		if (key === '_or' || key === '_and') return [key, (value as Rule[]).map((part) => along(field, part) ?? {})];
		return [field, key === 'id' ? value : { [key]: value }];
	}));
}
