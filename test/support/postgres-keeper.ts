// Holds the PostgreSQL of a test run as long as the process that forked it lives, then removes every trace of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, type Database } from '../../bin/host/embedded.ts';
import { chmodSync } from 'node:fs';

const dataDir = mkdtempSync(join(tmpdir(), 'cardinal-test-'));
chmodSync(dataDir, 0o755); // PostgreSQL's user has to pass
let database: Database | undefined;
let isLeaving = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => void leave());

database = await startEmbedded({
	dataDir,
	password: 'test',
	keeperName: 'npm test',
	log: () => undefined,
	// What a test run writes need not survive a power cut.
	extra: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
});

if (isLeaving) await leave();
else process.send?.(database.address);

async function leave(): Promise<void> {
	isLeaving = true;
	if (!database) return;
	await database.stop();
	rmSync(dataDir, { recursive: true, force: true });
	process.exit();
}
