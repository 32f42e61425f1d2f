import type { Field } from '../../../../../schema/shape.ts';

/** A column as Directus found it. */
interface Column {
	readonly type: string;
	readonly nullable: boolean;
	readonly precision: number | null;
	readonly scale: number | null;
}

/** What an admin sends to change a field; what is left out stays. */
interface Change {
	readonly type?: string | null;
	readonly schema?: {
		readonly is_nullable?: boolean | null;
		readonly numeric_precision?: number | null;
		readonly numeric_scale?: number | null;
		readonly max_length?: number | null;
	} | null;
}

/**
 * Why the column of a guarded field can't be changed so, as a sentence; undefined when nothing speaks against it. What
 * it is and what the definition wants it to be are always fine: forms send the whole column back, and apply repairs it.
 */
export function columnProblem({ name, field, live, change }: { name: string; field: Field; live: Column | undefined; change: Change }): string | undefined {
	const { type, column = {}, options } = field;
	const isNew = <Value>(value: Value | null | undefined, ...known: (Value | undefined | null)[]) => value !== undefined && value !== null && !known.includes(value);
	const { is_nullable, numeric_precision, numeric_scale, max_length } = change.schema ?? {};

	if (isNew(change.type, type, live?.type)) return `The type of the field ${name} can't be changed: figures, history or rights are derived from it. Add a field of your own instead.`;
	if (type === 'alias') return undefined;
	if (isNew(is_nullable, !column.primary && !(options.required && options.default === undefined), live?.nullable)) {
		return `Whether the field ${name} may be empty can't be changed in the database: figures, history or rights are derived from it. Mark it as required in the form instead.`;
	}
	const { precision = 18, scale = 4, length = 255 } = column;
	if (type === 'decimal' && (isNew(numeric_precision, precision, live?.precision) || isNew(numeric_scale, scale, live?.scale))) {
		return `The digits of the field ${name} can't be changed: it stays exact with ${precision} digits, ${scale} of them after the point.`;
	}
	if (type === 'string' && typeof max_length === 'number' && max_length < length) return `The field ${name} can't be made shorter than ${length} characters: the database writes to it.`;
	return undefined;
}
