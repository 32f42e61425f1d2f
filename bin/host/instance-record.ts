import type pg from 'pg';
import { cardinalVersion, directusVersion } from './project.ts';
import { sentence } from './sentence.ts';

export type InstanceRecord = {
	/** Of Cardinal, as in package.json. */
	version: string;
	directus: string;
	/** `installing` from before Directus creates its tables until it is done. */
	state: 'installing' | 'ready';
};

/** What the database was last used by; undefined for an empty one. Kept outside Directus' sight, in a schema of its own. */
export async function readInstance(client: pg.Client): Promise<InstanceRecord | undefined> {
	await client.query(`
		CREATE SCHEMA IF NOT EXISTS cardinal;
		CREATE TABLE IF NOT EXISTS cardinal.instance (
			id boolean PRIMARY KEY DEFAULT true CHECK (id),
			version text NOT NULL,
			directus text NOT NULL,
			state text NOT NULL,
			updated_at timestamptz NOT NULL DEFAULT now()
		)`);

	const { rows } = await client.query<InstanceRecord>('SELECT version, directus, state FROM cardinal.instance');
	return rows[0];
}

/** For commands that work on an instance: it has been set up, by this version of Directus and no newer Cardinal. */
export async function assertInstalled(client: pg.Client, notThereYet: Error): Promise<void> {
	const { rows } = await client.query<{ is_there: boolean }>(`SELECT to_regclass('cardinal.instance') IS NOT NULL AS is_there`);
	const record = rows[0]?.is_there ? await readInstance(client) : undefined;
	if (record?.state !== 'ready') throw notThereYet;
	assertNotNewer(record, { version: cardinalVersion, directus: directusVersion });

	if (record.directus !== directusVersion) {
		throw sentence(`The tables of Directus are still those of ${record.directus}. Start this version once (npm start); it brings them up to date.`);
	}
}

export async function writeInstance(client: pg.Client, record: InstanceRecord): Promise<void> {
	await client.query(
		`INSERT INTO cardinal.instance (version, directus, state) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET version = $1, directus = $2, state = $3, updated_at = now()`,
		[record.version, record.directus, record.state],
	);
}

/** An older Cardinal must not touch what a newer one has migrated. */
export function assertNotNewer(record: Omit<InstanceRecord, 'state'>, ours: Omit<InstanceRecord, 'state'>): void {
	if (compareVersions(record.version, ours.version) > 0) {
		throw sentence(`The data is of a newer version: Cardinal ${record.version} has used it, and this is ${ours.version}. Update Cardinal.`);
	}

	if (compareVersions(record.directus, ours.directus) > 0) {
		throw sentence(`The data is of a newer version: Directus ${record.directus} has used it, and this brings ${ours.directus}. Update Cardinal.`);
	}
}

/** Major, minor, patch; a pre-release (1.2.0-rc.1) comes before its release. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map((version) => {
		const [numbers = '', ...preRelease] = version.split('+')[0]?.split('-') ?? [];
		return { numbers: numbers.split('.').map(Number), preRelease: preRelease.join('-') };
	}) as [Parsed, Parsed];

	for (let index = 0; index < 3; index++) {
		const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
		if (difference !== 0) return difference;
	}

	if (left.preRelease === right.preRelease) return 0;
	if (left.preRelease === '') return 1;
	if (right.preRelease === '') return -1;
	return left.preRelease < right.preRelease ? -1 : 1;
}

type Parsed = { numbers: number[]; preRelease: string };
