import type { Target } from './conversion.ts';
import { canHold, type ConversionFacts, nameOf } from './fields.ts';

/** What an admin writes into crm_conversion_fields, with the names of the fields as they are in the form. */
export interface WantedSource {
	readonly target: Target | undefined;
	readonly targetField: string;
	readonly leadField: string | null;
}

/** Links that a conversion sets itself: what is made links to what is made with it. */
const linked: { readonly [Of in Target]: readonly string[] } = { account: [], contact: ['account'], opportunity: ['account', 'contact', 'lead'] };

/** Why values can't be taken over like this, and the field of the form that says so; undefined where they can. */
export function refuseSource({ target, targetField, leadField }: WantedSource, facts: ConversionFacts): { message: string; field: 'target' | 'target_field' | 'lead_field' } | undefined {
	if (!target) return { message: 'Choose whether it is a field of the account, the contact or the opportunity.', field: 'target' };
	const into = facts[target].find(({ name }) => name === targetField);
	if (!into) return { message: `The ${nameOf[target]} has no field “${targetField}”. Choose one of its fields.`, field: 'target_field' };
	if (into.isKept) return { message: `“${into.label}” is filled in by itself. Choose another field.`, field: 'target_field' };
	if (linked[target].includes(targetField)) return { message: `“${into.label}” is filled in by the conversion, which links what it makes. Choose another field.`, field: 'target_field' };
	if (into.isUnique) return { message: `“${into.label}” must be different in every record, so it can’t be taken over. Choose another field.`, field: 'target_field' };
	if (leadField === null) return undefined;
	const from = facts.lead.find(({ name }) => name === leadField);
	if (!from || from.type === 'alias') return { message: `Leads have no field “${leadField}” with a value of its own. Choose another one.`, field: 'lead_field' };
	if (!canHold(into, from)) return { message: `“${into.label}” can’t hold what “${from.label}” does: they are of different kinds. Choose a field of the same kind.`, field: 'lead_field' };
	return undefined;
}
