import type { HookExtensionContext } from '@directus/types';
import { ApplyError } from '../../../../../schema/apply/error.ts';
import type { Host } from '../../../../../schema/apply/directus.ts';

/** What apply and seeds need of Directus; its own types know the services only loosely. */
export function hostOf({ database, services, getSchema }: HookExtensionContext): Host {
	return { database, services, getSchema } as unknown as Host;
}

/** Runs a command of the command line to its end: exit code 0, or a sentence and 1. */
export async function runCommand({ database }: HookExtensionContext, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		process.exitCode = 1;
		const isOurs = error instanceof ApplyError;
		process.stderr.write(`${isOurs ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	}
	await database.destroy();
	process.exit();
}
