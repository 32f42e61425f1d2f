import { type Access, type Action, actions, type Phrase, type Right, type Role, type Row } from './types.ts';

/** What may be done, as a cell shows it. */
export interface Chip {
	readonly action: Action;
	readonly phrase: Phrase;
	/** Whether the word has to be said: not where it is the same rows that may be read, nor where rows are made. */
	readonly isSaid: boolean;
	readonly isNarrow: boolean;
}

export interface Cell {
	readonly chips: readonly Chip[];
	readonly isChanged: boolean;
	readonly isCustom: boolean;
	/** The whole cell in a sentence, to be read out. */
	readonly sentence: string;
}

const nothing: Right = { sentence: 'none', own: 'none', from: [], fields: null, default: null, isChanged: false };

export function rightOf({ rights }: Pick<Access, 'rights'>, role: string, collection: string, action: Action): Right {
	return rights[role]?.[collection]?.[action] ?? nothing;
}

export function phraseOf({ sentences }: Pick<Access, 'sentences'>, collection: string, name: string): Phrase {
	return sentences[collection]?.phrases.find((phrase) => phrase.name === name) ?? { name, label: name, meaning: name, reach: name === 'none' ? 'none' : 'custom' };
}

export function describeCell(access: Pick<Access, 'rights' | 'sentences'>, role: Pick<Role, 'id' | 'name' | 'isAdmin'>, row: Pick<Row, 'collection' | 'label'>): Cell {
	if (role.isAdmin) return { chips: [], isChanged: false, isCustom: false, sentence: `${role.name} may do everything with ${row.label}.` };
	const rights = actions.map((action) => ({ action, right: rightOf(access, role.id, row.collection, action) }));
	const readable = rightOf(access, role.id, row.collection, 'read').sentence;
	const chips = rights.filter(({ right }) => right.sentence !== 'none').map(({ action, right: { sentence, fields } }): Chip => ({
		action,
		phrase: phraseOf(access, row.collection, sentence),
		isSaid: action === 'read' || (action === 'create' ? sentence !== 'all' : sentence !== readable),
		isNarrow: fields !== null,
	}));
	const isChanged = rights.some(({ right }) => right.isChanged);
	const said = chips.map(({ action, phrase, isNarrow }) => `${action}${action === 'create' && phrase.name === 'all' ? '' : ` ${row.label}: ${phrase.label}`}${isNarrow ? ' (only some fields)' : ''}`);
	return {
		chips,
		isChanged,
		isCustom: chips.some(({ phrase }) => phrase.reach === 'custom'),
		sentence: `${role.name} may ${said.length > 0 ? listed(said, row.label) : `do nothing with ${row.label}`}.${isChanged ? ' This differs from Cardinal’s default.' : ''}`,
	};
}

/** “read Leads: own, create, update: own”: the collection is named once. */
function listed(said: readonly string[], label: string): string {
	return said.map((part, index) => (index === 0 ? part : part.replace(` ${label}:`, ':'))).join('; ');
}
