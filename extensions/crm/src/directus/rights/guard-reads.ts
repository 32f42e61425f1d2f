import type { HookExtensionContext, Query } from '@directus/types';
import type { Order } from '../../domain/rights/guard-query.ts';
import { host, internalsOf, wrapMethod } from '../shared/host.ts';
import { titleOf } from '../shared/labels.ts';
import { forbidden, guardedQuery } from './guarded-query.ts';
import { hasRight } from './usable-keys.ts';

type Services = HookExtensionContext['services'];
type ItemsService = InstanceType<Services['ItemsService']>;
type MetaService = InstanceType<Services['MetaService']>;
type Count = MetaService['filterCount'];

/**
 * Directus lets no one see a row or a field that they may not read, but lets them ask about it: filters and sorts over
 * relations join all rows, and where rules differ from row to row, values that are not shown are compared and added up.
 * All that reads goes through these three methods, on whatever path it comes (REST, GraphQL, deep, websockets, exports,
 * flows, changes "by query"), some of it past every event that extensions could listen to.
 */
export function guardReads({ services }: { services: Services }): void {
	let countAll: Count | undefined;

	wrapMethod(services.MetaService, 'filterCount', (original) => {
		countAll = original;
		return async function (this: MetaService, collection, query) {
			const { accountability, schema, knex } = internalsOf(this);
			const { query: guarded } = await guardedQuery(collection, { filter: query.filter ?? null, search: query.search ?? null }, { accountability, schema, knex });
			// Directus asks here whether the collection may be read, and not what the filter speaks of.
			if (accountability && !accountability.admin && query.filter) await host.assertMayAsk({ collection, query: { filter: query.filter }, accountability }, { schema, knex });
			return original.call(this, collection, guarded as Query);
		};
	});

	wrapMethod<ItemsService, 'readByQuery'>(services.ItemsService, 'readByQuery', (original) => async function (this: ItemsService, query, options) {
		const { collection, accountability, schema, knex } = internalsOf(this);
		const { query: guarded, orders } = await guardedQuery(collection, query, { accountability, schema, knex });
		if (orders.length > 0) {
			const meta = new services.MetaService({ accountability, schema, knex });
			const count: Count = (of, rows) => (countAll as Count).call(meta, of, rows);
			for (const order of orders) await assertFair(order, count);
		}
		return original.call(this, guarded as Query, options);
	});

	// Directus looks for the rows to change among all that there are; whether any was found would tell of the others.
	wrapMethod<ItemsService, 'getKeysByQuery'>(services.ItemsService, 'getKeysByQuery', (original) => async function (this: ItemsService, query) {
		const { collection, accountability, schema, knex } = internalsOf(this);
		if (!accountability || accountability.admin) return original.call(this, query);
		// Who may make rows and read none finds nothing; it's no reason to refuse those that come in a list.
		const asked = { collection, accountability, schema, database: knex };
		if (!(await hasRight({ ...asked, right: 'read' })) && await hasRight({ ...asked, right: 'create' })) return [];
		const primary = schema.collections[collection]?.primary ?? 'id';
		const rows = await new services.ItemsService(collection, { accountability, schema, knex }).readByQuery({ ...query, fields: [primary] });
		return rows.map((row) => row[primary]).filter(Boolean);
	});
}

/** An order is fair when of all rows that it puts in order the values are known that it goes by. */
async function assertFair({ collection, by, asked: { filter, search }, known }: Order, count: Count): Promise<void> {
	const rows = (more: object[]) => count(collection, { filter: { _and: [...(filter ? [filter] : []), ...more] }, search: search ?? null } as Query);
	const [all, fair] = await Promise.all([rows([]), rows([known])]);
	if (all !== fair) throw forbidden(`The list can’t be sorted by ${by.split('.').map(titleOf).join(' › ')}, since you may not read it in all of these records. Sort by another field, or filter for records where you may.`);
}
