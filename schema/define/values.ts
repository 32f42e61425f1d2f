import type { DateText, Field, FieldOptions, InstantText, Json } from '../shape.ts';
import { field, type Value } from './field.ts';

/** Values that a field holds itself: text, numbers, money, dates. */

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

/** Free labels. */
export function tags<const O extends FieldOptions>(label: string, options?: O): Field<string[] | null> {
	return field(label, 'json', { interface: 'tags', special: ['cast-json'], display: 'labels', interfaceOptions: { placeholder: 'Add a tag and press Enter' } }, { width: 'full', ...options });
}

/** Several names or keys, picked by an interface that the field says. */
export function list<const O extends FieldOptions>(label: string, options?: O): Field<Json> {
	return field(label, 'json', { interface: 'input-code', special: ['cast-json'] }, options);
}

export function json<const O extends FieldOptions>(label: string, options?: O): Field<Json> {
	return field(label, 'json', { interface: 'input-code', special: ['cast-json'], interfaceOptions: { language: 'json' } }, { width: 'full', ...options });
}
