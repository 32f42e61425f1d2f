import { whoseOf } from '../../../../../schema/apply/whose.ts';
import type { Action, Rows } from '../../../../../schema/define/access.ts';
import { defaultsOf, type Known, rulesOf } from './access-table.ts';
import type { PermissionRow, Permitted, RoleRow } from './instance.ts';
import { ownPolicyOf, policiesOf } from './policies.ts';
import { choicesFor, vocabularyOf } from './vocabulary.ts';

/** One cell of the table, as it shall be. */
export interface AccessChange {
	readonly role: string;
	readonly collection: string;
	readonly action: Action;
	/** What to say there (“default”: what this version says); or what stood there before, to take a change back. */
	readonly to: { readonly sentence: string } | { readonly restore: Permitted | null };
}

export interface AccessDecision {
	readonly policy: string;
	/** The rows that say it now. */
	readonly rows: readonly number[];
	/** What they, or a new one, shall say; null: they go. */
	readonly write: Permitted | null;
	/** What stood there, to go back to. */
	readonly before: Permitted | null;
}

interface Refused {
	readonly refused: string;
	readonly isUnknown?: true;
}

/** What has to be written for a change, or the sentence that says why it can't be. */
export function decideChange(change: AccessChange, known: Known, labels: ReadonlyMap<string, string>): AccessDecision | Refused {
	const { collection, action } = change;
	const { instance, roles } = known;
	const role = instance.roles.find(({ id }) => id === change.role);
	if (!role) return { refused: 'There is no such role any more. Reload the page.', isUnknown: true };
	const label = labels.get(collection);
	if (label === undefined) return { refused: `There is no collection “${collection}” whose rights are set here.`, isUnknown: true };
	const { policy, refused } = ownPolicyOf(role, instance, roles);
	if (!policy) return { refused };

	const held = new Set(policiesOf(role, instance).map(({ id }) => id));
	const counting = instance.permissions.filter((row) => row.collection === collection && held.has(row.policy));
	const rows = counting.filter((row) => row.policy === policy.id && row.action === action);
	const others = counting.filter((row) => !rows.includes(row));
	const readable = rulesOf(others.filter((row) => row.action === 'read'));

	const wanted = wantedBy(change, { role, known, row: rows[0], readable });
	if (wanted === undefined) return { refused: impossible(change, { role, label, known }) };
	if (wanted && action !== 'read' && readable === undefined) return { refused: `${role.name} can’t see ${label}. Let them read before they ${action}.` };
	const dependent = [...new Set(others.filter((row) => row.action !== 'read').map((row) => row.action))];
	if (!wanted && action === 'read' && readable === undefined && dependent.length > 0) {
		return { refused: `${role.name} may still ${dependent.join(', ')} ${label}. Take that away first, and then the reading.` };
	}
	return { policy: policy.id, rows: rows.map(({ id }) => id), write: wanted, before: rows[0] ? permittedBy(rows[0]) : null };
}

interface Place {
	readonly role: RoleRow;
	readonly known: Known;
	readonly row: PermissionRow | undefined;
	readonly readable: Rows;
}

/** What shall be said; null for nothing, undefined where it can't be said there. */
function wantedBy({ to, collection, action }: AccessChange, { role, known, row, readable }: Place): Permitted | null | undefined {
	if ('restore' in to) return to.restore;
	const defaults = defaultsOf(role, known);
	const ours = defaults?.get(`${collection} ${action}`);
	const brought = ours && { permissions: ours.rule, validation: null, presets: ours.presets ?? null, fields: ours.fields };
	if (to.sentence === 'default') return defaults ? (brought ?? null) : undefined;

	const phrase = choicesFor(action, vocabularyOf(collection, known.shapes, known.roles)).find(({ name }) => name === to.sentence);
	if (phrase?.rule === undefined) return phrase && null;
	// Whoever doesn't see all rows would not see again what they make, were it nobody's.
	const isToBeTheirs = action === 'create' && whoseOf(collection, known.shapes).hasOwner && Object.keys(readable ?? {}).length > 0;
	const blank = { validation: null, presets: isToBeTheirs ? { owner: '$CURRENT_USER' } : null, fields: ['*'] };
	return { ...(row ? permittedBy(row) : (brought ?? blank)), permissions: phrase.rule };
}

function impossible({ to, collection, action }: AccessChange, { role, label, known }: { role: RoleRow; label: string; known: Known }): string {
	const sentence = 'sentence' in to ? to.sentence : '';
	if (sentence === 'default') return `${role.name} is a role of your own: there is no default to go back to.`;
	const choices = choicesFor(action, vocabularyOf(collection, known.shapes, known.roles)).map((phrase) => `“${phrase.label}”`);
	return `“${sentence}” means nothing for ${label} here. Choose ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`;
}

function permittedBy({ permissions, validation, presets, fields }: PermissionRow): Permitted {
	return { permissions, validation, presets, fields };
}
