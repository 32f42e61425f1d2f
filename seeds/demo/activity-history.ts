import { type Draft, writtenDown } from './activity-draft.ts';
import { addDays, inOffice, partWay, type Span } from './calendar.ts';
import { type Doing, doings, leadDoings, notes, renewalDoings } from './data/activity-texts.ts';
import type { Deal } from './deals.ts';
import { diceFor } from './dice.ts';
import type { Lead } from './leads.ts';

/** Something that can have happened, and how much the story needs it: less is more. */
interface Candidate extends Draft {
	readonly need: number;
}

/** What was done about deals and leads, so many in all: what the story needs most comes first. */
export function doneSoFar({ now, deals, leads, count }: { now: Date; deals: readonly Deal[]; leads: readonly Lead[]; count: number }): Draft[] {
	const candidates = [...deals.flatMap((deal) => aboutDeal(deal, now)), ...leads.flatMap((lead) => aboutLead(lead, now))];
	const chosen = candidates.sort((one, other) => one.need - other.need || (one.key < other.key ? -1 : 1)).slice(0, count);
	return chosen.map((draft, index) => ({ ...draft, key: `done/${index}` }));
}

/** What people wrote down about open deals. */
export function notesOn({ now, deals, count }: { now: Date; deals: readonly Deal[]; count: number }): Draft[] {
	return diceFor('notes').shuffle(deals.filter(({ outcome }) => outcome === 'open')).slice(0, count).map((deal, index) => {
		const key = `note/${index}`;
		const dice = diceFor(key);
		const at = inOffice(partWay({ after: deal.madeAt, before: now }, deal.isStalled ? 0.2 : dice.fraction()), dice, { after: deal.madeAt, before: now });
		return { key, doing: dice.pick(notes), about: deal, owner: deal.owner, status: 'done', at, madeAt: at };
	});
}

/** One or two for every stage that the deal went through; in the one where it stalled, only at its beginning. */
function aboutDeal(deal: Deal, now: Date): Candidate[] {
	const stops = [{ place: 0, at: deal.madeAt, kind: 'open' }, ...deal.moves];
	return stops.flatMap(({ place, at, kind }, index): Candidate[] => {
		const isLast = index === stops.length - 1;
		const next = stops[index + 1]?.at ?? now;
		if (kind === 'lost') return [];
		const key = `${deal.key}/${index}`;
		const dice = diceFor(`history/${key}`);
		const span = { after: at, before: isLast && deal.outcome === 'won' ? earlier(next, addDays(at, 6)) : next };
		const texts = deal.line === 'renewals' && place < 4 ? renewalDoings : (doings[place] ?? []);
		const [first, second] = dice.shuffle(texts);
		// An open deal that is looked after was last talked about within days.
		const late = deal.isStalled ? 0.1 : isLast && deal.outcome === 'open' ? 0.9 : 0.55;
		const isNeeded = isLast ? deal.outcome === 'open' : index === stops.length - 2;
		return [
			...(first ? [draft(`${key}/0`, first, { deal, span, part: late, need: isNeeded ? dice.fraction() : 1 + dice.fraction() })] : []),
			...(second ? [draft(`${key}/1`, second, { deal, span, part: late / 2, need: 2 + dice.fraction() })] : []),
		];
	});
}

function draft(key: string, doing: Doing, { deal, span, part, need }: { deal: Deal; span: Span; part: number; need: number }): Candidate {
	const at = inOffice(partWay(span, part), diceFor(`history/${key}`), span);
	return { key, doing, about: deal, owner: deal.owner, status: 'done', at, madeAt: writtenDown(deal, { at, now: at, key }), need };
}

function aboutLead(lead: Lead, now: Date): Candidate[] {
	const { owner, status, madeAt, key } = lead;
	if (!owner || status === 'new') return [];
	const dice = diceFor(`history/${key}`);
	const span = { after: madeAt, before: earlier(now, addDays(madeAt, status === 'unqualified' ? 20 : 40)) };
	const at = inOffice(partWay(span, 0.1 + 0.8 * dice.fraction()), dice, span);
	const need = status === 'qualified' ? 0.5 : 1 + dice.fraction();
	return [{ key: `${key}/0`, doing: dice.pick(leadDoings), about: lead, owner, status: 'done', at, madeAt: writtenDown(lead, { at, now: at, key }), need }];
}

function earlier(one: Date, other: Date): Date {
	return one < other ? one : other;
}
