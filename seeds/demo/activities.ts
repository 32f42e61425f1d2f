import { activityRow, type Draft, isDeal, writtenDown } from './activity-draft.ts';
import { doneSoFar, notesOn } from './activity-history.ts';
import { addDays, inOffice, startOfDay, workday } from './calendar.ts';
import { doings, leadDoings, renewalDoings } from './data/activity-texts.ts';
import { type PersonKey, peopleFacts } from './data/people.ts';
import type { Deal } from './deals.ts';
import { diceFor } from './dice.ts';
import type { Lead } from './leads.ts';
import { type Chapter, rows } from './story-shape.ts';

/** Four hundred in all. */
const counts = { today: 14, overdue: 22, upcoming: 62, cancelled: 14, note: 18, done: 270 };

const HOUR = 3_600_000;

interface Cast {
	readonly now: Date;
	readonly deals: readonly Deal[];
	readonly leads: readonly Lead[];
}

export function tellActivities(cast: Cast): Chapter {
	const { now, deals } = cast;
	const drafts = [
		...doneSoFar({ ...cast, count: counts.done }),
		...notesOn({ now, deals, count: counts.note }),
		...cancelled(cast),
		...overdue(cast),
		...today(cast),
		...upcoming(cast),
	];
	return rows('crm_activities', drafts.map(activityRow));
}

/** Everybody has two things to do today, one of them in the morning. */
function today({ now, deals, leads }: Cast): Draft[] {
	const people = Object.keys(peopleFacts) as PersonKey[];
	return Array.from({ length: counts.today }, (_, index) => {
		const key = `today/${index}`;
		const owner = people[index % people.length] as PersonKey;
		const about = workOf(owner, { deals: deals.filter(({ isStalled }) => !isStalled), leads })[Math.floor(index / people.length)] as Deal | Lead;
		const hour = index < people.length ? 7 + (index % 4) : 12 + (index % 4);
		return planned(key, about, owner, { at: new Date(startOfDay(now).getTime() + hour * HOUR + (index % 2) * (HOUR / 2)), now });
	});
}

/** Things that somebody should have done: about stalled deals, and leads who wait. */
function overdue({ now, deals, leads }: Cast): Draft[] {
	const waiting = [...deals.filter(({ isStalled }) => isStalled), ...leads.filter(({ status, owner }) => status === 'working' && owner)];
	return diceFor('overdue').shuffle(waiting).slice(0, counts.overdue).map((about, index) => {
		const key = `overdue/${index}`;
		const dice = diceFor(key);
		return planned(key, about, about.owner ?? 'deniz', { at: inOffice(addDays(now, -dice.whole(1, 12)), dice, { after: about.madeAt, before: startOfDay(now) }), now });
	});
}

/** The weeks to come; soon for what should close soon. */
function upcoming({ now, deals, leads }: Cast): Draft[] {
	const open = deals.filter(({ outcome, isStalled }) => outcome === 'open' && !isStalled).sort((one, other) => one.closes.getTime() - other.closes.getTime());
	const waiting = leads.filter(({ status, owner }) => owner && (status === 'working' || status === 'qualified'));
	return [...open, ...diceFor('upcoming').shuffle(waiting)].slice(0, counts.upcoming).map((about, index) => {
		const key = `upcoming/${index}`;
		const dice = diceFor(key);
		const from = addDays(startOfDay(now), 1);
		const day = workday(addDays(now, dice.whole(1, 7 + Math.floor(index / 4))), { from });
		return planned(key, about, about.owner ?? 'deniz', { at: inOffice(day, dice, { after: from, before: addDays(now, 60) }), now });
	});
}

/** What was planned for deals that were lost before it could happen. */
function cancelled({ deals }: Cast): Draft[] {
	return deals.filter(({ outcome }) => outcome === 'lost').slice(0, counts.cancelled).map((deal, index) => {
		const key = `cancelled/${index}`;
		const dice = diceFor(key);
		return { key, doing: dice.pick(textsFor(deal)), about: deal, owner: deal.owner, status: 'cancelled', at: inOffice(addDays(deal.closes, dice.whole(1, 6)), dice, { after: deal.closes, before: addDays(deal.closes, 14) }), madeAt: writtenDown(deal, { at: deal.closes, now: deal.closes, key }) };
	});
}

/** A person's open deals, the nearest first, then the leads to be worked on. */
function workOf(person: PersonKey, { deals, leads }: Pick<Cast, 'deals' | 'leads'>): (Deal | Lead)[] {
	return [
		...deals.filter(({ owner, outcome }) => owner === person && outcome === 'open').sort((one, other) => one.closes.getTime() - other.closes.getTime()),
		...leads.filter(({ owner, status }) => owner === person && status === 'working'),
	];
}

function planned(key: string, about: Deal | Lead, owner: PersonKey, { at, now }: { at: Date; now: Date }): Draft {
	const dice = diceFor(`${key}/doing`);
	return { key, doing: dice.pick(textsFor(about)), about, owner, status: 'planned', at, madeAt: writtenDown(about, { at, now, key }) };
}

function textsFor(about: Deal | Lead) {
	if (!isDeal(about)) return leadDoings;
	const texts = about.line === 'renewals' ? renewalDoings : (doings[about.reached] ?? []);
	return texts.filter(({ subject }) => !subject.includes(' sent '));
}
