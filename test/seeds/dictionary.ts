import { definitionsOf } from '../../schema/apply/desired.ts';
import type { RowResource } from '../../schema/apply/resource.ts';
import { rooms } from '../../schema/index.ts';
import type { Field, Fields, Json } from '../../schema/shape.ts';

export interface Written {
	readonly table: string;
	readonly row: { readonly [column: string]: Json | undefined };
}

const definitions = definitionsOf(rooms);

/** A row of reference data, its key among its columns. */
export function written({ table, id = '', doc }: RowResource): Written {
	return { table, row: { [primaryOf(table)]: id, ...doc } };
}

function primaryOf(table: string): string {
	return Object.entries(fieldsOf(table)).find(([, { column }]) => column?.primary)?.[0] ?? 'id';
}

/** Columns of Directus' own users that a row may fill. */
const userColumns = ['id', 'first_name', 'last_name', 'email', 'title', 'location', 'status', 'role', 'description'];

/** What the dictionary has against rows: unknown columns and choices, bounds, forms, what is required, dangling links. */
export function faultsOf(rows: readonly Written[]): string[] {
	const keys = new Set(rows.map(({ table, row }) => `${table}/${String(row[primaryOf(table)])}`));
	return rows.flatMap(({ table, row }) => {
		const fields = fieldsOf(table);
		const at = (column: string) => `${table}/${String(row[primaryOf(table)])}.${column}`;
		const missing = Object.entries(fields).filter(([column, { options, relation }]) => options.required && options.default === undefined && !options.kept && relation?.kind !== 'many' && !(column in row)).map(([column]) => `${at(column)} is missing`);
		const wrong = Object.entries(row).flatMap(([column, value]) => {
			const field = fields[column];
			if (!field) return table === 'directus_users' && userColumns.includes(column) ? [] : [`${at(column)} does not exist`];
			return value === null || value === undefined ? (field.options.required ? [`${at(column)} is empty`] : []) : faultsOfValue(field, value, keys).map((fault) => `${at(column)}: ${fault}`);
		});
		return [...missing, ...wrong];
	});
}

function faultsOfValue({ interface: shown, interfaceOptions, options, relation, column }: Field, value: Json, keys: ReadonlySet<string>): string[] {
	const choices = shown === 'select-dropdown' ? (interfaceOptions?.['choices'] as { value: Json }[] | undefined)?.map((choice) => choice.value) : undefined;
	const { min = -Infinity, max = Infinity, pattern } = options;
	return [
		...(choices && !choices.includes(value) ? [`${String(value)} is not a choice`] : []),
		...(typeof value === 'string' && column?.length && value.length > column.length ? [`${value} is too long`] : []),
		...(min !== -Infinity || max !== Infinity ? (Number(value) >= min && Number(value) <= max ? [] : [`${String(value)} is out of bounds`]) : []),
		...(pattern && !new RegExp(pattern.expression).test(String(value)) ? [`${String(value)}: ${pattern.message}`] : []),
		...(relation?.kind === 'one' && !keys.has(`${relation.to}/${String(value)}`) ? [`links to ${String(value)}, which is not there`] : []),
	];
}

function fieldsOf(table: string): Fields {
	const fields = definitions.flatMap((definition) => (definition.kind !== 'folder' && definition.name === table ? [definition.fields] : []));
	return Object.assign({}, ...fields) as Fields;
}
