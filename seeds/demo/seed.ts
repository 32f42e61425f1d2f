import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import type { Host } from '../../schema/apply/directus.ts';
import type { Json } from '../../schema/shape.ts';
import { forgetCaches } from './caches.ts';
import { type House, houseOf, houseTables } from './house.ts';
import { prepareMemory, standOf } from './memory.ts';
import { describeSignIns, letSignIn, signInsOf } from './sign-ins.ts';
import { tellStory } from './story.ts';
import { keptRows, writeChapter } from './write.ts';

export interface SeedOptions extends Host {
	/** The day that the story is told on. */
	readonly now: Date;
	/** Somebody asked for the demo: it comes back after a removal, and also moves in with data that is there already. */
	readonly isAsked?: boolean;
	/** With which its people can sign in; without one, nobody can. */
	readonly password?: string | undefined;
	readonly onProgress?: (line: string) => void;
}

export interface SeedResult {
	readonly isChanged: boolean;
	/** For people: what was loaded, or why nothing was. */
	readonly lines: readonly string[];
}

/**
 * Loads the demo once, in one transaction: a failure leaves nothing. Unasked it comes only into an instance in which
 * nobody has begun to work, and never a second time.
 *
 * @throws ApplyError with a sentence when something of the instance's own stands in the way
 */
export async function seedDemo({ database, services, getSchema, now, isAsked = false, password, onProgress = () => {} }: SeedOptions): Promise<SeedResult> {
	const result = await database.transaction(async (trx): Promise<SeedResult> => {
		await trx.raw("SELECT pg_advisory_xact_lock(hashtext('cardinal:demo'))");
		await prepareMemory(trx);
		const schema = await getSchema({ database: trx, bypassCache: true });
		const refusal = await whyNot(trx, schema, isAsked);
		if (refusal) return { isChanged: false, lines: [refusal] };

		onProgress('Loading the demo');
		// The guards let history in, and automations leave it alone.
		await trx.raw("SELECT set_config('crm.origin', 'seed', true)");
		const chapters = tellStory({ now, house: await readHouse(trx, schema) });
		const kept = await keptRows(trx, chapters, schema);
		const counts = new Map<string, number>();
		for (const chapter of chapters) counts.set(chapter.table, (counts.get(chapter.table) ?? 0) + (await writeChapter(chapter, { trx, schema, kept })));
		if (!password) return { isChanged: true, lines: [summary(counts)] };
		await letSignIn(password, { chapters, trx, schema, services });
		const signIns = await signInsOf((sql) => trx.raw<{ rows: object[] }>(sql));
		return { isChanged: true, lines: [summary(counts), ...describeSignIns(signIns, password)] };
	});
	if (result.isChanged) await forgetCaches({ database, services, getSchema });
	return result;
}

async function whyNot(trx: Knex, schema: SchemaOverview, isAsked: boolean): Promise<string | undefined> {
	const stand = await standOf(trx);
	if (stand === 'here') return 'The demo is here already.';
	if (isAsked) return undefined;
	if (stand === 'removed') return 'The demo was removed, and stays away until somebody asks for it.';
	for (const table of ['crm_accounts', 'crm_contacts', 'crm_leads', 'crm_opportunities']) {
		if (schema.collections[table] && (await trx(table).first('id'))) return 'No demo is loaded: there is data of your own already.';
	}
	return undefined;
}

async function readHouse(trx: Knex, schema: SchemaOverview): Promise<House> {
	const found = new Map<string, Row[]>();
	for (const table of houseTables) {
		if (!schema.collections[table]) continue;
		// A day arrives as an instant in the machine's own zone unless PostgreSQL writes it out.
		const days = table === 'crm_exchange_rates' ? [trx.raw('valid_on::text AS valid_on')] : [];
		found.set(table, await trx(table).select<Row[]>('*', ...days));
	}
	return houseOf((table) => found.get(table));
}

type Row = { readonly [column: string]: Json };

const named = { directus_users: 'people', crm_accounts: 'accounts', crm_contacts: 'contacts', crm_leads: 'leads', crm_opportunities: 'opportunities', crm_activities: 'activities' };

function summary(counts: ReadonlyMap<string, number>): string {
	return `The demo is loaded: ${Object.entries(named).flatMap(([table, name]) => (counts.get(table) ? [`${counts.get(table)} ${name}`] : [])).join(', ')}.`;
}
