import { checkValue, type FieldFacts } from './field-value.ts';

export type Payload = { readonly [field: string]: unknown };

export type CheckedPayload =
	| { readonly payload: Payload }
	| { readonly problem: string; readonly field?: string; readonly isTooLong?: boolean };

/**
 * A payload as it can be written, or the first thing that is wrong with it. Fields that are not described (an admin's
 * own) go through, and so do rows that come along in links: they are payloads of their own collections. What a new row
 * says of rows that the database writes for it (a client that copies a whole row sends them along) is left out.
 */
export function checkPayload(fields: readonly FieldFacts[], payload: unknown, { isNew }: { readonly isNew: boolean }): CheckedPayload {
	if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return { problem: 'A record is an object of fields and values, such as {"name": "…"}.' };
	let checked = payload as Payload;
	for (const field of fields) {
		if (!Object.hasOwn(payload, field.name)) continue;
		const given = checked[field.name];
		const result = checkValue(field, given);
		if ('problem' in result) return { ...result, field: field.name };
		if (isNew && field.isKept) {
			const { [field.name]: _, ...others } = checked;
			checked = others;
		} else if (result.value !== given) checked = { ...checked, [field.name]: result.value };
	}
	return { payload: checked };
}
