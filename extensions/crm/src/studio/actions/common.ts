import NewActivity from '../activities/new-activity.vue';
import type { Action, Situation } from './action.ts';
import ChangeOwner from './change-owner.vue';
import NewDeal from './new-deal.vue';

/** What can be done with more than one kind of record. */

const noActivities = ({ mayCreate }: Situation) => (mayCreate('crm_activities') ? null : 'Your role does not log activities. Ask an administrator for the right to.');

export const logCall: Action = { id: 'log-call', label: 'Log call', icon: 'call', whyNot: noActivities, does: { kind: 'ask', dialog: NewActivity, with: { kind: 'call' } } };

export const newTask: Action = { id: 'new-task', label: 'New task', icon: 'add_task', whyNot: noActivities, does: { kind: 'ask', dialog: NewActivity, with: { kind: 'task' } } };

export const addNote: Action = { id: 'add-note', label: 'Add note', icon: 'sticky_note_2', whyNot: noActivities, does: { kind: 'ask', dialog: NewActivity, with: { kind: 'note' } } };

export const newDeal: Action = {
	id: 'new-deal', label: 'New deal', icon: 'handshake', savesFirst: true,
	whyNot: ({ mayCreate }) => (mayCreate('crm_opportunities') ? null : 'Your role does not open deals. Ask a sales rep to.'),
	does: { kind: 'ask', dialog: NewDeal },
};

export const handOver: Action = {
	id: 'hand-over', label: 'Hand over', icon: 'move_down', savesFirst: true,
	whyNot: ({ mayUpdate }) => (mayUpdate ? null : 'Only who may change it can hand it over. Ask its owner or a manager of its team.'),
	does: { kind: 'ask', dialog: ChangeOwner },
};
