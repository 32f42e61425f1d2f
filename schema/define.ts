import { countries } from './countries.ts';
import type {
	Check, Collection, CollectionOptions, DateText, Extension, Field, FieldOptions, Fields, FieldType, Folder, InstantText, Json, Ref,
} from './shape.ts';

/**
 * The language in which Cardinal's data dictionary is written: one line a field. What a line says once becomes the
 * database column, the admin form, the validation (in form, API and database) and the TypeScript type.
 */

/** A collection: one file, one call. Its fields are read from top to bottom as the form is. */
export function collection<const Name extends string, F extends Fields, const Single extends boolean = false>(
	name: Name,
	options: CollectionOptions<F> & { readonly singleton?: Single; readonly archive?: keyof F & string; readonly sort?: keyof F & string },
): Collection<Name, F, Single> {
	return { kind: 'collection', name, position: position(), ...options };
}

/** Adds fields to a collection that is not ours, such as directus_users. */
export function extend<const Name extends string, F extends Fields>(name: Name, fields: F): Extension<Name, F> {
	return { kind: 'extension', name, position: position(), fields };
}

/** A folder of the navigation. */
export function folder<const Name extends string>(name: Name, options: Omit<Folder, 'kind' | 'name' | 'position'>): Folder<Name> {
	return { kind: 'folder', name, position: position(), ...options };
}

let defined = 0;

/** A module's exports come in alphabetical order; what a room defines keeps the order of its file. */
function position(): number {
	return ++defined;
}

/** A rule over several columns; see Check. */
export function check(rule: Check): Check {
	return rule;
}

type Value<T, O> = O extends { readonly required: true } ? T : T | null;

/** Fields stand two abreast unless they say otherwise. */
function field<T>(label: string, type: FieldType, rest: Omit<Field<T>, 'label' | 'type' | 'options'>, options: FieldOptions = {}): Field<T> {
	return { label, type, ...rest, options: { width: 'half', ...options } };
}

export function text<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'string', { interface: 'input', interfaceOptions: { trim: true } }, options);
}

export function longText<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'text', { interface: 'input-multiline' }, { width: 'full', ...options });
}

export function richText<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'text', { interface: 'input-rich-text-md' }, { width: 'full', ...options });
}

/** Stored trimmed and in lower case. */
export function email<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'string', { interface: 'input', interfaceOptions: { trim: true, iconLeft: 'mail' }, normalise: 'email' }, {
		pattern: {
			expression: '^[^@\\s<>"(),:;]+@[^@\\s.<>"(),:;]+(\\.[^@\\s.<>"(),:;]+)+$',
			message: `${label} needs an address such as amy@example.com.`,
		},
		searchable: true,
		...options,
	});
}

/** Stored in E.164 (+49301234567), an extension as ;ext=12; typed in any national form (a filter hook converts it). */
export function phone<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'string', { interface: 'input', interfaceOptions: { trim: true, iconLeft: 'phone' }, normalise: 'phone' }, {
		pattern: { expression: '^\\+[1-9][0-9]{5,14}(;ext=[0-9]{1,11})?$', message: `${label} needs a phone number such as +49 30 123456.` },
		placeholder: '+49 30 123456',
		searchable: true,
		...options,
	});
}

export function url<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'string', { interface: 'input', interfaceOptions: { trim: true, iconLeft: 'link' }, display: 'formatted-value', displayOptions: { format: false } }, {
		pattern: { expression: '^https?://[^\\s/?#]+\\.[^\\s]+$', message: `${label} needs a web address such as https://example.com.` },
		...options,
	});
}

/** A bare domain name; a typed address (https://www.example.com/x) is reduced to it. */
export function domain<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'string', { interface: 'input', interfaceOptions: { trim: true, iconLeft: 'language' }, normalise: 'domain' }, {
		pattern: { expression: '^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9-]{2,}$', message: `${label} needs a domain such as example.com.` },
		index: true,
		searchable: true,
		...options,
	});
}

export function integer<const O extends FieldOptions>(label: string, options?: O): Field<Value<number, O>> {
	return field(label, 'integer', { interface: 'input' }, options);
}

/** An exact number that is not money: a quantity, a rate. Travels as a string. */
export function decimal<const O extends FieldOptions & { scale?: number; precision?: number }>(label: string, options?: O): Field<Value<string, O>> {
	const { scale = 4, precision = 18, ...rest }: FieldOptions & { scale?: number; precision?: number } = options ?? {};
	return field(label, 'decimal', { interface: 'input', column: { precision, scale }, ...(scale > 4 ? {} : { display: 'formatted-value', displayOptions: { format: true } }) }, rest);
}

/**
 * An amount of money: numeric(19, 4) in the database, a decimal string over REST, never a float. `currency` names the
 * field of the same row that holds its currency; the database sees to it that it is there when an amount is. null: the
 * currency is that of the parent document (a line) or of the instance (a base amount).
 */
export function money<const O extends FieldOptions & { currency?: string | null }>(label: string, options?: O): Field<Value<string, O>> {
	const { currency = 'currency', ...rest }: FieldOptions & { currency?: string | null } = options ?? {};
	return field(label, 'decimal', {
		interface: 'crm-money',
		display: 'crm-money',
		column: { precision: 19, scale: 4 },
		...(currency ? { currencyField: currency, interfaceOptions: { currencyField: currency }, displayOptions: { currencyField: currency } } : {}),
	}, { min: 0, ...rest });
}

/** A span of time in whole seconds. Travels as a string. */
export function seconds<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'bigInteger', { interface: 'input', display: 'formatted-value', displayOptions: { format: true, suffix: ' s' } }, { min: 0, ...options });
}

/** 0..100, whole percents by default; `scale` for tax rates and discounts. */
export function percent<const O extends FieldOptions>(label: string, options?: O): Field<Value<number, O>> {
	return field(label, 'integer', { interface: 'input', interfaceOptions: { min: 0, max: 100, step: 1, iconRight: 'percent' }, display: 'formatted-value', displayOptions: { format: false, suffix: ' %' } }, { min: 0, max: 100, ...options });
}

/** 0..100 with decimals: a discount, a tax rate. Travels as a string. */
export function rate<const O extends FieldOptions>(label: string, options?: O): Field<Value<string, O>> {
	return field(label, 'decimal', { interface: 'input', interfaceOptions: { iconRight: 'percent' }, display: 'formatted-value', displayOptions: { format: true, suffix: ' %' }, column: { precision: 9, scale: 4 } }, { min: 0, max: 100, ...options });
}

export function flag<const O extends FieldOptions>(label: string, options?: O): Field<boolean> {
	return field(label, 'boolean', { interface: 'boolean', special: ['cast-boolean'], display: 'boolean', interfaceOptions: { label: options?.placeholder ?? 'Yes' } }, { default: false, required: false, ...options });
}

export function date<const O extends FieldOptions>(label: string, options?: O): Field<Value<DateText, O>> {
	return field(label, 'date', { interface: 'datetime', display: 'datetime', displayOptions: { format: 'short' } }, options);
}

/** An instant, shown in the reader's zone. */
export function instant<const O extends FieldOptions & { relative?: boolean }>(label: string, options?: O): Field<Value<InstantText, O>> {
	const { relative = false, ...rest }: FieldOptions & { relative?: boolean } = options ?? {};
	return field(label, 'timestamp', { interface: 'datetime', display: 'datetime', displayOptions: relative ? { relative: true } : { format: 'short' } }, rest);
}

/** A choice: its label, or a label with the colour and icon of its badge. */
export interface Choice {
	readonly label: string;
	readonly color?: BadgeColor;
	readonly icon?: string;
}

export type BadgeColor = 'danger' | 'warning' | 'success' | 'primary' | 'secondary' | 'neutral';

export function badge(label: string, color: BadgeColor, icon?: string): Choice {
	return { label, color, ...(icon ? { icon } : {}) };
}

type Choices = { readonly [value: string]: string | Choice };

function choiceList(choices: Choices): Json[] {
	return Object.entries(choices).map(([value, choice]) => {
		const { label, color, icon } = typeof choice === 'string' ? { label: choice } : choice;
		return { text: label, value, ...(color ? { color: colorOf(color) } : {}), ...(icon ? { icon } : {}) };
	});
}

function badgeList(choices: Choices): Json[] {
	return Object.entries(choices).map(([value, choice]) => {
		const { label, color = 'neutral', icon } = typeof choice === 'string' ? { label: choice } : choice;
		const background = color === 'neutral' ? 'var(--theme--background-accent)' : `var(--theme--${color}-background)`;
		// Half way to the text colour: readable on its tint in the light and the dark theme alike.
		const foreground = color === 'neutral' ? 'var(--theme--foreground)' : `color-mix(in srgb, ${colorOf(color)} 50%, var(--theme--foreground-accent))`;
		return { text: label, value, foreground, background, ...(icon ? { icon } : {}) };
	});
}

function colorOf(color: BadgeColor): string {
	return color === 'neutral' ? 'var(--theme--foreground-subdued)' : `var(--theme--${color})`;
}

/** One of several values, an admin may add more: shown as a badge in lists. */
export function choice<const C extends Choices, const O extends FieldOptions>(label: string, choices: C, options?: O): Field<Value<keyof C & string, O>> {
	return field(label, 'string', {
		interface: 'select-dropdown',
		interfaceOptions: { choices: choiceList(choices), ...(options?.required ? {} : { allowNone: true }) },
		display: 'labels',
		displayOptions: { choices: badgeList(choices), format: true },
	}, options);
}

/** A country by its ISO 3166-1 alpha-2 code. */
export function country<const O extends FieldOptions>(label: string, options?: O): Field<Value<keyof typeof countries, O>> {
	return choice(label, countries, options);
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

/** Free labels. */
export function tags<const O extends FieldOptions>(label: string, options?: O): Field<string[] | null> {
	return field(label, 'json', { interface: 'tags', special: ['cast-json'], display: 'labels', interfaceOptions: { placeholder: 'Add a tag and press Enter' } }, { width: 'full', ...options });
}

export function json<const O extends FieldOptions>(label: string, options?: O): Field<Json> {
	return field(label, 'json', { interface: 'input-code', special: ['cast-json'], interfaceOptions: { language: 'json' } }, { width: 'full', ...options });
}

/** Links to one row of another collection. `onDelete` says what becomes of this row's link when that row goes. */
export function belongsTo<const Name extends string, const O extends FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' | 'RESTRICT'; template?: string }>(
	label: string, to: Name, options?: O,
): Field<Value<Ref<Name>, O>> {
	const { onDelete = 'SET NULL', template, ...rest }: FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' | 'RESTRICT'; template?: string } = options ?? {};
	return field(label, 'uuid', {
		interface: 'select-dropdown-m2o',
		special: ['m2o'],
		interfaceOptions: { enableLink: true, ...(template ? { template } : {}) },
		display: 'related-values',
		...(template ? { displayOptions: { template } } : {}),
		relation: { kind: 'one', to, onDelete },
	}, { index: true, ...rest });
}

/** One row of a list that admins keep, such as a stage or a source: picked, not made in passing. */
export function oneOf<const Name extends string, const O extends FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' | 'RESTRICT' }>(
	label: string, list: Name, options?: O,
): Field<Value<Ref<Name>, O>> {
	const picked: FieldOptions = { ...options, options: { enableCreate: false, enableLink: false, ...options?.options } };
	return belongsTo(label, list, picked) as Field<Value<Ref<Name>, O>>;
}

/** Links to a row whose key is text: a currency by its code. */
export function belongsToCode<const Name extends string, const O extends FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' | 'RESTRICT' }>(
	label: string, to: Name, options?: O,
): Field<Value<Ref<Name>, O>> {
	const { onDelete = 'RESTRICT', ...rest }: FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' | 'RESTRICT' } = options ?? {};
	return field(label, 'string', {
		interface: 'select-dropdown-m2o',
		special: ['m2o'],
		display: 'related-values',
		displayOptions: { template: '{{code}}' },
		interfaceOptions: { template: '{{code}} · {{name}}', enableCreate: false },
		column: { length: 3 },
		relation: { kind: 'one', to, onDelete },
	}, rest);
}

/** A person who works here: shown with face and name. */
export function person<const O extends FieldOptions>(label: string, options?: O): Field<Value<Ref<'directus_users'>, O>> {
	const filter: FieldOptions['options'] = { filter: { status: { _eq: 'active' } } };
	return field(label, 'uuid', {
		interface: 'select-dropdown-m2o',
		special: ['m2o'],
		interfaceOptions: { template: '{{first_name}} {{last_name}}', enableCreate: false, ...filter },
		display: 'user',
		displayOptions: { circle: true },
		relation: { kind: 'one', to: 'directus_users', onDelete: 'SET NULL' },
	}, { index: true, ...options });
}

export function file<const O extends FieldOptions>(label: string, options?: O): Field<Value<Ref<'directus_files'>, O>> {
	return field(label, 'uuid', { interface: 'file', special: ['file'], display: 'file', relation: { kind: 'one', to: 'directus_files', onDelete: 'SET NULL' } }, options);
}

export function image<const O extends FieldOptions>(label: string, options?: O): Field<Value<Ref<'directus_files'>, O>> {
	return field(label, 'uuid', { interface: 'file-image', special: ['file'], display: 'image', displayOptions: { circle: true }, relation: { kind: 'one', to: 'directus_files', onDelete: 'SET NULL' } }, options);
}

export interface ManyOptions extends FieldOptions {
	readonly columns?: readonly string[];
	readonly onRemove?: 'nullify' | 'delete';
	readonly sortBy?: string;
	readonly template?: string;
}

/** The rows of another collection that link here by their field `by`: related lists, as a table with `columns`. */
export function hasMany<const Name extends string>(label: string, of: Name, by: string, options: ManyOptions = {}): Field<Ref<Name>[]> {
	const { columns, onRemove = 'nullify', sortBy, template, ...rest } = options;
	return field(label, 'alias', {
		interface: 'list-o2m',
		special: ['o2m'],
		interfaceOptions: {
			...(columns ? { layout: 'table', tableSpacing: 'compact', fields: [...columns] } : {}),
			...(template ? { template } : {}),
			enableSelect: onRemove === 'nullify',
			enableLink: true,
			limit: 15,
		},
		display: 'related-values',
		relation: { kind: 'many', of, by, onRemove, ...(sortBy ? { sort: sortBy } : {}) },
	}, { width: 'full', ...rest });
}

/** Rows that live only within this one, such as product lines: removed here, they are deleted. */
export function lines<const Name extends string>(label: string, of: Name, by: string, options: ManyOptions = {}): Field<Ref<Name>[]> {
	return hasMany(label, of, by, { onRemove: 'delete', ...options });
}

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

/** A sentence in the form, for people who fill it in. */
export function hint(text: string, options: FieldOptions = {}): Field<never> {
	return field<never>('', 'alias', { interface: 'presentation-notice', special: ['alias', 'no-data'], interfaceOptions: { text, color: 'info' } }, { width: 'full', ...options });
}

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
export function ownership(options: { ownerRequired?: boolean } = {}) {
	return {
		owner: person('Owner', { note: options.ownerRequired ? '' : 'Who looks after it.', icon: 'badge' }),
		team: oneOf('Team', 'crm_teams', {
			note: 'Follows from the owner.', conditions: [{ name: 'Owned', when: { owner: { _nnull: true } }, readonly: true }],
		}),
	};
}
