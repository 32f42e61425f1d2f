import { z } from 'zod';
import type { Operation } from '../shared/operation.ts';

/** What moving a deal between stages takes and answers: stage path and board ask the same. */

/** A field that a stage wants before a deal may enter it. */
export const wanted = z.object({
	field: z.string(),
	label: z.string(),
	message: z.string().describe('What to do: “Say why it was lost.”'),
});
export type Wanted = z.output<typeof wanted>;

export const stageOnPath = z.object({
	id: z.uuid(),
	name: z.string(),
	kind: z.enum(['open', 'won', 'lost']),
	probability: z.number().nullable(),
	guidance: z.string().nullable(),
	isCurrent: z.boolean(),
	seconds: z.number().nullable().describe('How long the deal has been in it, all stays together; null if never.'),
	entries: z.number().int().describe('How often it entered it.'),
	refusal: z.string().nullable().describe('Why the deal can’t be moved there by the caller, whatever they fill in; null if it can.'),
	wanted: z.array(wanted).describe('What the deal lacks to be moved there.'),
});
export type StageOnPath = z.output<typeof stageOnPath>;

export const stagePath = z.object({
	id: z.uuid(),
	pipeline: z.object({ id: z.uuid(), name: z.string() }),
	mayMove: z.boolean(),
	isStalled: z.boolean(),
	stages: z.array(stageOnPath),
	lastOpenStage: z.uuid().nullable().describe('Where a closed deal was before it was closed: where it is reopened.'),
});
export type StagePath = z.output<typeof stagePath>;

/** However it is written: keys are compared as text. */
const anId = z.uuid('This is not the id of a record.').toLowerCase();

export const moveRequest = z.strictObject({
	stage: z.uuid('Say which stage the deal goes to: “stage” is the id of a stage.').toLowerCase(),
	before: anId.nullish().describe('The deal that it shall stand above, in its column of the board.'),
	after: anId.nullish().describe('The deal that it shall stand below. Without both, it goes to the top.'),
	expectedStage: anId.nullish().describe('The stage in which the caller saw it: moved meanwhile, it stays where it is and the answer is 409.'),
	values: z.record(z.string(), z.unknown()).optional().describe('What the stage wants, written along with the move: lost_reason, amount …'),
});
export type MoveRequest = z.output<typeof moveRequest>;

export const moved = z.object({
	id: z.uuid(),
	stage: z.uuid(),
	rank: z.string(),
	from: z.object({ stage: z.uuid(), before: z.uuid().nullable(), after: z.uuid().nullable() }).describe('Where it was: what takes the move back.'),
});
export type Moved = z.output<typeof moved>;

export const movingOperations = [
	{ method: 'get', path: '/opportunities/{id}/path', summary: 'The stages of a deal’s pipeline: days spent, what is permitted, what each wants', answer: z.object({ data: stagePath }) },
	{ method: 'post', path: '/opportunities/{id}/move', summary: 'Move a deal to a stage, or to another place in it', description: 'Writes one row. Refused with 400 and what is missing, with 403, or with 409 if somebody else has moved it meanwhile.', body: moveRequest, answer: z.object({ data: moved }) },
] as const satisfies readonly Operation[];
