import type { HookExtensionContext } from '@directus/types';
import type { Command } from 'commander';
import { applyInstance, demoPasswordFrom, removeDemo, seedDemo, settingsFrom } from '../../../../seeds/index.ts';
import { hostOf, runCommand } from './shared/command.ts';

/** `crm seed` brings the demo in; `crm seed --remove-demo` takes out exactly what it brought. */
export function registerSeedCommand(crm: Command, context: HookExtensionContext): void {
	crm.command('seed')
		.description('Load the demo, also where it was removed before')
		.option('--remove-demo', 'take out exactly what the demo brought')
		.action(({ removeDemo: isRemoval = false }: { removeDemo?: boolean }) => runCommand(context, async () => {
			const host = { ...hostOf(context), onProgress: (line: string) => process.stderr.write(`${line}\n`) };
			if (!isRemoval) await applyInstance({ ...host, settings: settingsFrom(context.env) });
			const { lines } = isRemoval ? await removeDemo(host) : await seedDemo({ ...host, now: new Date(), isAsked: true, password: demoPasswordFrom(context.env) });
			process.stdout.write(`${lines.join('\n')}\n`);
		}));
}
