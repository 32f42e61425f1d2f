import { normaliseDomain } from '../shared/domain.ts';
import { normaliseEmail } from '../shared/email.ts';
import { normalisePhone } from '../shared/phone.ts';
import { convertDate, convertDateTime, convertInstant, convertTime } from './dates.ts';
import type { Format } from './mapping.ts';
import { type Converted, convertDecimal, convertInteger } from './numbers.ts';
import type { TargetField } from './target.ts';
import { isUuid } from '../shared/uuid.ts';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const yes = ['true', 't', 'yes', 'y', '1', 'on', 'x', '✓'];
const no = ['false', 'f', 'no', 'n', '0', 'off', '-'];

/** Text that is not empty -> the value that the field stores, or what is wrong with it. */
export function convert(text: string, field: TargetField, format: Format): Converted<Value> {
	if (field.normalise) return normalised(text, field.normalise, format);
	if (field.isList) return { value: listOf(text, field, format) };
	if (field.choices && !['integer', 'bigInteger', 'decimal', 'float', 'boolean'].includes(field.type)) return chosen(text, field);
	switch (field.type) {
		case 'decimal':
			return convertDecimal(text, format, limitsOf(field));
		case 'float': {
			const result = convertDecimal(text, format);
			return 'problem' in result ? result : { value: Number(result.value) };
		}
		case 'integer':
		case 'bigInteger': {
			const choice = field.choices && labelled(text, field.choices);
			return choice === undefined ? convertInteger(text, format, field.type === 'bigInteger') : { value: choice };
		}
		case 'boolean':
			return convertBoolean(text, format);
		case 'date':
			return convertDate(text, format);
		case 'dateTime':
			return convertDateTime(text, format);
		case 'timestamp':
			return convertInstant(text, format);
		case 'time':
			return convertTime(text);
		case 'uuid':
			return isUuid(text) ? { value: text.toLowerCase() } : { problem: 'is not an id. Map the column with a lookup, such as by name.' };
		case 'json':
			return convertJson(text);
		case 'string':
		case 'text':
			return convertText(text, field);
		default:
			return { problem: `can't be imported: fields of the type ${field.type} have no form in a CSV file.` };
	}
}

function normalised(text: string, as: 'phone' | 'email' | 'domain', { country = '' }: Format): Converted<Value> {
	if (as === 'phone') {
		const value = normalisePhone(text, country);
		return value === null ? { problem: 'is not a telephone number. Write it with its country code, such as +49 30 123456.' } : { value };
	}
	const value = as === 'email' ? normaliseEmail(text) : normaliseDomain(text);
	if (value !== null) return { value };
	return { problem: as === 'email' ? 'is not an e-mail address. Write one such as amy@example.com.' : 'is not a domain. Write one such as example.com.' };
}

function limitsOf({ precision, scale }: TargetField): { precision?: number; scale?: number } {
	return { ...(precision === undefined ? {} : { precision }), ...(scale === undefined ? {} : { scale }) };
}

function convertBoolean(text: string, format: Format): Converted<Value> {
	const word = text.toLowerCase();
	const means = (words: readonly string[]) => words.some((known) => known.toLowerCase() === word);
	if (means([...(format.yes ?? []), ...yes])) return { value: true };
	if (means([...(format.no ?? []), ...no])) return { value: false };
	return { problem: 'is neither yes nor no. Write yes or no.' };
}

function chosen(text: string, field: TargetField): Converted<Value> {
	const choices = field.choices ?? [];
	const value = labelled(text, choices);
	if (value !== undefined) return { value };
	if (field.allowsOther) return convertText(text, field);
	const shown = choices.slice(0, 12).map((choice) => choice.text).join(', ');
	return { problem: `is not among the choices of ${field.label}. Use one of ${shown}${choices.length > 12 ? ', …' : ''}, or add an alias for it.` };
}

/** A choice is meant by its value or by its label, in any case; by value first. */
function labelled(text: string, choices: NonNullable<TargetField['choices']>): string | number | undefined {
	const word = text.toLowerCase();
	const meant = choices.find(({ value }) => String(value).toLowerCase() === word) ?? choices.find((choice) => choice.text.toLowerCase() === word);
	return meant?.value;
}

function listOf(text: string, { choices = [] }: TargetField, { separator }: Format): Value {
	const parts = separator === undefined ? text.split(/[,;\n]/) : text.split(separator);
	return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))].map((part) => labelled(part, choices) ?? part);
}

function convertJson(text: string): Converted<Value> {
	try {
		return { value: JSON.parse(text) as Value };
	} catch {
		return { problem: 'is not valid JSON.' };
	}
}

function convertText(text: string, { maxLength }: TargetField): Converted<Value> {
	if (text.includes('\0')) return { problem: 'holds a NUL character. Remove it, or check the encoding of the file.' };
	if (maxLength !== undefined && [...text].length > maxLength) return { problem: `is longer than ${maxLength} characters. Shorten it.` };
	return { value: text };
}
