import type { Target } from './conversion.ts';

/** An existing record that a lead seems to be, as the database found it. */
export interface Candidate {
	readonly target: Target;
	readonly id: string;
	readonly reasons: readonly Reason[];
	/** All its fields, to decide by; what of them the caller may read says `shows`. */
	readonly row: { readonly [field: string]: unknown };
	readonly shows: FieldRight;
	readonly ownerName: string | null;
	/** Whether the caller may read it, and so link to it. */
	readonly isUsable: boolean;
	/** What of it the caller may fill in. */
	readonly takes: FieldRight;
}

/** Whether somebody may read or write a field. */
export type FieldRight = (field: string) => boolean;

/**
 * `asked`: the caller names it. `lead`: a deal that hangs on the lead. `account`: the account of a contact that matches.
 * A phone number alone is no reason: whole companies share one.
 */
export const reasons = ['asked', 'lead', 'email', 'account', 'domain', 'name'] as const;
export type Reason = (typeof reasons)[number];

export const reasonText: { readonly [Of in Exclude<Reason, 'asked'>]: string } = {
	lead: 'Is about this lead', email: 'Same email address', account: 'Account of the contact with this email address', domain: 'Same domain', name: 'Same name',
};

/** Those that may be used, the best first. */
export function usableMatches(candidates: readonly Candidate[], target: Target): Candidate[] {
	return candidates.filter((one) => one.target === target && one.isUsable && one.row['archived'] !== true && one.reasons.some((reason) => reason !== 'asked')).sort(byStrength);
}

/**
 * The one that is linked unless somebody says otherwise: the strongest. Where several accounts are as strong as it, none
 * is: better one too many than a deal at a stranger's. Of several contacts with one address the liveliest is meant.
 */
export function strongestMatch(candidates: readonly Candidate[], target: Target): Candidate | undefined {
	const [first, second] = usableMatches(candidates, target);
	return first && second && target === 'account' && strength(first) === strength(second) ? undefined : first;
}

/** Smaller is stronger: the best reason counts, then how many there are. */
function strength({ reasons: own, row }: Candidate): number {
	const ranks = own.filter((reason) => reason !== 'asked').map((reason) => reasons.indexOf(reason));
	const isClosed = row['stage_kind'] !== undefined && row['stage_kind'] !== 'open';
	return Math.min(...ranks) * 10 - ranks.length + (isClosed ? 100 : 0);
}

function byStrength(one: Candidate, other: Candidate): number {
	return strength(one) - strength(other) || lastSeen(other).localeCompare(lastSeen(one)) || one.id.localeCompare(other.id);
}

function lastSeen({ row }: Candidate): string {
	return String(row['last_activity_at'] ?? row['date_created'] ?? '');
}
