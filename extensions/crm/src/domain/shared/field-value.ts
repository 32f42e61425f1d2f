import Big from 'big.js';

/** What is known of a field before anything is written to it. */
export interface FieldFacts {
	readonly name: string;
	readonly label: string;
	readonly type: string;
	/** one: holds the key of another row, or that row; many: the rows that link here. */
	readonly link?: 'one' | 'many' | undefined;
	readonly canBeEmpty: boolean;
	/** Rows that the database writes. */
	readonly isKept?: boolean;
	/** Text: how many characters there is room for. */
	readonly length?: number | undefined;
	/** Decimals: digits in all, and digits after the point. */
	readonly precision?: number | undefined;
	readonly scale?: number | undefined;
	readonly min?: number | undefined;
	readonly max?: number | undefined;
	/** The sentence for what is beyond min and max. */
	readonly range?: string | undefined;
}

/** A value as it can be written, or a sentence on what is wrong with it. `isTooLong`: only for want of room. */
export type Checked = { readonly value: unknown } | { readonly problem: string; readonly isTooLong?: boolean };

/**
 * Whether the database can take a value as what the field is: a number, a day, a key … Its bounds and rules are not
 * asked here, the database knows them. An empty text counts as nothing, but where the field holds text.
 */
export function checkValue(field: FieldFacts, value: unknown): Checked {
	if (value === null || value === undefined) return { value };
	if (field.link === 'many') return checkMany(field, value);
	if (value === '' && !isText(field)) return field.canBeEmpty ? { value: null } : { problem: `${field.label} must not be empty.` };
	if (hasZero(value)) return { problem: `${field.label} holds a character that can’t be stored (code 0). Remove it.` };
	if (field.link === 'one') return checkLink(field, value);
	return byType[field.type]?.(field, value) ?? { value };
}

function isText({ type, link }: FieldFacts): boolean {
	return link === undefined && (type === 'string' || type === 'text');
}

const byType: { readonly [type: string]: (field: FieldFacts, value: unknown) => Checked } = {
	decimal: checkDecimal,
	integer: (field, value) => checkInteger(field, value, 31),
	bigInteger: (field, value) => checkInteger(field, value, 63),
	boolean: ({ label }, value) => (/^(true|false|t|f|yes|no|on|off|0|1)$/i.test(String(value).trim()) && typeof value !== 'object' ? { value } : { problem: `${label}: ${shown(value)} is neither yes nor no. Send true or false.` }),
	date: ({ label }, value) => (isDay(value) ? { value } : { problem: `${label}: ${shown(value)} is no day. Write it like 2026-01-31.` }),
	dateTime: checkInstant,
	timestamp: checkInstant,
	uuid: checkKey,
	string: checkText,
	text: checkText,
};

function checkDecimal(field: FieldFacts, value: unknown): Checked {
	const number = numberOf(value);
	if (!number) return { problem: `${field.label}: ${shown(value)} is no number. Write it like 1234.56.` };
	const { precision = 18, scale = 4 } = field;
	return number.round(scale, Big.roundHalfUp).abs().lt(Big(10).pow(precision - scale)) ? { value } : tooLarge(field, value, number);
}

function checkInteger(field: FieldFacts, value: unknown, bits: number): Checked {
	const number = numberOf(value);
	if (!number || !(typeof value === 'number' || /^\s*[+-]?\d+\s*$/.test(String(value))) || !number.eq(number.round(0))) {
		return { problem: `${field.label}: ${shown(value)} is no whole number. Write it like 42.` };
	}
	const limit = Big(2).pow(bits);
	return number.lt(limit) && number.gte(limit.neg()) ? { value } : tooLarge(field, value, number);
}

/** No number for what PostgreSQL would take besides, such as NaN, Infinity or 0x1F. */
function numberOf(value: unknown): Big | undefined {
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	const text = String(value).trim();
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i.test(text) ? Big(text.replace(/^\+/, '').replace(/^(-?)\./, '$10.').replace(/\.(?=e|$)/i, '')) : undefined;
}

function tooLarge({ label, min, max, range }: FieldFacts, value: unknown, number: Big): Checked {
	const isBeyond = (max !== undefined && number.gt(max)) || (min !== undefined && number.lt(min));
	return { problem: (isBeyond ? range : undefined) ?? `${label}: ${shown(value)} is too large a number for this field.` };
}

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const timePattern = /^([01]\d|2[0-3]):?[0-5]\d(:?[0-5]\d([.,]\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?$/;

function checkInstant({ label }: FieldFacts, value: unknown): Checked {
	return isInstant(value) ? { value } : { problem: `${label}: ${shown(value)} is no point in time. Write it like 2026-01-31T14:30:00Z.` };
}

function isDay(value: unknown): boolean {
	if (typeof value !== 'string') return isInstant(value);
	const [, year = '', month = '', day = ''] = dayPattern.exec(value) ?? [];
	if (year === '') return isInstant(value);
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return Number(year) >= 100 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** A day alone is its beginning. */
function isInstant(value: unknown): boolean {
	if (value instanceof Date) return !Number.isNaN(value.getTime());
	if (typeof value !== 'string') return false;
	const [day = '', time, ...rest] = value.split(/[T ](.*)/s).filter((part) => part !== '');
	return dayPattern.test(day) && isDay(day) && (time === undefined || timePattern.test(time)) && rest.length === 0;
}

const uuid = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function checkKey({ label }: FieldFacts, value: unknown): Checked {
	return typeof value === 'string' && uuid.test(value) ? { value } : { problem: `${label}: ${shown(value)} is no id. Send one like 6f1c2a52-0c5d-4c0e-9f3e-2b1a7d9c4e10.` };
}

/** The linked row may come along as an object, to be written with this one. */
function checkLink(field: FieldFacts, value: unknown): Checked {
	if (isObject(value)) return { value };
	const isKey = field.type === 'uuid' ? typeof value === 'string' && uuid.test(value) : ['string', 'number'].includes(typeof value) && [...String(value)].length <= (field.length ?? 255);
	return isKey ? { value } : { problem: `${field.label}: ${shown(value)} is none of the records that it can link to. Choose one of them, or leave it empty.` };
}

function checkMany({ label }: FieldFacts, value: unknown): Checked {
	const isList = (list: unknown) => list === undefined || list === null || (Array.isArray(list) && list.every((one) => isObject(one) || ((typeof one === 'string' || typeof one === 'number') && !hasZero(one))));
	if (Array.isArray(value) ? isList(value) : isObject(value) && [value['create'], value['update'], value['delete']].every(isList)) return { value };
	return { problem: `${label}: ${shown(value)} is no list of records. Send a list of ids or objects.` };
}

function checkText({ label, length }: FieldFacts, value: unknown): Checked {
	if (typeof value === 'object') return { problem: `${label}: ${shown(value)} is no text.` };
	const { length: given } = [...String(value)];
	if (length !== undefined && given > length) return { problem: `${label} is too long: ${given} characters, and there is room for ${length}. Shorten it.`, isTooLong: true };
	return { value };
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** PostgreSQL stores every character but one. */
function hasZero(value: unknown): boolean {
	if (typeof value === 'string') return value.includes('\0');
	if (Array.isArray(value)) return value.some(hasZero);
	return false;
}

function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
