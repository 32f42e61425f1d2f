import { nameOf } from './fields.ts';
import type { Target } from './conversion.ts';

/** Why something is refused, in a sentence that says what to do, with the field that it is about. */
export interface Problem {
	readonly kind: 'invalid' | 'forbidden' | 'conflict';
	readonly message: string;
	readonly field?: string | undefined;
}

export type LeadRow = { readonly [field: string]: unknown };

export const severalAtOnce: Problem = {
	kind: 'invalid', field: 'status',
	message: 'One change to several leads would make them one customer. Convert each on its own, or several through POST /crm/leads/convert.',
};

export const alreadyConverted: Problem = { kind: 'conflict', field: 'status', message: 'This lead has been converted already.' };

/** Why a lead as it stands is not for converting. Who is sure that an unqualified one is worth it says so by its status first. */
export function refuseLead(lead: LeadRow): Problem | undefined {
	if (lead['status'] === 'converted') return alreadyConverted;
	if (lead['archived'] === true) return { kind: 'conflict', message: 'This lead is archived: restore it, then convert it.', field: 'archived' };
	if (lead['rating'] === 'junk') return { kind: 'conflict', message: 'This lead is rated as junk. Give it another rating, then convert it.', field: 'rating' };
	if (lead['status'] === 'unqualified') return { kind: 'conflict', message: 'This lead is unqualified. Set it to qualified, then convert it.', field: 'status' };
	return undefined;
}

/** The same for a row of somebody else and for one that there is not. */
export function unusable(target: Target): Problem {
	return { kind: 'invalid', message: `There is no such ${nameOf[target]} that you can see. Choose another one, or make a new one.`, field: `converted_${target}` };
}

export function mayNotCreate(target: Target): Problem {
	return { kind: 'forbidden', message: `You don’t have permission to make ${nameOf[target] === 'account' ? 'an account' : `a ${nameOf[target]}`}. Choose an existing one, or ask an administrator.`, field: `converted_${target}` };
}

export function missingFields(target: Target, labels: readonly string[]): Problem {
	const names = labels.map((label) => `“${label}”`);
	return { kind: 'invalid', message: `The new ${nameOf[target]} needs ${names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0]}: fill in the lead, or send ${names.length > 1 ? 'them' : 'it'} along.`, field: `converted_${target}` };
}
