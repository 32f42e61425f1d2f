import { expect, it } from 'vitest';
import { activityOf, kinds } from './kinds.ts';

const about = { collection: 'crm_opportunities', id: 'deal', me: 'rosa' };

it('logs a call as done, when it was, with the contact of the deal', () => {
	const written = { ...kinds.call.initial({ name: 'Frostwerk', now: '2027-03-01T09:00:00Z', me: 'rosa' }), outcome: 'reached' };
	expect(activityOf({ kind: 'call', written, about, contact: 'amy' })).toEqual({
		type: 'call', status: 'done', subject: 'Call with Frostwerk', direction: 'outbound', outcome: 'reached', owner: 'rosa',
		start_at: '2027-03-01T09:00:00Z', due_at: '2027-03-01T09:00:00Z', contact: 'amy', opportunity: 'deal',
	});
});

it('leaves a task to be done by whom it is given to', () => {
	expect(activityOf({ kind: 'task', written: { subject: 'Send the offer', owner: 'mats' }, about, contact: null })).toEqual({ type: 'task', subject: 'Send the offer', owner: 'mats', opportunity: 'deal' });
});

it('calls a note by its first line', () => {
	const note = (description: string) => activityOf({ kind: 'note', written: { description }, about, contact: null })['subject'];
	expect(note('Wants a test.\nIn May.')).toBe('Wants a test.');
	expect(note('a'.repeat(200))).toBe(`${'a'.repeat(79)}…`);
});

it('says what is missing', () => {
	expect(kinds.task.missing({ subject: '  ' })).toEqual([{ field: 'subject', message: 'Say what is to be done.' }]);
	expect(kinds.note.missing({ description: 'x' })).toEqual([]);
});
