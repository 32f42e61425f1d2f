import type { LeadSource } from '../reference/leads.ts';
import type { Doc } from '../reference/row.ts';
import { addDays, inOffice, partWay, startOfDay, within } from './calendar.ts';
import { accountFacts } from './data/accounts.ts';
import { leadCountries, type LeadCountry } from './data/lead-companies.ts';
import { consents, leadSourceMix, leadTitles, needs, tracking } from './data/lead-texts.ts';
import { namesByCountry } from './data/names.ts';
import { peopleFacts, type PersonKey } from './data/people.ts';
import { type Dice, diceFor } from './dice.ts';
import type { House } from './house.ts';
import type { Market } from './market.ts';
import { domainOf, emailOf, nameOf, type PersonName } from './names.ts';
import { landlineIn, mobileIn } from './phones.ts';
import { type Chapter, demoId, rows } from './story-shape.ts';
import { personId, teamId } from './teams.ts';

type Status = 'new' | 'working' | 'qualified' | 'unqualified';

export interface Lead {
	readonly key: string;
	readonly id: string;
	readonly status: Status;
	readonly name: PersonName | null;
	readonly company: string | null;
	readonly domain: string;
	readonly country: LeadCountry['country'];
	readonly town: LeadCountry['cities'][number];
	readonly owner: PersonKey | null;
	readonly source: LeadSource;
	readonly madeAt: Date;
}

/** How many leads there are in each status, and how many days ago they came in. */
const statuses = {
	new: { leads: 62, from: 0, to: 13 },
	working: { leads: 66, from: 4, to: 70 },
	qualified: { leads: 30, from: 12, to: 85 },
	unqualified: { leads: 42, from: 20, to: 160 },
} as const;

/** Takes what comes from where nobody is responsible. */
const nobodys: PersonKey = 'deniz';

/** Who looks after leads from where, before the accounts are anybody's; those without an owner wait for that team. */
const owners: { readonly [country: string]: readonly PersonKey[] } = {
	DE: ['deniz', 'deniz', 'jonas', 'zofia'], AT: ['deniz', 'zofia'], CH: ['zofia', 'katharina'], SE: ['deniz', 'jonas'], PL: ['zofia'],
	FR: ['etienne', 'maarten'], BE: ['maarten'], NL: ['maarten'], GB: ['aoife'], IE: ['aoife'],
};

/** Qualified leads at companies that we know already: converting them finds the account. */
const atKnownAccounts = ['heidegrund', 'mittelrhein', 'vercors', 'highmoor', 'groeneweide', 'gruenewald'];

export function leadsOf(now: Date): Lead[] {
	const people = new Set<string>();
	const companies = new Set<string>();
	return Object.entries(statuses).flatMap(([status, { leads, from, to }]) => Array.from({ length: leads }, (_, index): Lead => {
		const key = `${status}/${index}`;
		const dice = diceFor(`leads/${key}`);
		const known = status === 'qualified' ? accountFacts[atKnownAccounts[index] ?? ''] : undefined;
		const place = leadCountries.find(({ country }) => country === known?.place[0]) ?? byWeight(dice);
		const town = known ? [known.place[1], known.place[2]] as const : dice.pick(place.cities);
		const name = nameOf(place.country, dice, people);
		const company = known?.name ?? companyOf(place, { family: name.last, city: town[1] }, dice, companies);
		// Some say only who they are, some only where they work.
		const isNameless = !known && dice.chance(0.05);
		const isPrivate = !known && !isNameless && dice.chance(0.06);
		return {
			key,
			id: demoId('crm_leads', key),
			status: status as Status,
			name: isNameless ? null : name,
			company: isPrivate ? null : company,
			domain: isPrivate ? 'post.example' : (known?.domain ?? domainOf(company, place.country)),
			country: place.country,
			town,
			owner: known?.owner ?? (status === 'new' && dice.chance(0.4) ? null : dice.pick(owners[place.country] ?? [nobodys])),
			source: known ? 'existing_customer' : dice.pick(leadSourceMix),
			madeAt: madeAt({ status, index, from, to }, dice, now),
		};
	}));
}

function byWeight(dice: Dice): LeadCountry {
	let left = dice.whole(1, leadCountries.reduce((sum, { weight }) => sum + weight, 0));
	return leadCountries.find(({ weight }) => (left -= weight) <= 0) as LeadCountry;
}

/** Small firms often bear the name of whoever writes to us. */
function companyOf({ country, companies }: LeadCountry, { family, city }: { family: string; city: string }, dice: Dice, taken: Set<string>): string {
	for (;;) {
		const last = dice.chance(0.4) ? family : dice.pick(namesByCountry[country]?.last ?? [family]);
		const company = dice.pick(companies).replace('{last}', last).replace('{city}', city);
		if (taken.has(company)) continue;
		taken.add(company);
		return company;
	}
}

/** The first four came in today. */
function madeAt({ status, index, from, to }: { status: string; index: number; from: number; to: number }, dice: Dice, now: Date): Date {
	const today = { after: startOfDay(now), before: now };
	if (status === 'new' && index < 4) return within(partWay(today, (index + 0.5) / 4), today);
	return inOffice(addDays(now, -Math.max(from, 1) - (to - from) * dice.fraction()), dice, { after: new Date(0), before: addDays(now, -0.1) });
}

export function tellLeads({ house, market, leads }: { house: House; market: Market; leads: readonly Lead[] }): Chapter {
	return rows('crm_leads', leads.map((lead) => ({ ...who(lead), ...standing(lead, house, market), ...origin(lead), tags: ['Demo'] })));
}

function who({ id, key, name, company, domain, country, town, madeAt, owner }: Lead): Doc<'crm_leads'> & { id: string } {
	const dice = diceFor(`leads/${key}/who`);
	const [postalCode, city] = town;
	const hasAddress = dice.chance(0.5);
	return {
		id,
		salutation: name?.salutation ?? null,
		first_name: name?.first ?? null,
		last_name: name?.last ?? null,
		title: name && company && dice.chance(0.7) ? dice.pick(leadTitles) : null,
		company,
		website: company && dice.chance(0.5) ? `https://www.${domain}` : null,
		email: name ? emailOf(name, domain, country) : `info@${domain}`,
		phone: dice.chance(0.7) ? landlineIn(country, dice) : null,
		mobile: dice.chance(0.2) ? mobileIn(country, dice) : null,
		postal_code: hasAddress ? postalCode : null,
		city: hasAddress ? city : null,
		country,
		date_created: madeAt.toISOString(),
		user_created: owner && personId(owner),
	};
}

function standing({ key, status, source, owner, country }: Lead, house: House, market: Market): Doc<'crm_leads'> {
	const dice = diceFor(`leads/${key}/standing`);
	const rating = { new: dice.pick(['hot', 'warm', null, null, 'cold'] as const), working: dice.pick(['hot', 'warm', 'warm', 'cold'] as const), qualified: dice.pick(['hot', 'hot', 'warm'] as const), unqualified: dice.pick(['cold', 'cold', 'junk'] as const) }[status];
	const [least, most] = { hot: [70, 96], warm: [40, 69], cold: [12, 39], junk: [0, 8], none: [5, 35] }[rating ?? 'none'] as [number, number];
	const isAsked = status === 'qualified' || (status === 'working' && dice.chance(0.6));
	const hasValue = isAsked && dice.chance(0.8);
	return {
		status,
		rating,
		score: dice.whole(least, most),
		owner: owner && personId(owner),
		...(owner ? {} : { team: teamId(peopleFacts[(owners[country] ?? [nobodys])[0] ?? nobodys].team) }),
		source: house.link('crm_lead_sources', source),
		estimated_value: hasValue ? market.price(dice.whole(6, 160) * 250, market.currencyOf(country)) : null,
		currency: hasValue ? market.currencyOf(country) : null,
		need: isAsked || dice.chance(0.4) ? dice.pick(needs) : null,
		budget: isAsked ? dice.pick(status === 'qualified' ? ['planned', 'approved'] as const : ['unknown', 'planned', 'none'] as const) : null,
		authority: isAsked ? dice.pick(status === 'qualified' ? ['decision_maker', 'influencer'] as const : ['unknown', 'user', 'influencer', 'decision_maker'] as const) : null,
		timeline: isAsked ? dice.pick(status === 'qualified' ? ['now', 'quarter', 'quarter', 'year'] as const : ['unknown', 'quarter', 'year', 'later'] as const) : null,
		unqualified_reason: status === 'unqualified' ? dice.pick(['no_need', 'no_budget', 'no_reply', 'no_reply', 'wrong_person', 'competitor', 'duplicate', 'spam', 'other'] as const) : null,
	};
}

function origin({ key, source, madeAt }: Lead): Doc<'crm_leads'> {
	const dice = diceFor(`leads/${key}/origin`);
	const campaigns = tracking[source];
	const consent = dice.chance(0.6) ? (consents[source] ?? null) : null;
	return {
		...(campaigns && dice.chance(0.8) ? dice.pick(campaigns) : { utm_source: null, utm_medium: null, utm_campaign: null }),
		consent_given: consent !== null,
		consent_at: consent && madeAt.toISOString(),
		consent_source: consent,
	};
}
