// Holds the PostgreSQL of a test run as long as the process that forked it lives, then removes every trace of it.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../bin/host/embedded.ts';

// Ctrl-C reaches the whole group; the end of the run is what counts.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const dataDir = mkdtempSync(join(tmpdir(), 'cardinal-test-'));
chmodSync(dataDir, 0o755); // PostgreSQL's user has to pass

const starting = startEmbedded({
	dataDir,
	password: 'test',
	keeperName: 'npm test',
	log: () => undefined,
	// What a test run writes need not survive a power cut.
	extra: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
});

process.once('disconnect', () => {
	void starting
		.then((database) => database.stop())
		.finally(() => {
			rmSync(dataDir, { recursive: true, force: true });
			process.exit();
		});
});

process.send?.((await starting).address);
