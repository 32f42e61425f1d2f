import type { Action, Bar } from './action.ts';
import { addNote, handOver, logCall, newTask } from './common.ts';

const moveStage: Action = {
	id: 'move-stage', label: 'Move stage', icon: 'arrow_circle_right',
	whyNot: ({ mayUpdate }) => (mayUpdate ? null : 'You may look at this deal, but not move it. Ask its owner.'),
	does: { kind: 'focus', selector: '.stage-path [data-stage][tabindex="0"]' },
};

export const dealBar: Bar = { actions: [moveStage, logCall, newTask, addNote, handOver] };
