import type { Bar } from './action.ts';
import { addNote, handOver, logCall, newTask } from './common.ts';

export const dealBar: Bar = { actions: [logCall, newTask, addNote, handOver] };
