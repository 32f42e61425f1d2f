import type { Accountability, HookExtensionContext, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { keyIn, rowName } from '../../domain/rights/link-map.ts';
import { internalsOf, wrapMethod } from '../shared/host.ts';
import { linkMapOf } from './link-map.ts';

/** Rows, by the right to them that is known. */
interface TrustedRows {
	readonly read: Set<string>;
	readonly update: Set<string>;
}

const trusted = new WeakMap<Knex, WeakMap<Accountability, TrustedRows>>();

/**
 * The rows that somebody was found to have a right to within a transaction, or wrote in it: a row that was just made
 * for a teammate, or handed to one, may be out of reach by the time that its lines are written. Outside of a transaction
 * nothing is remembered.
 */
export function trustedRows(database: Knex, accountability: Accountability): TrustedRows {
	if (!database.isTransaction) return none();
	const writers = trusted.get(database) ?? new WeakMap<Accountability, TrustedRows>();
	const rows = writers.get(accountability) ?? none();
	trusted.set(database, writers.set(accountability, rows));
	return rows;
}

/** What somebody just found by their own rights they may link to. */
export function trustToRead(collection: string, key: unknown, { knex, schema, accountability }: { knex: Knex; schema: SchemaOverview; accountability: Accountability }): void {
	const target = linkMapOf(schema)[collection];
	const known = target && keyIn(target, key);
	if (known !== undefined) trustedRows(knex, accountability).read.add(rowName(collection, known));
}

function none(): TrustedRows {
	return { read: new Set(), update: new Set() };
}

type PayloadService = InstanceType<HookExtensionContext['services']['PayloadService']>;

/** Directus writes the lists of a row right after the row itself: by then its key is known, and whether it may be written was asked. */
export function rememberWritten(services: Pick<HookExtensionContext['services'], 'PayloadService'>): void {
	wrapMethod(services.PayloadService, 'processO2M', afterRemembering);
}

function afterRemembering(original: PayloadService['processO2M']): PayloadService['processO2M'] {
	return async function (this: PayloadService, data, parent, ...rest) {
		const { collection, accountability, knex, schema } = internalsOf(this);
		const written = accountability && !accountability.admin ? linkMapOf(schema)[collection] : undefined;
		const key = written && keyIn(written, parent);
		if (accountability && key !== undefined) {
			const { read, update } = trustedRows(knex, accountability);
			read.add(rowName(collection, key));
			update.add(rowName(collection, key));
		}
		return original.call(this, data, parent, ...rest);
	};
}
