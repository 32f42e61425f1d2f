import type { Field, FieldOptions, FieldType } from '../shape.ts';

/** The type of a field's value: null only where it may be left empty. */
export type Value<T, O> = O extends { readonly required: true } ? T : T | null;

/** Fields stand two abreast unless they say otherwise. */
export function field<T>(label: string, type: FieldType, rest: Omit<Field<T>, 'label' | 'type' | 'options'>, options: FieldOptions = {}): Field<T> {
	return { label, type, ...rest, options: { width: 'half', ...options } };
}
