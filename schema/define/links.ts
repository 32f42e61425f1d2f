import type { Field, FieldOptions, Ref } from '../shape.ts';
import { field, type Value } from './field.ts';

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
export function person<const O extends FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' }>(label: string, options?: O): Field<Value<Ref<'directus_users'>, O>> {
	const { onDelete = 'SET NULL', ...rest }: FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' } = options ?? {};
	const filter: FieldOptions['options'] = { filter: { status: { _eq: 'active' } } };
	return field(label, 'uuid', {
		interface: 'select-dropdown-m2o',
		special: ['m2o'],
		interfaceOptions: { template: '{{first_name}} {{last_name}}', enableCreate: false, ...filter },
		display: 'user',
		displayOptions: { circle: true },
		relation: { kind: 'one', to: 'directus_users', onDelete },
	}, { index: true, ...rest });
}

export function file<const O extends FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' }>(label: string, options?: O): Field<Value<Ref<'directus_files'>, O>> {
	const { onDelete = 'SET NULL', ...rest }: FieldOptions & { onDelete?: 'SET NULL' | 'CASCADE' } = options ?? {};
	return field(label, 'uuid', { interface: 'file', special: ['file'], display: 'file', relation: { kind: 'one', to: 'directus_files', onDelete } }, rest);
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
