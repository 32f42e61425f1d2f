import { addDays } from './calendar.ts';
import { accountFacts, sharedContacts } from './data/accounts.ts';
import { seats } from './data/jobs.ts';
import { diceFor } from './dice.ts';
import { emailOf, nameOf, type PersonName } from './names.ts';
import { landlineIn, mobileIn } from './phones.ts';
import { type Chapter, demoId, rows } from './story-shape.ts';
import { personId } from './teams.ts';

export interface ContactFacts {
	readonly id: string;
	readonly account: string;
	readonly seat: number;
	readonly name: PersonName;
	readonly title: string | null;
}

const languages: { readonly [country: string]: string } = { DE: 'de', AT: 'de-AT', CH: 'de-CH', FR: 'fr', BE: 'fr-BE', NL: 'nl', GB: 'en-GB', IE: 'en-IE', SE: 'sv', PL: 'pl', IT: 'it' };

export function contactId(account: string, seat: number): string {
	return demoId('crm_contacts', `${account}/${seat}`);
}

export const contacts: readonly ContactFacts[] = castContacts();

function castContacts(): ContactFacts[] {
	const taken = new Set<string>();
	return Object.entries(accountFacts).flatMap(([account, facts]) => Array.from({ length: facts.contacts }, (_, seat) => {
		const [salutation, first = '', last = ''] = facts.person ?? [];
		const titles = seats[seat]?.titles ?? {};
		return {
			id: contactId(account, seat),
			account,
			seat,
			name: salutation ? { salutation, first, last } : nameOf(facts.place[0], diceFor(`contacts/${account}/${seat}`), taken),
			title: facts.person ? null : (titles[facts.industry ?? 'any'] ?? titles['any'] ?? null),
		};
	}));
}

/** The people at the accounts, and for whom they work. */
export function tellContacts({ now, accountsMade }: { now: Date; accountsMade: ReadonlyMap<string, Date> }): Chapter[] {
	const made = new Map(contacts.map((contact) => [contact.id, madeAt(contact, { now, accountMade: accountsMade.get(contact.account) ?? now })]));
	const stamps = (contact: string, account: string) => ({ date_created: (made.get(contact) ?? now).toISOString(), user_created: ownerOf(account) });
	return [
		rows('crm_contacts', contacts.map((contact) => ({ ...contactRow(contact), ...stamps(contact.id, contact.account) }))),
		rows('crm_account_contacts', [
			...contacts.map(({ id, account, seat }) => link(account, id, seats[seat]?.role ?? 'other', true, stamps(id, account))),
			...sharedContacts.map(([account, seat, at, role]) => link(at, contactId(account, seat), role, false, stamps(contactId(account, seat), account))),
		]),
	];
}

function contactRow({ id, account, seat, name, title }: ContactFacts) {
	const dice = diceFor(`contacts/${account}/${seat}/details`);
	const { place: [country], domain, contacts: count, person } = factsOf(account);
	return {
		id,
		salutation: name.salutation,
		first_name: name.first,
		last_name: name.last,
		title,
		department: person ? null : (seats[seat]?.department ?? null),
		account: demoId('crm_accounts', account),
		email: emailOf(name, domain, country),
		phone: landlineIn(country, dice),
		mobile: dice.chance(0.4) ? mobileIn(country, dice) : null,
		owner: ownerOf(account),
		preferred_language: languages[country] ?? null,
		do_not_call: seat > 2 && dice.chance(0.12),
		do_not_email: seat > 2 && dice.chance(0.08),
		birthday: dice.chance(0.15) ? `${dice.whole(1962, 1996)}-${two(dice.whole(1, 12))}-${two(dice.whole(1, 28))}` : null,
		reports_to: seat > 0 && count > 2 ? contactId(account, 0) : null,
		tags: ['Demo'],
	};
}

function link(account: string, contact: string, role: (typeof sharedContacts)[number][3] | 'user', isPrimary: boolean, stamps: object) {
	return { id: demoId('crm_account_contacts', `${account}/${contact}`), account: demoId('crm_accounts', account), contact, role, is_primary: isPrimary, ...stamps };
}

/** Most came with their account; those far down the table, who have no part in a deal, turned up in the last weeks. */
function madeAt({ account, seat }: ContactFacts, { now, accountMade }: { now: Date; accountMade: Date }): Date {
	const dice = diceFor(`contacts/${account}/${seat}/made`);
	if (seat < 3 || dice.chance(0.3)) return accountMade;
	const lately = addDays(now, -dice.whole(0, 27) - dice.fraction());
	return lately > accountMade ? lately : accountMade;
}

function ownerOf(account: string): string {
	return personId(factsOf(account).owner);
}

function factsOf(account: string) {
	const facts = accountFacts[account];
	if (!facts) throw new Error(`There is no account ${account} in the demo.`);
	return facts;
}

const two = (number: number) => String(number).padStart(2, '0');
