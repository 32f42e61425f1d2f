import type { Doc } from '../reference/row.ts';
import { accountId } from './accounts.ts';
import { addDays, inOffice } from './calendar.ts';
import { contacts } from './contacts.ts';
import { accountFacts } from './data/accounts.ts';
import { type Doing, places } from './data/activity-texts.ts';
import type { PersonKey } from './data/people.ts';
import type { Deal } from './deals.ts';
import { diceFor } from './dice.ts';
import type { Lead } from './leads.ts';
import { demoId } from './story-shape.ts';
import { personId } from './teams.ts';

/** Something to do or done, about a deal or a lead. */
export interface Draft {
	readonly key: string;
	readonly doing: Doing;
	readonly about: Deal | Lead;
	readonly owner: PersonKey;
	readonly status: 'planned' | 'done' | 'cancelled';
	/** When it is due, takes place or took place. */
	readonly at: Date;
	readonly madeAt: Date;
}

type Activity = Doc<'crm_activities'>;

const names = new Map(contacts.map(({ id, name }) => [id, `${name.first} ${name.last}`]));

const MINUTES = 60_000;

/** When it was written down: some days before, in working hours, but not before what it is about. */
export function writtenDown(about: Deal | Lead, { at, now, key }: { at: Date; now: Date; key: string }): Date {
	const dice = diceFor(`${key}/written`);
	const before = at < now ? at : now;
	return inOffice(addDays(before, -dice.whole(1, 7)), dice, { after: about.madeAt, before });
}

export function activityRow({ key, doing: { type, subject, details }, about, owner, status, at, madeAt }: Draft): Activity & { id: string } {
	const dice = diceFor(`activities/${key}`);
	const said = (text: string) => text.replace('{who}', whoIs(about)).replace('{short}', shortOf(about));
	const isTalk = type === 'call' || type === 'meeting';
	const endsAt = new Date(at.getTime() + (type === 'meeting' ? dice.pick([60, 90, 120]) : dice.pick([15, 20, 30])) * MINUTES);
	return {
		id: demoId('crm_activities', key),
		type,
		status,
		subject: said(subject),
		due_at: type === 'note' ? null : at.toISOString(),
		priority: type === 'note' ? 'normal' : dice.pick(['normal', 'normal', 'normal', 'high', 'low'] as const),
		start_at: type === 'meeting' ? at.toISOString() : null,
		end_at: type === 'meeting' ? endsAt.toISOString() : null,
		location: type === 'meeting' ? dice.pick(places) : null,
		direction: type === 'call' || type === 'email' ? dice.pick(['outbound', 'outbound', 'outbound', 'inbound'] as const) : null,
		outcome: status === 'done' && isTalk ? (type === 'meeting' ? 'held' : dice.pick(['reached', 'reached', 'reached', 'left_message', 'no_answer'] as const)) : null,
		description: details && (status === 'done' || type === 'note') ? said(details) : null,
		completed_at: status === 'done' ? at.toISOString() : null,
		owner: personId(owner),
		date_created: madeAt.toISOString(),
		user_created: personId(owner),
		...links(about),
	};
}

function links(about: Deal | Lead): Activity {
	if (!isDeal(about)) return { account: null, contact: null, opportunity: null, lead: about.id };
	return { account: accountId(about.account), contact: about.contact, opportunity: about.id, lead: null };
}

export function isDeal(about: Deal | Lead): about is Deal {
	return 'pipeline' in about;
}

function whoIs(about: Deal | Lead): string {
	if (isDeal(about)) return names.get(about.contact) ?? shortOf(about);
	return about.name ? `${about.name.first} ${about.name.last}` : (about.company ?? 'the lead');
}

function shortOf(about: Deal | Lead): string {
	return isDeal(about) ? (accountFacts[about.account]?.short ?? '') : (about.company ?? whoIs(about));
}
