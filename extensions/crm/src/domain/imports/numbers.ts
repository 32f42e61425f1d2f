import Big from 'big.js';
import type { Format } from './mapping.ts';

export type Converted<T> = { readonly value: T } | { readonly problem: string };

/**
 * A number as people and programs write it -> a plain decimal string, exactly: 1.234,56 € -> 1234.56 with the decimal
 * mark ',' and the group mark '.'. Currency signs and codes, a percent sign, a leading or trailing minus and the
 * accountant's brackets for negatives are understood.
 */
export function convertDecimal(text: string, { decimal, group, multiply }: Format, limits: { precision?: number; scale?: number } = {}): Converted<string> {
	const marks = { decimal: decimal ?? '.', group: group ?? '' };
	const plain = plainNumber(text, marks);
	if (plain === null) return { problem: `is not a number written like ${example(marks)}. Correct it, or set the number format of the column.` };

	const value = multiply ? Big(plain).times(multiply) : Big(plain);
	const [whole = '', fraction = ''] = value.abs().toFixed().split('.');
	const { precision, scale } = limits;
	if (scale !== undefined && fraction.length > scale) return { problem: `has more than ${scale} decimals. Round it in the file.` };
	if (precision !== undefined && whole.length > precision - (scale ?? 0)) return { problem: 'is too large a number for this field.' };
	return { value: value.toFixed() };
}

export function convertInteger(text: string, format: Format, isBig: boolean): Converted<number | string> {
	const result = convertDecimal(text, format);
	if ('problem' in result) return result;
	const value = Big(result.value);
	if (!value.eq(value.round(0))) return { problem: 'is not a whole number. Round it in the file.' };
	const limit = isBig ? Big(2).pow(63).minus(1) : Big(2).pow(31).minus(1);
	if (value.abs().gt(limit)) return { problem: 'is too large a number for this field.' };
	return { value: isBig ? value.toFixed() : Number(value.toFixed()) };
}

interface Marks {
	readonly decimal: string;
	readonly group: string;
}

function plainNumber(text: string, marks: Marks): string | null {
	const bare = text.trim().replace(/^\((.*)\)$/, '-$1').replace(/^([^-−]*)[-−]$/, '-$1').replace('−', '-');
	const sign = /^[^\d]*-/.test(bare) ? '-' : '';
	const amount = bare.replace(/^[-+\s]*/, '').replace(/^(\p{Sc}|[A-Z]{3}(?![A-Z]))?\s*[-+]?\s*/u, '').replace(/\s*(%|\p{Sc}|(?<![A-Z])[A-Z]{3})?\s*$/u, '');
	const [whole = '', fraction, ...rest] = amount.split(marks.decimal);
	const digits = ungrouped(whole, marks.group);
	if (digits === null || rest.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null;
	if (digits === '' && fraction === undefined) return null;
	return `${sign}${digits || '0'}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** The last group has three digits (1.234.567, and 12,34,567 as in India): so 1.23 is not mistaken for 123. */
function ungrouped(whole: string, group: string): string | null {
	const text = group === ' ' ? whole.replace(/[\u00a0\u202f]/g, ' ') : group === '\'' ? whole.replace(/’/g, '\'') : whole;
	if (/^\d*$/.test(text)) return text;
	if (group === '') return null;
	const parts = text.split(group);
	const isGrouped = parts.every((part, index) => /^\d+$/.test(part) && (index === parts.length - 1 ? part.length === 3 : part.length <= 3 && (index === 0 || part.length >= 2)));
	return isGrouped ? parts.join('') : null;
}

function example({ decimal, group }: Marks): string {
	return `1${group}234${decimal}56`;
}
