import { differenceInCalendarDays, formatISO } from 'date-fns';
import type { Card, Column } from '../../domain/pipelines/board.ts';

export interface Moment {
	readonly now: Date;
	readonly locale: string;
}

export type Due = { readonly text: string; readonly isPast: boolean };

/** A day of the calendar, in few letters: “12 Nov”, and the year where it could be taken for another. */
export function dayText(day: string, { now, locale }: Moment): string {
	const date = new Date(`${day.slice(0, 10)}T00:00Z`);
	const ahead = differenceInCalendarDays(date, now);
	const isClear = day.startsWith(String(now.getFullYear())) || (ahead >= 0 && ahead < 300);
	return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...(isClear ? {} : { year: 'numeric' }), timeZone: 'UTC' }).format(date);
}

export function closeDue(card: Card, kind: Column['stage']['kind'], moment: Moment): Due | null {
	if (card.close_date === null) return null;
	const isPast = kind === 'open' && card.close_date.slice(0, 10) < formatISO(moment.now, { representation: 'date' });
	return { text: dayText(card.close_date, moment), isPast };
}

/** How long it has been in its stage: “today”, “1 day”, “12 days”. */
export function stayText(card: Card, now: Date): string {
	const days = Math.max(0, Math.floor((now.getTime() - new Date(card.stage_entered_at).getTime()) / 86_400_000));
	if (days === 0) return 'today';
	return days === 1 ? '1 day' : `${days} days`;
}

/** When the next activity is due: “today”, “tomorrow”, “3 Dec”. */
export function nextDue({ due_at }: NonNullable<Card['nextActivity']>, moment: Moment): Due | null {
	if (due_at === null) return null;
	const due = new Date(due_at);
	const days = differenceInCalendarDays(due, moment.now);
	const isPast = due < moment.now;
	if (days === 0) return { text: 'today', isPast };
	if (days === 1) return { text: 'tomorrow', isPast };
	return { text: dayText(formatISO(due, { representation: 'date' }), moment), isPast };
}

const icons: { readonly [type: string]: string } = { call: 'call', meeting: 'groups', email: 'mail', task: 'task_alt', note: 'sticky_note_2' };

export function activityIcon(type: string): string {
	return icons[type] ?? 'event';
}

/** All that a card shows, as a sentence for those who hear it. */
export function cardSentence(card: Card, { kind, amount, ...moment }: Moment & { kind: Column['stage']['kind']; amount: string | null }): string {
	const close = closeDue(card, kind, moment);
	const stay = stayText(card, moment.now);
	const due = card.nextActivity && nextDue(card.nextActivity, moment);
	const next = card.nextActivity ? `next: ${card.nextActivity.subject}${due ? `, ${due.isPast ? 'overdue since' : 'due'} ${due.text}` : ''}` : 'nothing planned';
	return [
		card.name, card.account?.name, amount ?? 'no amount',
		close && (close.isPast ? `should have closed on ${close.text}` : `${kind === 'open' ? 'closes' : 'close date'} ${close.text}`),
		card.owner ? `owner ${card.owner.name}` : 'no owner',
		stay === 'today' ? 'in this stage since today' : `in this stage for ${stay}`,
		card.isStalled && 'stalled',
		kind === 'open' && next,
	].filter(Boolean).join(', ');
}
