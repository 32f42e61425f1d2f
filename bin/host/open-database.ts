import { releaseEmbedded, startEmbedded, type Database } from './embedded.ts';
import { openExternal } from './external.ts';
import { assertPortFree } from './ports.ts';
import { localUrl, type Settings } from './settings.ts';

export type OpenDatabaseOptions = { settings: Settings; password: string; log: (line: string) => void };

/** The database for an instance that is about to serve; checks early that its port is free. */
export async function openDatabase({ settings, password, log }: OpenDatabaseOptions): Promise<Database> {
	const { port, host, dataDir, external } = settings;

	if (external) {
		await assertPortFree({ port, host });
		log(`Using the PostgreSQL at ${external.host}:${external.port}`);
		return openExternal(external);
	}

	const embedded = { dataDir, password, keeperName: localUrl(settings), log };
	const hasRecovered = await releaseEmbedded(embedded);
	// A Directus whose supervisor was killed lets go of the port within a moment.
	await assertPortFree({ port, host, patience: hasRecovered ? 5_000 : 1_000 });
	log('Starting the database');
	return startEmbedded(embedded);
}
