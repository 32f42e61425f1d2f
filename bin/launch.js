// The door of every command: `node bin/launch.js start`. Plain JavaScript, since it runs on whatever Node (>= 20) the
// machine has, before the right one is installed. It installs and builds what is missing, then hands over to
// bin/<command>.ts on the Node that the packages bring along.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from './launch/build.js';
import { handOver } from './launch/hand-over.js';
import { installPackages } from './launch/install.js';
import { withLaunchLock } from './launch/lock.js';
import { root } from './launch/root.js';

const [command = 'start', ...args] = process.argv.slice(2);

try {
	const script = join(root, 'bin', `${command}.ts`);

	if (!/^[a-z]+$/.test(command) || !existsSync(script)) {
		throw new Error(`There is no command "${command}". Try: npm start, npm test, npm run dev, crm, check or bench.`);
	}

	await withLaunchLock(async () => {
		await installPackages();
		if (command !== 'check') await buildExtension();
	});

	process.exitCode = await handOver(script, args);
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
