import { realpathSync } from 'node:fs';
import type pg from 'pg';
import { createCluster, startCluster } from './cluster.ts';
import { findClusterHome, type ClusterHome } from './cluster-home.ts';
import { findPostmaster, keep, stopPostmaster, type Postmaster } from './postmaster.ts';
import { sentence } from './sentence.ts';
import type { DatabaseAddress } from './settings.ts';

const DATABASE = 'cardinal';

export type Database = {
	address: DatabaseAddress;
	/** Set when this process started the server, and has to stop it. */
	postmasterPid: number | undefined;
	stop: () => Promise<void>;
	/** Resolves when the server has gone, be it by itself. */
	lost: Promise<void>;
};

export type EmbeddedOptions = {
	dataDir: string;
	password: string;
	/** What others are told about who keeps the database: a URL, or the name of a command. */
	keeperName: string;
	log: (line: string) => void;
	/** More server settings; tests trade safety for speed with them. */
	extra?: Record<string, string>;
};

/** Makes sure that nobody keeps this data folder. What a killed start left running is stopped: then true. */
export async function releaseEmbedded(options: EmbeddedOptions): Promise<boolean> {
	const home = homeOf(options);
	const left = await findPostmaster({ dir: home.dir, password: options.password });
	if (!left) return false;
	await takeOver({ left, ...options });
	return true;
}

/** Starts the PostgreSQL of a data folder, and keeps it until `stop`. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Database> {
	const { password, keeperName, extra = {} } = options;
	await releaseEmbedded(options);

	const home = homeOf(options);
	createCluster({ home, password });
	const postmaster = await startCluster({ home, password, extra });
	const kept = await keep(postmaster.address, keeperName);
	if ('keptBy' in kept) throw sentence(runningSentence(kept.keptBy));
	await ensureDatabase(kept.keeper);

	return {
		address: { ...postmaster.address, database: DATABASE },
		postmasterPid: postmaster.pid,
		stop: () => stopPostmaster(postmaster.pid),
		lost: new Promise((resolve) => kept.keeper.once('end', resolve)),
	};
}

/** The database of an instance that runs now, for commands that want to talk to it. */
export async function findEmbedded(options: Omit<EmbeddedOptions, 'keeperName'>): Promise<Database | undefined> {
	const running = await findPostmaster({ dir: homeOf(options).dir, password: options.password });
	const kept = running && (await keep(running.address, 'a look whether it is kept').catch(() => undefined));
	if (!kept) return undefined;

	if ('keeper' in kept) {
		await kept.keeper.end();
		return undefined; // an orphan: nobody would stop it
	}

	return {
		address: { ...running.address, database: DATABASE },
		postmasterPid: undefined,
		stop: async () => undefined,
		lost: never,
	};
}

/** For a database that is not ours to watch. */
export const never = new Promise<void>(() => undefined);

function homeOf({ dataDir, log }: Pick<EmbeddedOptions, 'dataDir' | 'log'>): ClusterHome {
	return findClusterHome({ dataDir: realpathSync(dataDir), log });
}

async function takeOver({ left, keeperName, log }: { left: Postmaster; keeperName: string; log: (line: string) => void }): Promise<void> {
	// Unreachable means that it is starting up or shutting down, without a keeper that could be asked: it is stopped as well.
	const kept = await keep(left.address, keeperName).catch(() => undefined);
	if (kept && 'keptBy' in kept) throw sentence(runningSentence(kept.keptBy));

	log('Recovering: the last start was killed and left its database running');
	await kept?.keeper.end();
	await stopPostmaster(left.pid);
}

function runningSentence(keeper: string): string {
	return keeper.startsWith('http')
		? `Cardinal is already running on this data folder: ${keeper}. Stop it first, or set PORT and CRM_DATA_DIR for a second one.`
		: `This data folder is in use by ${keeper}. Wait until it is done, or set CRM_DATA_DIR for another instance.`;
}

async function ensureDatabase(client: pg.Client): Promise<void> {
	const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
	if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
}
