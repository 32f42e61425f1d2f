import { useApi } from '@directus/extensions-sdk';
import { ref } from 'vue';
import { refusalOf, sentencesOf } from '../shared/refusal.ts';
import { phraseOf, rightOf } from './describe-cell.ts';
import type { Access, Action, Changed, Permitted, Place } from './types.ts';

/** A change that was made, and can be taken back. */
export interface Done {
	readonly place: Place;
	readonly action: Action;
	readonly text: string;
	readonly before: Permitted | null;
}

/**
 * The table of rights while somebody looks at it. A change shows at once and is sent; what the server makes of it, or
 * that it refuses, comes after. Changes are sent one after the other, so that the last answer is of the last change.
 */
export function useAccess() {
	const api = useApi();
	const access = ref<Access | null>(null);
	const sentences = ref<readonly string[]>([]);
	const done = ref<Done | null>(null);
	let queue: Promise<void> = Promise.resolve();

	async function load(): Promise<void> {
		try {
			access.value = (await api.get<{ data: Access }>('/crm/access')).data.data;
			sentences.value = [];
		} catch (error) {
			sentences.value = sentencesOf(refusalOf(error));
		}
	}

	function send({ role, row }: Place, action: Action, to: object, tell: (answer: Changed) => Done | null): Promise<void> {
		queue = queue.then(async () => {
			try {
				const { data } = await api.patch<{ data: Changed }>('/crm/access', { role: role.id, collection: row.collection, action, ...to });
				access.value = data.data;
				done.value = tell(data.data);
				sentences.value = [];
			} catch (error) {
				const refused = sentencesOf(refusalOf(error));
				done.value = null;
				await load();
				sentences.value = refused;
			}
		});
		return queue;
	}

	return {
		access, sentences, done, load,

		/** Says something else in a cell; “default” goes back to what Cardinal says. */
		say(place: Place, action: Action, sentence: string): Promise<void> {
			const said = sentence === 'default' ? rightOf(access.value ?? { rights: {} }, place.role.id, place.row.collection, action).default : sentence;
			if (access.value && said !== null) access.value = withRight(access.value, place, action, said);
			return send(place, action, { sentence }, (answer) => ({ place, action, before: answer.before, text: told(answer, place, action) }));
		},

		undo({ place, action, before }: Done): Promise<void> {
			return send(place, action, { restore: before }, () => null);
		},
	};
}

/** As it will look, until the server says how it is. */
function withRight(access: Access, { role, row: { collection } }: Place, action: Action, sentence: string): Access {
	const right = rightOf(access, role.id, collection, action);
	const ofRole = access.rights[role.id] ?? {};
	return { ...access, rights: { ...access.rights, [role.id]: { ...ofRole, [collection]: { ...ofRole[collection], [action]: { ...right, sentence, own: sentence, isChanged: right.default !== null && sentence !== right.default } } } } };
}

function told(access: Access, { role, row }: Place, action: Action): string {
	const { own } = rightOf(access, role.id, row.collection, action);
	const { label } = phraseOf(access, row.collection, own);
	if (own === 'none') return `${role.name} may no longer ${action} ${row.label}.`;
	return `${role.name} may now ${action} ${row.label}${action === 'create' ? '' : `: ${label}`}.`;
}
