import type { Target } from './conversion.ts';

/** What has to be known of a field to take a lead's value over into it. */
export interface FieldFact {
	readonly name: string;
	readonly label: string;
	readonly type: string;
	/** The collection that it links to. */
	readonly to?: string | undefined;
	/** The only values that it may have. */
	readonly choices?: readonly string[] | undefined;
	/** Has to be filled in by whoever makes a row: it has no default. */
	readonly isRequired: boolean;
	/** Nobody's to write: a key, a stamp, a list of other rows, what the database keeps. */
	readonly isKept: boolean;
	readonly isUnique: boolean;
}

/** The fields of leads and of what they become, in the order of their forms, an admin's own included. */
export type ConversionFacts = { readonly [Of in Target | 'lead']: readonly FieldFact[] };

export const collectionOf = { lead: 'crm_leads', account: 'crm_accounts', contact: 'crm_contacts', opportunity: 'crm_opportunities' } as const;

/** How people call them. */
export const nameOf = { account: 'account', contact: 'contact', opportunity: 'deal' } as const satisfies Record<Target, string>;

export function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Whether every value of one field is one of the other: of the same type, linking to the same rows. */
export function isAlike(from: FieldFact, into: FieldFact): boolean {
	return from.type === into.type && from.to === into.to;
}

const texts = ['string', 'text'];
const numbers = ['integer', 'bigInteger', 'float', 'decimal'];

/** Whether a value can be taken over when somebody asks for it: as alike, and from narrower to wider. */
export function canHold(into: FieldFact, from: FieldFact): boolean {
	if (isAlike(from, into)) return true;
	if (from.to !== into.to) return false;
	if (texts.includes(from.type) && texts.includes(into.type)) return true;
	const [narrow, wide] = [numbers.indexOf(from.type), numbers.indexOf(into.type)];
	return narrow >= 0 && wide > narrow;
}
