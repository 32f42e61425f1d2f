import { columnsOf } from './cell.ts';
import { isDatePattern } from './dates.ts';
import type { Cell, Cells, Mapping } from './mapping.ts';
import { historyFields } from './recipe.ts';
import type { Protection, Target, TargetField, Targets } from './target.ts';

/** Rows of these are written by Cardinal itself. */
export const ours = ['crm_stage_changes', 'crm_imports'];

/** Settings are one row, and files are more than their rows. */
export function isImportable({ collection, isSingleton = false }: Target): boolean {
	return !isSingleton && (!collection.startsWith('directus_') || collection === 'directus_users');
}

/** What is wrong with a mapping before a single row is read: all of it, as sentences. */
export function checkMapping({ mapping, targets, columns, mayImportHistory }: {
	mapping: Mapping; targets: Targets; columns?: readonly string[]; mayImportHistory: boolean;
}): string[] {
	const target = targets.get(mapping.collection);
	if (!target || !isImportable(target)) return [`There is no collection “${mapping.collection}” that you may import into.`];
	if (ours.includes(mapping.collection)) return [`${target.label} are written by Cardinal itself and can’t be imported.`];
	return [
		...checkPatterns(mapping.format.date, 'mapping.format'),
		...checkCells(mapping.columns, { place: 'columns', target, targets, key: mapping.key ?? [] }),
		...checkKey(mapping),
		...checkChildren(mapping, target, targets),
		...checkHistory(mapping, target, targets, mayImportHistory),
		...(columns ? checkColumns(mapping, columns) : []),
	];
}

function checkCells(cells: Cells, { place, target, targets, key }: { place: string; target: Target; targets: Targets; key: readonly string[] }): string[] {
	return Object.entries(cells).flatMap(([name, cell]) => {
		const at = `mapping.${place}.${name}`;
		const field = target.fields.get(name);
		if (!field) return [`${at}: ${target.label} have no field “${name}”.`];
		if (field.protection) return [`${at}: ${refusals[field.protection](field)}`];
		if (field.children) return [`${at}: ${field.label} are rows of their own. Map them under “children”.`];
		if (name === target.primary && !key.includes(name)) return [`${at}: the id of a row never changes. Use it as the key, or leave it out.`];
		return checkCell(cell, { at, field, targets });
	});
}

const refusals: { readonly [P in Protection]: (field: TargetField) => string } = {
	kept: ({ label, name }) => `“${label}” is kept by the database and can’t be imported.${isHistory(name) ? ' To bring in when things happened, map it under “history”.' : ''}`,
	stamp: ({ label, name }) => `“${label}” is written by Directus and can’t be imported.${isHistory(name) ? ' To bring in when things happened, map it under “history”.' : ''}`,
	secret: ({ label }) => `“${label}” decides who may do what, and can’t be imported. Set it in the user’s own page.`,
	layout: ({ label, name }) => `“${label || name}” holds no value.`,
};

function isHistory(name: string): boolean {
	return (Object.values(historyFields) as string[]).includes(name);
}

function checkCell(cell: Cell, { at, field, targets }: { at: string; field: TargetField; targets: Targets }): string[] {
	return [
		...checkPatterns(cell.format?.date, `${at}.format`),
		...checkLookup(cell, { at: `${at}.lookup`, field, targets }),
	];
}

function checkPatterns(patterns: readonly string[] | undefined, at: string): string[] {
	return (patterns ?? []).filter((pattern) => !isDatePattern(pattern)).map((pattern) => `${at}.date: “${pattern}” is no date format. Write one such as dd.MM.yyyy or MM/dd/yyyy.`);
}

function checkLookup({ lookup }: Cell, { at, field, targets }: { at: string; field: TargetField; targets: Targets }): string[] {
	const collection = lookup?.collection ?? field.link?.collection;
	if (!lookup) return [];
	if (!collection) return [`${at}: “${field.label}” is no link to another collection, so there is nothing to look up.`];
	if (field.link && lookup.collection && field.link.collection !== lookup.collection) return [`${at}.collection: “${field.label}” links to ${field.link.collection}.`];
	const other = targets.get(collection);
	if (!other) return [`${at}.collection: there is no collection “${collection}” that you may read.`];
	const unknown = lookup.by.flatMap((fields) => fields.trim().split(/\s+/)).filter((name) => {
		const by = other.fields.get(name);
		return !by || by.children !== undefined || by.protection === 'layout' || by.protection === 'secret';
	});
	if (unknown.length > 0) return unknown.map((name) => `${at}.by: ${other.label} have no field “${name}” to look up by.`);
	if (!lookup.create) return [];
	if (collection.startsWith('directus_')) return [`${at}.create: ${other.label} are not created by a lookup. Import them first.`];
	if (lookup.by[0]?.trim().includes(' ')) return [`${at}.create: to create what is missing, look up by a single field first.`];
	return Object.keys(lookup.create === true ? {} : lookup.create).flatMap((name) => {
		const created = other.fields.get(name);
		if (!created) return [`${at}.create: ${other.label} have no field “${name}”.`];
		return created.protection ? [`${at}.create.${name}: ${refusals[created.protection](created)}`] : [];
	});
}

function checkKey({ key = [], columns }: Mapping): string[] {
	return key.filter((name) => !columns[name]).map((name) => `mapping.key: “${name}” is not among the mapped columns.`);
}

function checkChildren(mapping: Mapping, target: Target, targets: Targets): string[] {
	return Object.entries(mapping.children).flatMap(([name, { key = [], rows }]) => {
		const at = `children.${name}`;
		const field = target.fields.get(name);
		const child = field?.children && targets.get(field.children.collection);
		if (!field?.children || !child) return [`mapping.${at}: ${target.label} have no list of rows “${name}”.`];
		if (ours.includes(child.collection)) return [`mapping.${at}: ${child.label} are written by Cardinal itself and can’t be imported.`];
		const { by } = field.children;
		return [
			...rows.flatMap(({ columns }, index) => [
				...checkCells(columns, { place: `${at}.rows.${index}.columns`, target: child, targets, key }),
				...(columns[by] ? [`mapping.${at}.rows.${index}.columns.${by}: the row that it belongs to is set by itself. Leave it out.`] : []),
			]),
			...key.filter((part) => !rows.every(({ columns }) => columns[part])).map((part) => `mapping.${at}.key: “${part}” is not mapped in every row.`),
		];
	});
}

function checkHistory({ history, collection }: Mapping, target: Target, targets: Targets, mayImportHistory: boolean): string[] {
	if (!history) return [];
	if (!mayImportHistory) return ['mapping.history: bringing in when things happened needs the right to create imports. Ask an administrator for it, or leave “history” out.'];
	return Object.entries(history).flatMap(([name, cell]) => {
		const at = `mapping.history.${name}`;
		const field = target.fields.get(name === 'openingStage' ? 'stage' : historyFields[name as keyof typeof historyFields]);
		if (!field || (name !== 'created' && collection !== 'crm_opportunities')) return [`${at}: ${target.label} have no such history.`];
		return checkCell(cell, { at, field, targets });
	});
}

function checkColumns(mapping: Mapping, columns: readonly string[]): string[] {
	const used = new Map<string, string>();
	const use = (place: string, cells: Cells) => {
		for (const [name, cell] of Object.entries(cells)) for (const column of columnsOf(cell)) used.set(column, used.get(column) ?? `${place}.${name}`);
	};
	use('columns', mapping.columns);
	for (const [name, { rows }] of Object.entries(mapping.children)) rows.forEach((row, index) => use(`children.${name}.rows.${index}.columns`, row.columns));
	use('history', Object.fromEntries(Object.entries(mapping.history ?? {}).filter(([, cell]) => cell !== undefined)));
	const conditions = [mapping.skipWhen, ...Object.values(mapping.children).flatMap(({ rows }) => rows.map(({ skipWhen }) => skipWhen))].flat();
	for (const condition of conditions) if (condition) used.set(condition.column, used.get(condition.column) ?? 'skipWhen');
	return [...used].filter(([column]) => !columns.includes(column)).map(([column, place]) =>
		`mapping.${place}: the file has no column “${column}”. Its columns are ${columns.map((name) => `“${name}”`).join(', ')}.`);
}
