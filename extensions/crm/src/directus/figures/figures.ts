import type { Knex } from 'knex';
import { fieldsOf, type FiguresAnswer, type FiguresQuestion, type Group, type Measure, measures, mostGroups } from '../../domain/figures/question.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { badRequest } from '../shared/errors.ts';
import { host } from '../shared/host.ts';
import { readableRows } from '../shared/readable-rows.ts';
import { type CurrencyPlace, currencyPlaces } from './currencies.ts';

type Figure = FiguresAnswer['data'][number];
type Found = { readonly [alias: string]: unknown };

/** What rows are counted and added up to, by the rights of whoever asks: rows in which a field that takes part can't be read are left out. */
export async function figures({ collection, question }: { collection: string; question: FiguresQuestion }, asker: Asker): Promise<Figure[]> {
	const { knex, schema, accountability } = asker;
	await host.assertMayAsk({ collection, query: { group: fieldsOf(question), filter: question.filter }, accountability }, asker);
	const measured = measures.flatMap((measure) => question[measure].map((field) => ({ measure, field })));
	const currencies = await currencyPlaces({ collection, fields: [...new Set(measured.map(({ field }) => field))], schema, knex });
	const fields = [...new Set([...fieldsOf(question), ...currencies.map(({ field, whole }) => whole?.link ?? field)])];
	const { rows } = await readableRows({ collection, fields, needs: fields, filter: question.filter, search: question.search }, asker);
	const types = typesOf(asker, collection);
	assertMeasurable(question, types);

	const groups: Column[] = [
		...question.by.map((group) => ({ name: group.name, value: groupValue(group, types, knex) })),
		...currencies.filter(({ field }) => !question.by.some(({ name }) => name === field)).map(({ field, whole }) => ({ name: field, value: knex.raw('??', [`${whole?.link ?? 'own'}.${field}`]) })),
	].map((group, index) => ({ ...group, alias: `by_${index}` }));
	const amounts = measured.map(({ measure, field }, index) => ({ measure, field, name: `${measure}.${field}`, alias: `figure_${index}`, value: figureValue({ measure, field }, types, knex) }));
	const count: Column = { name: 'count', alias: 'count', value: knex.raw('count(*)') };

	const query = knex.with('own', rows).from('own').select([...groups, count, ...amounts].map(({ value, alias }) => knex.raw('? AS ??', [value, alias])));
	if (groups.length > 0) query.groupBy(groups.map(({ alias }) => alias));
	for (const place of currencies) await joinWhole(query, place, asker);
	order(query, question.sort, { groups, others: [count, ...amounts] });
	const found = (await query.limit(question.limit ?? mostGroups + 1)) as Found[];
	if (found.length > mostGroups) throw badRequest(`These are more than ${mostGroups} groups. Group by fewer fields or longer periods, filter, or say limit.`);

	const asked = measures.filter((measure) => question[measure].length > 0);
	return found.map((row) => ({
		by: Object.fromEntries(groups.map(({ name, alias }) => [name, row[alias] ?? null])),
		count: Number(row['count']),
		...Object.fromEntries(asked.map((measure) => [measure, Object.fromEntries(amounts.filter((one) => one.measure === measure).map(({ field, alias }) => [field, row[alias] ?? null]))])),
	}));
}

/** What is selected: what the answer calls it, and the query. */
interface Column {
	readonly name: string;
	readonly alias: string;
	readonly value: Knex.Raw;
}

type Types = ReadonlyMap<string, string>;

function typesOf({ schema }: Asker, collection: string): Types {
	return new Map(Object.entries(schema.collections[collection]?.fields ?? {}).map(([name, { type }]) => [name, type]));
}

const numbers = new Set(['integer', 'bigInteger', 'decimal', 'float']);
const days = new Set(['date', 'dateTime', 'timestamp']);
const ungroupable = new Set(['alias', 'json', 'geometry', 'csv', 'hash', 'binary']);

function assertMeasurable(question: FiguresQuestion, types: Types): void {
	const isDay = (field: string) => days.has(types.get(field) ?? '');
	for (const measure of measures) {
		const isOrdered = measure === 'min' || measure === 'max';
		const wrong = question[measure].find((field) => !numbers.has(types.get(field) ?? '') && !(isOrdered && isDay(field)));
		if (wrong) throw badRequest(`${measure}: “${wrong}” holds ${isOrdered ? 'neither numbers nor dates' : 'no numbers'}. Take another field.`);
	}
	const timeless = question.by.find(({ field, period }) => period && !isDay(field));
	if (timeless) throw badRequest(`by: “${timeless.field}” holds no dates, so it has no ${timeless.period}.`);
	const many = question.by.find(({ field }) => ungroupable.has(types.get(field) ?? ''));
	if (many) throw badRequest(`by: “${many.field}” holds many values in one row, and can’t be grouped by.`);
}

/** Days as 2026-01-31 and periods by their first day, in UTC; all else as it is. */
function groupValue({ field, period }: Group, types: Types, knex: Knex): Knex.Raw {
	const type = types.get(field);
	const column = knex.raw(type === 'timestamp' && period ? "?? AT TIME ZONE 'UTC'" : '??', [`own.${field}`]);
	if (period) return knex.raw(`to_char(date_trunc('${period}', ?), 'YYYY-MM-DD')`, [column]);
	return type === 'date' ? knex.raw("to_char(?, 'YYYY-MM-DD')", [column]) : column;
}

function figureValue({ measure, field }: { measure: Measure; field: string }, types: Types, knex: Knex): Knex.Raw {
	const column = `own.${field}`;
	switch (types.get(field)) {
		case 'date':
			return knex.raw(`to_char(${measure}(??), 'YYYY-MM-DD')`, [column]);
		case 'dateTime':
			return knex.raw(`to_char(${measure}(??), '${isoInstant}')`, [column]);
		case 'timestamp':
			return knex.raw(`to_char(${measure}(??) AT TIME ZONE 'UTC', '${isoInstant}Z')`, [column]);
	}
	if (measure === 'sum') return knex.raw('coalesce(sum(??::numeric), 0)', [column]);
	return knex.raw(measure === 'avg' ? 'round(avg(??::numeric), 4)' : `${measure}(??::numeric)`, [column]);
}

const isoInstant = 'YYYY-MM-DD"T"HH24:MI:SS';

/** The record that the rows are parts of, as far as it may be read. */
async function joinWhole(query: Knex.QueryBuilder, { field, whole }: CurrencyPlace, asker: Asker): Promise<void> {
	if (!whole) return;
	const { collection, link } = whole;
	const { rows } = await readableRows({ collection, fields: [field], needs: [field] }, asker);
	query.with(link, rows).join(link, `${link}.${asker.schema.collections[collection]?.primary ?? 'id'}`, `own.${link}`);
}

function order(query: Knex.QueryBuilder, sort: readonly string[] = [], { groups, others }: { groups: readonly Column[]; others: readonly Column[] }): void {
	for (const by of sort) {
		const column = [...groups, ...others].find(({ name }) => name === by.replace(/^-/, ''));
		if (!column) throw badRequest(`sort: “${by}” is not in the answer. It can be sorted by ${[...groups, ...others].map(({ name }) => name).join(', ')}.`);
		query.orderBy(column.alias, by.startsWith('-') ? 'desc' : 'asc', 'last');
	}
	query.orderBy(groups.map(({ alias }) => alias));
}
