import type { Knex } from 'knex';
import type { Counts } from '../../domain/imports/report.ts';
import type { ImportHost, Item, Key } from './context.ts';
import type { PreparedImport } from './prepare.ts';

/** The row of an import in crm_imports: its history and its progress, for whoever watches. */
export interface Journal {
	readonly id: string;
	readonly progress: (counts: Counts) => Promise<void>;
	readonly finish: (end: { status: 'done' | 'failed'; message: string; counts: Counts; errorsFile: Key | null }) => Promise<void>;
}

const beatEvery = 5_000;
const deadAfterSeconds = 30;

export async function beginJournal(host: ImportHost, { caller, fileName, mapping, givenMapping, csv }: PreparedImport): Promise<Journal> {
	const user = caller.accountability.user;
	const now = new Date().toISOString();
	const id = await write(host, caller.schema, async (service, knex) => {
		const key = String(await service.createOne({
			file_name: fileName.slice(0, 255), collection: mapping.collection, status: 'running', mapping: givenMapping, started_at: now,
			rows_total: csv.total, rows_created: 0, rows_updated: 0, rows_unchanged: 0, rows_skipped: 0, rows_failed: 0,
		}, { emitEvents: false, overwriteDefaults: { _user: user, _date: now } }));
		await beat(knex, key);
		return key;
	});
	// While the file waits for a slow row, the heart beats on.
	const heart = setInterval(() => void inHistory(host.database, (knex) => beat(knex, id)).catch((error: unknown) => host.logger.warn(error)), beatEvery);
	heart.unref();

	return {
		id,
		progress: (counts) => write(host, caller.schema, async (service, knex) => {
			// Also empties Directus' data cache, if there is one, after the rows were committed.
			await service.updateOne(id, columnsOf(counts), { emitEvents: false });
			await beat(knex, id);
		}),
		finish: async ({ status, message, counts, errorsFile }) => {
			clearInterval(heart);
			await write(host, caller.schema, async (service) => {
				await service.updateOne(id, { ...columnsOf(counts), status, message, errors_file: errorsFile, finished_at: new Date().toISOString() }, { emitEvents: false });
			});
		},
	};
}

/**
 * Imports whose server is gone: they say running and have shown no sign of life for a while. One that another node works
 * on is left alone: its heart beats. Clocks differ, so that of the database counts.
 */
export async function markInterrupted(database: Knex): Promise<void> {
	await inHistory(database, (knex) => knex('crm_imports')
		.where({ status: 'running' })
		.whereRaw('heartbeat_at < now() - make_interval(secs => ?)', [deadAfterSeconds])
		.update({
			status: 'interrupted',
			finished_at: knex.raw('heartbeat_at'),
			message: 'The server stopped while this import ran. The rows counted here are in. Import the file again to go on: rows that are in already are recognised by the key of the mapping.',
		}));
}

function columnsOf({ created, updated, unchanged, skipped, failed }: Counts): Item {
	return { rows_created: created, rows_updated: updated, rows_unchanged: unchanged, rows_skipped: skipped, rows_failed: failed };
}

async function beat(knex: Knex, id: string): Promise<void> {
	await knex('crm_imports').where({ id }).update({ heartbeat_at: knex.raw('now()') });
}

type ItemsService = InstanceType<ImportHost['services']['ItemsService']>;

/** The columns are kept by the database, which lets only an import write them. */
function write<T>({ database, services }: ImportHost, schema: PreparedImport['caller']['schema'], work: (service: ItemsService, knex: Knex) => Promise<T>): Promise<T> {
	return inHistory(database, (knex) => work(new services.ItemsService('crm_imports', { knex, schema, accountability: null }), knex));
}

function inHistory<T>(database: Knex, work: (knex: Knex) => PromiseLike<T>): Promise<T> {
	return database.transaction(async (knex) => {
		await knex.raw('SELECT set_config(\'crm.origin\', \'import\', true)');
		return work(knex);
	});
}
