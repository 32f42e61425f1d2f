import { addDays, inOffice } from './calendar.ts';
import { accountFacts } from './data/accounts.ts';
import { diceFor } from './dice.ts';
import type { Market } from './market.ts';
import { landlineIn } from './phones.ts';
import { type Chapter, demoId, rows } from './story-shape.ts';
import { personId } from './teams.ts';

export function accountId(key: string): string {
	return demoId('crm_accounts', key);
}

/** When each account came in: some days before its first deal. */
export function accountsMade({ now, firstDeals }: { now: Date; firstDeals: ReadonlyMap<string, Date> }): Map<string, Date> {
	return new Map(Object.keys(accountFacts).map((key) => {
		const dice = diceFor(`accounts/${key}/made`);
		const firstDeal = firstDeals.get(key) ?? addDays(now, -dice.whole(100, 500));
		return [key, inOffice(addDays(firstDeal, -dice.whole(3, 60)), dice, { after: new Date(0), before: firstDeal })];
	}));
}

export function tellAccounts({ now, market, made }: { now: Date; market: Market; made: ReadonlyMap<string, Date> }): Chapter {
	return rows('crm_accounts', Object.entries(accountFacts).map(([key, facts]) => {
		const dice = diceFor(`accounts/${key}`);
		const [country, postalCode, city, street] = facts.place;
		const currency = market.currencyOf(country);
		return {
			id: accountId(key),
			name: facts.name,
			is_person: Boolean(facts.person),
			type: facts.type,
			industry: facts.industry ?? null,
			rating: facts.rating ?? null,
			owner: personId(facts.owner),
			parent: facts.parent ? accountId(facts.parent) : null,
			phone: landlineIn(country, dice),
			email: `info@${facts.domain}`,
			website: `https://www.${facts.domain}`,
			domain: facts.domain,
			employees: facts.employees ?? null,
			revenue: facts.revenue ? market.price(facts.revenue * 1000, currency) : null,
			currency,
			founded_year: facts.founded ?? null,
			billing_street: street,
			billing_postal_code: postalCode,
			billing_city: city,
			billing_country: country,
			description: facts.note ?? null,
			tags: ['Demo'],
			date_created: (made.get(key) ?? now).toISOString(),
			user_created: personId(facts.owner),
		};
	}));
}
