import type { SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';
import { type Host, quiet } from '../../schema/apply/directus.ts';
import { forgetCaches } from './caches.ts';
import { heldRows, stayingSentence } from './held.ts';
import { prepareMemory, rememberedRows, rememberRemoved } from './memory.ts';

export interface RemoveOptions extends Host {
	readonly onProgress?: (line: string) => void;
}

export interface RemoveResult {
	readonly isChanged: boolean;
	/** For people: what went, and a sentence for every row that had to stay. */
	readonly lines: readonly string[];
}

/** What is made of others goes before them. */
const order = [
	'crm_activities', 'crm_opportunity_lines', 'crm_opportunities', 'crm_quotas', 'crm_stages', 'crm_pipelines', 'crm_leads', 'crm_account_contacts', 'crm_contacts', 'crm_accounts',
	'crm_price_book_entries', 'crm_price_books', 'crm_products', 'crm_exchange_rates', 'directus_users', 'crm_teams',
];

/**
 * Takes out exactly what the demo brought, edited or not, in one transaction. Rows that staff made stay: their links to
 * the demo become empty, and where a row can't be without its link, the demo's row stays too, and is named.
 */
export async function removeDemo({ database, services, getSchema, onProgress = () => {} }: RemoveOptions): Promise<RemoveResult> {
	const result = await database.transaction(async (trx): Promise<RemoveResult> => {
		await trx.raw("SELECT pg_advisory_xact_lock(hashtext('cardinal:demo'))");
		await prepareMemory(trx);
		const remembered = await rememberedRows(trx);
		if (remembered.size === 0) return { isChanged: false, lines: ['There is no demo to remove.'] };

		onProgress('Removing the demo');
		await trx.raw("SELECT set_config('crm.origin', 'seed', true)");
		const schema = await getSchema({ database: trx, bypassCache: true });
		const staying: string[] = [];
		let count = 0;
		for (const table of inOrder([...remembered.keys()])) {
			const keys = remembered.get(table) ?? [];
			const isThere = table in schema.collections;
			const held = isThere ? await heldRows(trx, { table, keys }) : [];
			const free = keys.filter((key) => !held.some((row) => row.key === key));
			if (isThere) count += await deleteRows({ table, keys: free, trx, schema, services });
			await rememberRemoved(trx, table, free);
			for (const row of held) staying.push(...(await stayingSentence(trx, { table, ...row })));
		}
		return { isChanged: true, lines: [`The demo is removed: ${count} rows.`, ...staying] };
	});
	if (result.isChanged) await forgetCaches({ database, services, getSchema });
	return result;
}

function inOrder(tables: readonly string[]): string[] {
	const place = (table: string) => (order.includes(table) ? order.indexOf(table) : order.length);
	return [...tables].sort((one, other) => place(one) - place(other));
}

interface Deletion {
	readonly table: string;
	readonly keys: readonly string[];
	readonly trx: Knex;
	readonly schema: SchemaOverview;
	readonly services: Host['services'];
}

/** How many there still were: an admin may have deleted some. */
async function deleteRows({ table, keys, trx, schema, services }: Deletion): Promise<number> {
	if (keys.length === 0) return 0;
	if (table === 'directus_users') {
		const there = await trx('directus_users').select<{ id: string }[]>('id').whereRaw('id = ANY (?)', [keys]);
		// Directus ends their sessions, and sees to it that an administrator is left.
		const { UsersService } = services as typeof services & UserServices;
		if (there.length > 0) await new UsersService({ knex: trx, schema }).deleteMany(there.map(({ id }) => id), quiet);
		return there.length;
	}
	// Otherwise an activity whose account goes would take it back from its contact, who has it for a moment longer.
	if (table === 'crm_accounts' && 'crm_contacts' in schema.collections) await trx('crm_contacts').update({ account: null }).whereRaw('account = ANY (?)', [keys]);
	return trx(table).whereRaw('id = ANY (?)', [keys]).delete();
}

interface UserServices {
	readonly UsersService: new (options: { knex: Knex; schema: SchemaOverview }) => { deleteMany(keys: string[], options: typeof quiet): Promise<string[]> };
}
