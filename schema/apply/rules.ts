import type { Collection, Extension, Field } from '../shape.ts';
import { rangeMessage, type Definition } from './desired.ts';

/** A rule that the database keeps as a CHECK constraint, and the sentence for who breaks it. */
export interface Rule {
	/** Name of the constraint, unique in the database. */
	readonly name: string;
	readonly collection: string;
	readonly field: string;
	/** The columns that it speaks of: where one is gone, so is the rule. */
	readonly columns: readonly string[];
	/** SQL that must not be false. */
	readonly sql: string;
	readonly message: string;
}

/** All rules of the definitions: bounds, forms, currencies of amounts, and the checks over several columns. */
export function rulesOf(definitions: readonly Definition[]): Rule[] {
	return definitions.filter((definition) => definition.kind !== 'folder').flatMap((definition) => [
		...Object.entries(definition.fields).flatMap(([name, field]) => fieldRules(definition, name, field)),
		...(definition.kind === 'collection' ? checkRules(definition) : []),
	]);
}

/**
 * What the database derives is asked for nothing: a wrong line would be told of its amount, which nobody can type. To
 * PostgreSQL NaN is a number, and greater than all others.
 */
function fieldRules({ name: collection }: Collection | Extension, name: string, field: Field): Rule[] {
	const { min, max, pattern, kept = false } = field.options;
	const rule = (kind: string, sql: string, message: string, columns = [name]): Rule => ({ name: constraintName(collection, `${name}_${kind}`), collection, field: name, columns, sql, message });
	const bounds = [...(min === undefined ? [] : [`"${name}" >= ${min}`]), ...(max === undefined ? [] : [`"${name}" <= ${max}`])];
	const filled = [...(isFilled(field) ? [`"${name}" IS NOT NULL`] : []), ...(isText(field) ? [`"${name}" ~ '\\S'`] : [])];
	return [
		...(filled.length > 0 ? [rule('filled', filled.join(' AND '), `${field.label} must not be empty.`)] : []),
		...(field.type === 'decimal' && !kept ? [rule('number', `"${name}" <> 'NaN'`, `${field.label} must be a number.`)] : []),
		...(bounds.length > 0 && !kept ? [rule('range', bounds.join(' AND '), rangeMessage(field) ?? '')] : []),
		...(pattern ? [rule('form', `"${name}" ~ ${literal(pattern.expression)}`, pattern.message)] : []),
		...(field.currencyField ? [rule('currency', `"${name}" IS NULL OR "${field.currencyField}" IS NOT NULL`, `${field.label} needs a currency.`, [name, field.currencyField])] : []),
	];
}

/** Required with a default, and yes-or-no fields: never NULL, though the column allows it (see is_nullable in desired.ts). */
function isFilled({ type, options }: Field): boolean {
	return options.default !== undefined && (options.required === true || type === 'boolean');
}

/** Required text: NOT NULL alone would take a blank for a name. */
function isText({ type, options }: Field): boolean {
	return (type === 'string' || type === 'text') && options.required === true;
}

function checkRules({ name: collection, fields, checks = {} }: Collection): Rule[] {
	return Object.entries(checks).map(([name, { sql, field, message }]) => ({
		name: constraintName(collection, name),
		collection,
		field,
		columns: Object.keys(fields).filter((column) => new RegExp(`\\b${column}\\b`).test(sql)),
		sql,
		message,
	}));
}

/** Constraints of ours end in _rule; PostgreSQL cuts names at 63 bytes. */
function constraintName(collection: string, rule: string): string {
	return `${collection}_${rule}`.slice(0, 58) + '_rule';
}

export function literal(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
