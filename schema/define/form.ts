import type { Field, FieldCondition, FieldOptions, Fields } from '../shape.ts';
import { field } from './field.ts';

/** A titled part of the form. Its fields are spread into the collection's: `...section('address', 'Address', { … })`. */
export function section<const Name extends string, F extends Fields>(
	name: Name, label: string, fields: F, options: FieldOptions & { folded?: boolean } = {},
): F & { readonly [K in Name]: Field<never> } {
	const { folded = false, icon, ...rest } = options;
	const header = field<never>(label, 'alias', {
		interface: 'group-detail',
		special: ['alias', 'no-data', 'group'],
		interfaceOptions: { start: folded ? 'closed' : 'open', ...(icon ? { headerIcon: icon } : {}) },
	}, { width: 'full', ...rest });
	const members = Object.fromEntries(Object.entries(fields).map(([key, member]) => [key, { ...member, section: name }]));
	return { [name]: header, ...members } as unknown as F & { readonly [K in Name]: Field<never> };
}

/** These fields are shown and not edited while a rule over the row holds: what a guard refuses then, the form does not offer. */
export function fixedWhile<F extends Fields>(rule: Pick<FieldCondition, 'name' | 'when'>, fields: F): F {
	const fixed = (member: Field): Field => ({ ...member, options: { ...member.options, conditions: [...(member.options.conditions ?? []), { ...rule, readonly: true }] } });
	return Object.fromEntries(Object.entries(fields).map(([key, member]) => [key, fixed(member)])) as unknown as F;
}

/** A sentence in the form, for people who fill it in. */
export function hint(text: string, options: FieldOptions = {}): Field<never> {
	return field<never>('', 'alias', { interface: 'presentation-notice', special: ['alias', 'no-data'], interfaceOptions: { text, color: 'info' } }, { width: 'full', ...options });
}

/** What can be done with a record, above its form (studio/actions). There is nothing to do with one that is yet to be made. */
export function actionBar(): Field<never> {
	return field<never>('', 'alias', { interface: 'crm-actions', special: ['alias', 'no-data'] }, { width: 'full' });
}

/** The stages of a deal's pipeline, where it stands, and where it may go (studio/opportunities). */
export function stagePath(): Field<never> {
	return field<never>('', 'alias', { interface: 'crm-stage-path', special: ['alias', 'no-data'] }, { width: 'full' });
}
