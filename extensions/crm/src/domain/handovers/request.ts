import { z } from 'zod';
import type { Operation } from '../shared/operation.ts';

/** What goes over the wire about handovers: read here, and described to others from here. */

export const handoverRequest = z.strictObject({
	/** Whose records they are; may have left. */
	from: z.uuid({ error: 'Say whose records are handed over: “from” is the id of a person.' }),
	/** Who takes over. */
	to: z.uuid({ error: 'Say who takes over: “to” is the id of a person.' }),
	/** All that the caller may hand over, unless named. */
	collections: z.array(z.string(), { error: '“collections” is a list of names of collections, such as ["crm_leads"].' }).min(1, { error: 'Choose what is handed over.' }).optional(),
	/** What is won, lost, converted or done stays with whom did it, unless asked for. */
	includeClosed: z.boolean({ error: '“includeClosed” is true or false.' }).default(false),
	reason: z.string({ error: '“reason” is a text.' }).trim().max(2_000, { error: 'Shorten the reason to 2,000 characters.' }).nullish(),
	/** Tries everything out, and takes it back. */
	dryRun: z.boolean({ error: '“dryRun” is true or false.' }).default(false),
}, { error: (issue) => (issue.code === 'unrecognized_keys' ? `A handover knows nothing of ${issue.keys.map((key) => `“${key}”`).join(', ')}.` : 'Send the handover as JSON: who it is from and to.') });

export type HandoverRequest = z.infer<typeof handoverRequest>;

export const handoverReport = z.object({
	/** Of the row in crm_handovers; null for a dry run. */
	id: z.uuid().nullable(),
	dryRun: z.boolean(),
	records: z.int(),
	perCollection: z.record(z.string(), z.int()),
});

export type HandoverReport = z.infer<typeof handoverReport>;

const person = z.object({
	id: z.uuid(),
	first_name: z.string().nullable(),
	last_name: z.string().nullable(),
	title: z.string().nullable(),
	avatar: z.uuid().nullable(),
	/** As Directus has it: active, suspended, archived, invited … */
	status: z.string(),
	team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
});

/** The people here, with how many records of theirs the caller may hand over. */
export const handoverPeople = z.array(person.extend({
	open: z.int(),
	closed: z.int(),
	/** Whether the caller may give something to them. */
	canTakeOver: z.boolean(),
}));

export type HandoverPeople = z.infer<typeof handoverPeople>;

export const handoverPreview = z.object({
	from: person,
	collections: z.array(z.object({ collection: z.string(), label: z.string(), icon: z.string(), open: z.int(), closed: z.int() })),
	/** What names this person and stays as it is, in sentences that say what to do about it. */
	remaining: z.array(z.object({ sentence: z.string(), collection: z.string(), key: z.uuid().nullable() })),
});

export type HandoverPreview = z.infer<typeof handoverPreview>;

export const handoverOperations = [
	{ method: 'post', path: '/handovers', summary: 'Hand over what somebody has, all of it or nothing', description: 'Accept application/x-ndjson to be told how far it is, a line of JSON each.', body: handoverRequest, answer: z.object({ data: handoverReport }) },
	{ method: 'get', path: '/handovers/people', summary: 'Everybody, with how much of theirs the caller may hand over', answer: z.object({ data: handoverPeople }) },
	{ method: 'get', path: '/handovers/preview', summary: 'What somebody has, and what stays to be done by hand', query: z.object({ from: z.uuid().describe('The person whose records they are.') }), answer: z.object({ data: handoverPreview }) },
	{ method: 'get', path: '/handovers/reach', summary: 'How far the caller may move records of a collection', query: z.object({ collection: z.string() }), answer: z.object({ data: z.object({ reach: z.enum(['own', 'teams', 'all']) }) }) },
] as const satisfies readonly Operation[];
