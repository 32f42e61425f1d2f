import type { Field, FieldOptions, InstantText, Ref } from '../shape.ts';
import { field } from './field.ts';
import { country } from './choices.ts';
import { section } from './form.ts';
import { oneOf, person } from './links.ts';
import { text } from './values.ts';

/** What rows have in common. */

/** Given by Directus or the caller: required of nobody, or the form would ask for what it hides. */
export function id(): Field<string> {
	return field('ID', 'uuid', { interface: 'input', special: ['uuid'], column: { primary: true } }, { hidden: true, readonly: true });
}

/** A key that people read, such as a currency's code. */
export function code(label: string, options: FieldOptions & { length?: number } = {}): Field<string> {
	const { length = 32, ...rest } = options;
	return field(label, 'string', { interface: 'input', interfaceOptions: { trim: true }, column: { primary: true, length } }, { required: true, searchable: true, ...rest });
}

/** The place of a row in an order made by hand. */
export function sort(): Field<number | null> {
	return field('Sort', 'integer', { interface: 'input' }, { hidden: true });
}

/** An id of the row in another system: what imports recognise it by. Stands in the section that stamps() opens. */
export function externalId(): Field<string | null> {
	return field('External ID', 'string', { interface: 'input', section: 'record' }, { unique: true, searchable: true, note: 'The record’s key in another system; imports recognise it by this.' });
}

/** Who made and changed a row, and when: kept by Directus, guarded by the database. */
export function stamps() {
	return section('record', 'Record', {
		date_created: field<InstantText>('Created', 'timestamp', { interface: 'datetime', special: ['date-created'], display: 'datetime', displayOptions: { relative: true } }, { readonly: true, index: true, width: 'half' }),
		user_created: field<Ref<'directus_users'> | null>('Created by', 'uuid', { interface: 'select-dropdown-m2o', special: ['user-created', 'm2o'], interfaceOptions: { template: '{{first_name}} {{last_name}}' }, display: 'user', relation: { kind: 'one', to: 'directus_users', onDelete: 'SET NULL' } }, { readonly: true, width: 'half' }),
		date_updated: field<InstantText | null>('Changed', 'timestamp', { interface: 'datetime', special: ['date-updated'], display: 'datetime', displayOptions: { relative: true } }, { readonly: true, width: 'half' }),
		user_updated: field<Ref<'directus_users'> | null>('Changed by', 'uuid', { interface: 'select-dropdown-m2o', special: ['user-updated', 'm2o'], interfaceOptions: { template: '{{first_name}} {{last_name}}' }, display: 'user', relation: { kind: 'one', to: 'directus_users', onDelete: 'SET NULL' } }, { readonly: true, width: 'half' }),
	}, { folded: true, icon: 'history' });
}

/** Whose row it is: `team` follows from the owner (the database keeps it). */
export function ownership() {
	return {
		owner: person('Owner', { note: 'Who looks after it.', icon: 'badge', interface: 'crm-owner' }),
		team: oneOf('Team', 'crm_teams', {
			note: 'Follows from the owner.', conditions: [{ name: 'Owned', when: { owner: { _nnull: true } }, readonly: true }],
		}),
	};
}

/**
 * Whose the thing is that a row belongs to, kept by the database (guards/07-parents.sql): who looks after an account sees
 * its contacts and activities, whoever made them.
 */
export function parentage() {
	return {
		parent_owner: person('Owner of what it belongs to', { kept: true, hidden: true }),
		parent_team: oneOf('Team of what it belongs to', 'crm_teams', { kept: true, hidden: true }),
		waiting_team: oneOf('Team that its lead waits for', 'crm_teams', { kept: true, hidden: true }),
	};
}

/** The parts of a postal address. One row's several addresses are told apart: `address('billing_', 'Billing')`. */
export function address<const Prefix extends string = ''>(prefix?: Prefix, of = '') {
	const called = (part: string) => (of ? `${of} ${part.toLowerCase()}` : part);
	const parts = {
		street: text(called('Street'), { width: 'full' }),
		postal_code: text(called('Postal code')),
		city: text(called('City')),
		state: text(called('State or region')),
		country: country(called('Country')),
	};
	const named = Object.entries(parts).map(([part, member]) => [`${prefix ?? ''}${part}`, member]);
	return Object.fromEntries(named) as { readonly [K in keyof typeof parts as `${Prefix}${K}`]: (typeof parts)[K] };
}
