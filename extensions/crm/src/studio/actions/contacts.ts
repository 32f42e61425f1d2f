import type { Bar } from './action.ts';
import { addNote, handOver, logCall, newDeal, newTask } from './common.ts';

const noCalls: Bar['actions'][number] = {
	...logCall,
	whyNot: (situation) => logCall.whyNot?.(situation) ?? (situation.record['do_not_call'] === true ? 'This person asked not to be called.' : null),
};

export const contactBar: Bar = { actions: [noCalls, newTask, addNote, newDeal, handOver] };
