import { type Choice, type ConversionRequest, type Target, targets } from './conversion.ts';
import { isEmpty } from './fields.ts';
import { fillsOf } from './fills.ts';
import { type Candidate, type FieldRight, strongestMatch } from './matches.ts';
import { type Mapping, missingIn, newRecord, type Values } from './new-record.ts';
import { type LeadRow, mayNotCreate, missingFields, type Problem, refuseLead, unusable } from './refuse-conversion.ts';

/** All that decides what a lead becomes. */
export interface ConversionCase {
	/** As it stands, with what the same change says of it. */
	readonly lead: LeadRow;
	readonly choices: ConversionRequest;
	readonly candidates: readonly Candidate[];
	readonly mayCreate: Readonly<Record<Target, boolean>>;
	/** What of a new record the caller may say. */
	readonly mayWrite: Readonly<Record<Target, FieldRight>>;
	readonly mapping: Mapping;
}

export type Step =
	| { readonly kind: 'create'; readonly values: Values }
	| { readonly kind: 'link'; readonly id: string; readonly row: Values; readonly takes: FieldRight; readonly fills: Values }
	| { readonly kind: 'none' };

export type Plan = { readonly [Of in Target]: Step };

/**
 * What a lead becomes: for each of account, contact and deal a record to make, one to link, or none. Where nothing is
 * chosen, the single best match is linked, and else one is made of what the lead says.
 */
export function planConversion(conversion: ConversionCase): { readonly plan: Plan } | { readonly problem: Problem } {
	const refused = refuseLead(conversion.lead);
	if (refused) return { problem: refused };
	const steps: Partial<Record<Target, Step>> = {};
	for (const target of targets) {
		const step = stepFor(target, conversion);
		if ('problem' in step) return step;
		steps[target] = step;
	}
	const plan = linked(steps as Record<Target, Step>, conversion.lead);
	if (targets.every((target) => plan[target].kind === 'none')) return { problem: nothing };
	return { plan };
}

/** What happens unless something else is chosen. */
export function suggestion(target: Target, { lead, candidates, mapping }: Pick<ConversionCase, 'lead' | 'candidates' | 'mapping'>): Candidate | 'create' | 'none' {
	const match = strongestMatch(candidates, target);
	if (match) return match;
	if (target === 'account') return isEmpty(lead['company']) ? 'none' : 'create';
	// A company of which nobody is known by name has no contact.
	if (target === 'contact') return isEmpty(lead['last_name']) && missingIn(newRecord(target, lead, mapping).values, mapping.facts[target]).length > 0 ? 'none' : 'create';
	return 'create';
}

const nothing: Problem = { kind: 'invalid', message: 'A lead becomes an account, a contact or a deal: choose one of them at least.' };

function stepFor(target: Target, conversion: ConversionCase): Step | { problem: Problem } {
	const choice = conversion.choices[target];
	if (choice === null) return { kind: 'none' };
	if (choice === undefined) {
		const suggested = suggestion(target, conversion);
		if (suggested === 'none') return { kind: 'none' };
		return suggested === 'create' ? make(target, {}, conversion) : link(target, suggested, conversion);
	}
	const id = chosenId(choice);
	if (id === undefined) return make(target, choice as Values, conversion);
	const candidate = conversion.candidates.find((one) => one.target === target && one.id === id.toLowerCase() && one.isUsable && one.row['archived'] !== true);
	if (!candidate) return { problem: unusable(target) };
	return typeof choice === 'object' && Object.keys(choice).length > 1 ? { problem: edited(target) } : link(target, candidate, conversion);
}

/** An existing record: by its key, or as GraphQL has it, an object with a key. */
export function chosenId(choice: Choice | undefined): string | undefined {
	if (typeof choice === 'string') return choice;
	return typeof choice === 'object' && choice !== null && choice['id'] !== undefined && choice['id'] !== null ? String(choice['id']) : undefined;
}

function edited(target: Target): Problem {
	return { kind: 'invalid', field: `converted_${target}`, message: 'An existing record is linked as it is, and its empty fields are filled. Send its id alone, or without an id what the new one should say.' };
}

function make(target: Target, edits: Values, { lead, mapping, mayCreate, mayWrite }: ConversionCase): Step | { problem: Problem } {
	if (!mayCreate[target]) return { problem: mayNotCreate(target) };
	const { id: _none, ...said } = edits;
	const values: Values = { ...only(newRecord(target, lead, mapping).values, mayWrite[target]), ...said };
	const missing = missingIn(values, mapping.facts[target]);
	return missing.length > 0 ? { problem: missingFields(target, missing.map(({ label }) => label)) } : { kind: 'create', values };
}

function link(target: Target, { id, row, takes }: Candidate, { lead, mapping }: ConversionCase): Step {
	return { kind: 'link', id, row, takes, fills: only(fillsOf(target, row, newRecord(target, lead, mapping).values), takes) };
}

/** Of some values, those that somebody has the right to. */
export function only(values: Values, may: FieldRight): Values {
	return Object.fromEntries(Object.entries(values).filter(([field]) => may(field)));
}

/** What is made together belongs together: the keys themselves are given when it is written (conversion-payload.ts). */
function linked(plan: Plan, lead: LeadRow): Plan {
	const at = (target: Target): Values => (plan[target].kind === 'none' ? {} : { [target]: madeWith });
	return {
		account: plan.account,
		contact: withLinks(plan.contact, at('account')),
		opportunity: withLinks(plan.opportunity, { lead: lead['id'], ...at('account'), ...at('contact') }),
	};
}

/** Stands for the key of the record of that name in the same plan. */
export const madeWith = Symbol('made with');

function withLinks(step: Step, links: Values): Step {
	if (step.kind === 'none') return step;
	if (step.kind === 'create') return { ...step, values: { ...step.values, ...links } };
	return { ...step, fills: { ...step.fills, ...Object.fromEntries(Object.entries(links).filter(([field]) => isEmpty(step.row[field]) && step.takes(field))) } };
}
