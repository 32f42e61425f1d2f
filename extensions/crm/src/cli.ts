import { defineHook } from '@directus/extensions-sdk';
import type { Command } from 'commander';
import { registerApplyCommands } from './directus/apply-commands.ts';
import { registerImportCommand } from './directus/imports/index.ts';
import { registerSeedCommand } from './directus/seed-command.ts';

/** `directus crm …`, also as `npm run crm -- …`: a line a command. */
export default defineHook(({ init }, context) => {
	init('cli.after', ({ program }) => {
		const crm = (program as Command).command('crm').description('Cardinal: plan, apply, seed and import');
		registerApplyCommands(crm, context);
		registerSeedCommand(crm, context);
		registerImportCommand(crm, context);
	});
});
