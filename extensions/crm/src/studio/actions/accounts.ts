import type { Bar } from './action.ts';
import { addNote, handOver, logCall, newDeal, newTask } from './common.ts';

export const accountBar: Bar = { actions: [logCall, newTask, addNote, newDeal, handOver] };
