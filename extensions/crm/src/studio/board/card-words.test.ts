import { expect, it } from 'vitest';
import type { Card } from '../../domain/pipelines/board.ts';
import { cardSentence, closeDue, dayText, nextDue, stayText } from './card-words.ts';
import { glance } from './glance.ts';

const moment = { now: new Date('2026-11-20T15:00:00Z'), locale: 'en-GB' };
const card: Card = {
	id: '1', name: 'Kühlhaus', account: { id: '2', name: 'Frost KG' }, amount: '1200.0000', currency: 'EUR', amount_base: '1200.00', close_date: '2026-11-19',
	owner: { id: '3', name: 'Rosa', avatar: null }, stage: '4', stage_entered_at: '2026-11-08T10:00:00Z', probability: 10, isStalled: true, nextActivity: null,
};

it.each([
	['2026-11-20', '20 Nov'], ['2026-01-02', '2 Jan'], ['2027-03-01', '1 Mar'], ['2027-11-30', '30 Nov 2027'], ['2025-12-24', '24 Dec 2025'],
])('writes %s as “%s”', (day, text) => expect(dayText(day, moment)).toBe(text));

it.each([
	['2026-11-19', 'open', true], ['2026-11-20', 'open', false], ['2026-11-19', 'won', false],
] as const)('closing %s in a stage that is %s is past: %s', (close_date, kind, isPast) => expect(closeDue({ ...card, close_date }, kind, moment)?.isPast).toBe(isPast));

it.each([
	['2026-11-20T14:00:00Z', 'today'], ['2026-11-19T10:00:00Z', '1 day'], ['2026-11-08T10:00:00Z', '12 days'],
])('in the stage since %s: %s', (stage_entered_at, text) => expect(stayText({ ...card, stage_entered_at }, moment.now)).toBe(text));

it.each([
	['2026-11-20T10:00:00Z', { text: 'today', isPast: true }], ['2026-11-21T10:00:00Z', { text: 'tomorrow', isPast: false }], ['2026-11-02T10:00:00Z', { text: '2 Nov', isPast: true }],
])('says when the next activity of %s is due', (due_at, due) => expect(nextDue({ id: '5', type: 'call', subject: 'Ask', due_at }, moment)).toEqual(due));

it('says in a sentence what the card shows', () => {
	expect(cardSentence(card, { ...moment, kind: 'open', amount: '€1,200.00' })).toBe('Kühlhaus, Frost KG, €1,200.00, should have closed on 19 Nov, owner Rosa, in this stage for 12 days, stalled, nothing planned');
});

it.each([
	['1200.0000', false, '€1,200'], ['1200.5000', false, '€1,200.50'], ['1200.5000', true, '€1,201'], ['9007199254740993.0000', false, '€9,007,199,254,740,993'],
])('shows %s at a glance', (amount, isSum, text) => expect(glance(amount, { locale: 'en-GB', currency: 'EUR', isSum })).toBe(text));
