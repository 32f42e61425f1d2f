import type { LostReason } from '../reference/pipelines.ts';
import type { Doc } from '../reference/row.ts';
import { accountId } from './accounts.ts';
import { addDays, dayOf, startOfDay, workday } from './calendar.ts';
import { competitors, dealNotes, lostNotes, nextSteps, renewalNextSteps } from './data/deal-texts.ts';
import { estimate, packagePrice } from './deal-lines.ts';
import type { Move } from './deal-path.ts';
import type { Deal } from './deals.ts';
import { diceFor } from './dice.ts';
import type { House } from './house.ts';
import { productId } from './products.ts';
import { changes, type Chapter, demoId, rows } from './story-shape.ts';
import { personId } from './teams.ts';

type Opportunity = Doc<'crm_opportunities'>;

/** Sold as a package: the amount is agreed on, whatever the lines come to. */
const packages = ['sales/open/5', 'sales/open/20', 'sales/won/3'];

/** Surer than their stage says. */
const committed = ['sales/open/12', 'sales/open/16'];

/**
 * Deals are made in the first stage with a guess, then move on one by one: the database writes their history. Product
 * lines come once somebody knows what is needed; of renewals that is known from the start.
 */
export function tellOpportunities({ now, house, deals }: { now: Date; house: House; deals: readonly Deal[] }): Chapter[] {
	const withLines = deals.filter(hasLines);
	const isRenewal = ({ line }: Deal) => line === 'renewals';
	const rounds = Math.max(...deals.map(({ moves }) => moves.length));
	const round = (number: number) => deals.flatMap((deal) => (deal.moves[number] ? [changeBy(deal, number, house)] : []));
	return [
		rows('crm_opportunities', deals.map((deal) => opportunity(deal, { now, house }))),
		rows('crm_opportunity_lines', withLines.filter(isRenewal).flatMap(lineRows)),
		changes('crm_opportunities', round(0)),
		rows('crm_opportunity_lines', withLines.filter((deal) => !isRenewal(deal)).flatMap(lineRows)),
		changes('crm_opportunities', Array.from({ length: rounds - 1 }, (_, index) => round(index + 1)).flat()),
	];
}

function hasLines({ key, line, moves, outcome }: Deal): boolean {
	return line === 'renewals' || moves.length > 1 || (moves.length === 1 && outcome === 'open' && diceFor(`${key}/detailed`).chance(0.5));
}

function opportunity(deal: Deal, { now, house }: { now: Date; house: House }): Opportunity & { id: string } {
	const dice = diceFor(`${deal.key}/row`);
	const isPackage = packages.includes(deal.key);
	const isVague = deal.outcome === 'open' && deal.moves.length === 0 && dice.chance(0.2);
	return {
		id: deal.id,
		name: deal.name,
		account: accountId(deal.account),
		contact: deal.contact,
		pipeline: deal.pipeline.id,
		stage: deal.pipeline.open[0]?.id ?? null,
		close_date: dayOf(deal.closes),
		owner: personId(deal.owner),
		amount: isPackage ? packagePrice(deal.lines) : isVague ? null : estimate(deal.lines, deal.key),
		amount_is_manual: isPackage,
		currency: deal.currency,
		type: deal.type,
		source: deal.source && house.link('crm_lead_sources', deal.source),
		...nextStep(deal, now),
		description: dice.chance(0.25) ? dice.pick(dealNotes) : null,
		tags: ['Demo'],
		date_created: deal.madeAt.toISOString(),
		user_created: personId(deal.owner),
	};
}

/** Stalled deals are those for which nobody has a plan, or had one some time ago. */
function nextStep({ key, outcome, line, reached, isStalled, closes }: Deal, now: Date): Pick<Opportunity, 'next_step' | 'next_step_at'> {
	const dice = diceFor(`${key}/next`);
	const texts = line === 'renewals' ? renewalNextSteps : (nextSteps[reached] ?? []);
	if (outcome !== 'open' || texts.length === 0 || (isStalled && dice.chance(0.6))) return { next_step: null, next_step_at: null };
	const by = addDays(now, isStalled ? -dice.whole(5, 20) : dice.whole(0, 12));
	const isBeforeTheEnd = by < closes || closes < startOfDay(now);
	return { next_step: dice.pick(texts), next_step_at: dayOf(isBeforeTheEnd ? workday(by, { to: closes }) : closes) };
}

function lineRows({ id, key, lines, madeAt, owner }: Deal) {
	return lines.map(({ product, quantity, unitPrice, discount }, index) => ({
		id: demoId('crm_opportunity_lines', `${key}/${product}`),
		opportunity: id,
		product: productId(product),
		quantity: String(quantity),
		unit_price: unitPrice,
		discount_percent: discount ? String(discount) : null,
		sort: index + 1,
		date_created: madeAt.toISOString(),
		user_created: personId(owner),
	}));
}

function changeBy(deal: Deal, number: number, house: House): Opportunity & { id: string } {
	const { stage, kind, at } = deal.moves[number] as Move;
	const before = deal.moves[number - 1];
	return {
		id: deal.id,
		stage,
		stage_entered_at: at.toISOString(),
		date_updated: at.toISOString(),
		user_updated: personId(deal.owner),
		...(kind === 'lost' ? loss(deal, house) : {}),
		...(before?.kind === 'lost' ? { lost_reason: null, competitor: null, lost_note: null } : {}),
		...(number === deal.moves.length - 1 && committed.includes(deal.key) ? { forecast_category: 'commit' } : {}),
	};
}

function loss({ key }: Deal, house: House): Opportunity {
	const dice = diceFor(`${key}/loss`);
	const reason = dice.pick<LostReason & keyof typeof lostNotes>(['price', 'price', 'price', 'competitor', 'competitor', 'no_budget', 'timing', 'no_decision', 'went_quiet', 'went_quiet', 'no_fit', 'in_house', 'not_a_buyer', 'other']);
	const isTold = reason === 'other' || dice.chance(0.65);
	return {
		lost_reason: house.link('crm_lost_reasons', reason),
		competitor: reason === 'competitor' ? dice.pick(competitors) : null,
		lost_note: isTold ? dice.pick<string>(lostNotes[reason]) : null,
	};
}
