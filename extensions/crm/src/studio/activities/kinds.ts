import type { AskedField } from '../shared/asked-field.ts';
import type { Problem } from '../shared/refusal.ts';
import type { Row } from '../shared/use-form.ts';

/** What is asked of who logs a call, plans a task or writes a note. */

export type ActivityKind = 'call' | 'task' | 'note';

interface Kind {
	readonly title: string;
	readonly icon: string;
	readonly action: string;
	readonly said: string;
	readonly fields: readonly AskedField[];
	readonly required: readonly string[];
	readonly initial: (about: { name: string; now: string; me: string }) => Row;
	readonly missing: (written: Row) => readonly Problem[];
}

const notes: AskedField = { field: 'description', name: 'Notes', interface: 'input-multiline' };

export const kinds: { readonly [K in ActivityKind]: Kind } = {
	call: {
		title: 'Log a call', icon: 'call', action: 'Log call', said: 'Call logged.',
		fields: [{ field: 'subject' }, { field: 'outcome' }, { field: 'direction' }, { field: 'start_at', name: 'When' }, notes],
		required: ['subject'],
		initial: ({ name, now }) => ({ subject: `Call with ${name}`, direction: 'outbound', start_at: now }),
		missing: (written) => needs(written, 'subject', 'Say what the call was about.'),
	},
	task: {
		title: 'New task', icon: 'add_task', action: 'Add task', said: 'Task added.',
		fields: [{ field: 'subject', name: 'What is to be done' }, { field: 'due_at' }, { field: 'priority' }, { field: 'owner', name: 'Who does it' }, notes],
		required: ['subject'],
		initial: ({ me }) => ({ priority: 'normal', owner: me }),
		missing: (written) => needs(written, 'subject', 'Say what is to be done.'),
	},
	note: {
		title: 'Add a note', icon: 'sticky_note_2', action: 'Add note', said: 'Note added.',
		fields: [{ ...notes, name: 'Note' }],
		required: ['description'],
		initial: () => ({}),
		missing: (written) => needs(written, 'description', 'Write the note first.'),
	},
};

/** What is written down, linked to what it is about. The account of a deal or a contact follows by itself. */
export function activityOf({ kind, written, about, contact }: { kind: ActivityKind; written: Row; about: { readonly collection: string; readonly id: string; readonly me: string }; contact: string | null }): Row {
	return {
		owner: about.me,
		...written,
		type: kind,
		...(kind === 'task' ? {} : { status: 'done' }),
		// Lists go by one date.
		...(kind === 'call' ? { due_at: written['start_at'] ?? null } : {}),
		...(kind === 'note' ? { subject: firstLine(String(written['description'])) } : {}),
		...(contact ? { contact } : {}),
		...(linkTo[about.collection] ? { [linkTo[about.collection] as string]: about.id } : {}),
	};
}

const linkTo: { readonly [collection: string]: string | undefined } = { crm_leads: 'lead', crm_accounts: 'account', crm_contacts: 'contact', crm_opportunities: 'opportunity' };
const longest = 80;

function firstLine(text: string): string {
	const line = text.trim().split('\n', 1)[0] ?? '';
	return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}

function needs(written: Row, field: string, message: string): readonly Problem[] {
	return String(written[field] ?? '').trim() === '' ? [{ field, message }] : [];
}
