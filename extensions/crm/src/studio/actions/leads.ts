import BecameLine from '../leads/became-line.vue';
import ConvertLead from '../leads/convert-lead.vue';
import UnconvertLead from '../leads/unconvert-lead.vue';
import type { Action, Bar, Situation } from './action.ts';
import { addNote, handOver, logCall, newTask } from './common.ts';

const isConverted = ({ record }: Situation) => record['status'] === 'converted';
const isWaiting = (situation: Situation) => !isConverted(situation) && !situation.record['owner'] && Boolean(situation.record['team']);
const notChanged = ({ mayUpdate }: Situation) => (mayUpdate ? null : 'You may look at this lead, but not change it. Ask its owner.');

const convert: Action = {
	id: 'convert', label: 'Convert', icon: 'published_with_changes', isPrimary: true, savesFirst: true,
	isOffered: (situation) => !isConverted(situation),
	whyNot: (situation) => notChanged(situation)
		?? (situation.record['archived'] === true ? 'It is archived. Bring it back from the archive first.' : null)
		?? (situation.record['rating'] === 'junk' ? 'It is rated as junk. Change its rating first.' : null)
		?? (situation.record['status'] === 'unqualified' ? 'It is unqualified. Set its status to qualified first.' : null),
	does: { kind: 'ask', dialog: ConvertLead },
};

const unconvert: Action = {
	id: 'unconvert', label: 'Undo conversion', icon: 'undo', savesFirst: true,
	isOffered: isConverted,
	whyNot: notChanged,
	does: { kind: 'ask', dialog: UnconvertLead },
};

const claim: Action = {
	id: 'claim', label: 'Claim', icon: 'back_hand', savesFirst: true,
	isOffered: isWaiting,
	whyNot: notChanged,
	does: { kind: 'write', values: ({ me }) => ({ owner: me }), said: 'It is yours now.' },
};

/** What was done with a lead went along with what it became, and so does what comes. */
const whileALead = (action: Action): Action => ({
	...action,
	whyNot: (situation) => (isConverted(situation) ? 'It has been converted: go on with what it became.' : (action.whyNot?.(situation) ?? null)),
});

export const leadBar: Bar = {
	above: BecameLine,
	actions: [convert, claim, ...[logCall, newTask, addNote, handOver].map(whileALead), unconvert],
};
