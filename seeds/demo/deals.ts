import type { LeadSource } from '../reference/leads.ts';
import { contactId } from './contacts.ts';
import { accountFacts, type AccountFacts } from './data/accounts.ts';
import { fleetRenewalKit, type Kit, kits, renewalKit } from './data/kits.ts';
import type { PersonKey } from './data/people.ts';
import { type DealLine, linesOf } from './deal-lines.ts';
import { type DealPath, walkDeal } from './deal-path.ts';
import { type DealPlan, planDeals } from './deal-plan.ts';
import { diceFor } from './dice.ts';
import type { House, Pipeline } from './house.ts';
import type { Market } from './market.ts';
import { renewals } from './pipelines.ts';
import { demoId } from './story-shape.ts';

/** A deal with everything that belongs to it. */
export interface Deal extends DealPlan, DealPath {
	readonly id: string;
	readonly name: string;
	readonly account: string;
	readonly contact: string;
	readonly owner: PersonKey;
	readonly pipeline: Pipeline;
	readonly currency: string;
	readonly lines: readonly DealLine[];
	readonly type: 'new_business' | 'existing_business' | 'renewal';
	readonly source: LeadSource | null;
}

export function dealsOf({ now, house, market }: { now: Date; house: House; market: Market }): Deal[] {
	const buyers = handOut(planDeals(now));
	const names = new Set<string>();
	return buyers.map(([plan, account]) => {
		const facts = accountFacts[account] as AccountFacts;
		const dice = diceFor(`${plan.key}/deal`);
		const pipeline = plan.line === 'renewals' ? renewals : house.sales;
		const kit = kitFor(plan, facts, (name) => names.has(`${account}/${name}`));
		const currency = market.currencyOf(facts.place[0]);
		const name = freshName(plan.line === 'renewals' ? `${kit.name} ${plan.closes.getUTCFullYear()}` : kit.name, (tried) => names.has(`${account}/${tried}`));
		names.add(`${account}/${name}`);
		const isKnown = facts.type === 'customer' || facts.type === 'reseller';
		return {
			...plan,
			...walkDeal(plan, pipeline, now),
			id: demoId('crm_opportunities', plan.key),
			name: `${facts.short} – ${name}`,
			account,
			contact: contactId(account, Math.min(dice.pick([0, 1, 1, 2]), facts.contacts - 1)),
			owner: facts.owner,
			pipeline,
			currency,
			lines: linesOf(kit, { key: plan.key, employees: facts.employees ?? 5, currency, market }),
			type: plan.line === 'renewals' ? 'renewal' : isKnown && (kit.isFollowUp || dice.chance(0.5)) ? 'existing_business' : 'new_business',
			source: plan.line === 'renewals' ? 'existing_customer' : dice.pick(isKnown ? ['existing_customer', 'referral', 'partner', 'website'] : ['website', 'trade_fair', 'referral', 'cold_call', 'webinar', null]),
		};
	});
}

/** Who buys what: customers have bought before, prospects have not yet. */
function handOut(plans: readonly DealPlan[]): [DealPlan, string][] {
	const ofType = (...types: AccountFacts['type'][]) => Object.entries(accountFacts).filter(([, { type }]) => types.includes(type)).map(([key]) => key);
	const round = (name: string, accounts: readonly string[]) => diceFor(`deal/${name}`).shuffle(accounts);
	const tables = {
		won: round('won', ofType('customer', 'reseller')),
		lost: round('lost', [...ofType('prospect'), ...ofType('prospect', 'customer')]),
		open: round('open', [...ofType('prospect'), ...ofType('prospect', 'customer', 'reseller')]),
		renewals: round('renewals', ofType('customer')),
	};
	const dealt = { won: 0, lost: 0, open: 0, renewals: 0 };
	return plans.map((plan) => {
		const table = plan.line === 'renewals' ? 'renewals' : plan.outcome;
		return [plan, tables[table][dealt[table]++ % tables[table].length] ?? ''];
	});
}

function kitFor({ key, line }: DealPlan, { industry, type }: AccountFacts, isTaken: (name: string) => boolean): Kit {
	if (line === 'renewals') return industry === 'logistics' ? fleetRenewalKit : renewalKit;
	const fitting = kits.filter((kit) => kit.for.includes(industry ?? 'any') && !(kit.isFollowUp && type === 'prospect'));
	const fresh = fitting.filter(({ name }) => !isTaken(name));
	return diceFor(`${key}/kit`).pick(fresh.length > 0 ? fresh : fitting);
}

function freshName(name: string, isTaken: (name: string) => boolean): string {
	return [name, `${name}, further sites`].find((tried) => !isTaken(tried)) ?? `${name}, last site`;
}
