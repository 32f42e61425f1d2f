import { addDays, inOffice, partWay, startOfDay } from './calendar.ts';
import type { DealPlan } from './deal-plan.ts';
import { type Dice, diceFor } from './dice.ts';
import type { Pipeline } from './house.ts';

/** Where a deal went, and when. */
export interface DealPath {
	readonly madeAt: Date;
	readonly moves: readonly Move[];
	/** Open for longer than its stage allows. */
	readonly isStalled: boolean;
}

export interface Move {
	readonly stage: string;
	readonly kind: 'open' | 'won' | 'lost';
	/** How far along the open stages: 0 for the first. */
	readonly place: number;
	readonly at: Date;
}

type Step = number | 'won' | 'lost';

/** From its making to where it stands: forwards for most, with a detour for a few. */
export function walkDeal(plan: DealPlan, pipeline: Pipeline, now: Date): DealPath {
	const dice = diceFor(`${plan.key}/path`);
	const steps = detour(plan, stepsTo(plan, dice));
	const isOpen = plan.outcome === 'open';
	const isStalled = isOpen && dice.chance(0.2);
	const rotting = pipeline.open[Math.min(plan.reached, pipeline.open.length - 1)]?.rottingDays ?? 21;
	const daysInStage = Math.ceil(rotting * (isStalled ? 1.2 + 1.3 * dice.fraction() : 0.1 + 0.75 * dice.fraction()));
	const before = isOpen ? lastMoveBefore(plan, now) : new Date(plan.closes.getTime() + 60_000);
	const end = isOpen ? inOffice(addDays(before, -daysInStage), dice, { after: new Date(0), before }) : plan.closes;
	const madeAt = steps.length === 0 ? end : inOffice(addDays(end, -steps.reduce((days: number) => days + dice.whole(5, 21), 0)), dice, { after: new Date(0), before: end });
	return { madeAt, isStalled, moves: withoutStandingStill(timed(steps, { madeAt, end, dice }), pipeline) };
}

/** A deal that is past its close date was made when that date still lay ahead. */
function lastMoveBefore({ closes }: DealPlan, now: Date): Date {
	return closes < startOfDay(now) ? addDays(closes, -5) : now;
}

function stepsTo({ reached, outcome }: DealPlan, dice: Dice): Step[] {
	const open = Array.from({ length: reached }, (_, index) => index + 1);
	const stages = reached > 1 && dice.chance(0.15) ? open.slice(1) : open;
	return outcome === 'open' ? stages : [...stages, outcome];
}

/** The few that went back a stage, or were lost and came again. */
function detour({ key }: DealPlan, steps: Step[]): Step[] {
	if (['sales/won/6', 'sales/won/13', 'sales/lost/9'].includes(key)) return steps.flatMap((step) => (step === 2 ? [2, 1, 2] : [step]));
	if (['sales/open/2', 'sales/open/14', 'sales/won/17'].includes(key)) return steps.flatMap((step) => (step === 2 ? ['lost', 2] : [step]));
	return steps;
}

function timed(steps: readonly Step[], { madeAt, end, dice }: { madeAt: Date; end: Date; dice: Dice }): { step: Step; at: Date }[] {
	let after = madeAt;
	return steps.map((step, index) => {
		const isLast = index === steps.length - 1;
		const at = isLast ? end : inOffice(partWay({ after: madeAt, before: end }, (index + 0.6 + 0.8 * dice.fraction()) / steps.length), dice, { after, before: end });
		after = at;
		return { step, at };
	});
}

/** An admin's pipeline may have fewer stages: then two steps can be one. */
function withoutStandingStill(steps: readonly { step: Step; at: Date }[], pipeline: Pipeline): Move[] {
	let standing = pipeline.open[0]?.id;
	return steps.flatMap(({ step, at }) => {
		const place = typeof step === 'number' ? Math.min(step, pipeline.open.length - 1) : pipeline.open.length;
		const stage = step === 'won' ? pipeline.won : step === 'lost' ? pipeline.lost : (pipeline.open[place]?.id ?? standing ?? '');
		if (stage === standing) return [];
		standing = stage;
		return [{ stage, kind: typeof step === 'number' ? 'open' as const : step, place, at }];
	});
}
