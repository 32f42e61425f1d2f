import type { HookExtensionContext } from '@directus/types';
import type { Command } from 'commander';
import { applyInstance, planInstance, settingsFrom } from '../../../../seeds/index.ts';
import { readWarnings } from './rights/warnings.ts';
import { hostOf, runCommand } from './shared/command.ts';

interface ApplyFlags {
	readonly keep: string[];
	readonly take: string[];
	readonly delete: string[];
}

/** `crm plan` says what an apply would do; `crm apply` does it. */
export function registerApplyCommands(crm: Command, context: HookExtensionContext): void {
	crm.command('plan')
		.description('Print what apply would create, update and leave, and warn of rights that open more than meant; change nothing')
		.action(() => runCommand(context, async () => {
			const { lines } = await planInstance({ ...hostOf(context), settings: settingsFrom(context.env) });
			const warnings = await readWarnings(context.database);
			print([...lines, ...warnings.map((warning) => `warning    ${warning}`)]);
		}));

	crm.command('apply')
		.description('Bring schema, guards and reference data to this version; what an admin changed stays')
		.option('--keep <property>', 'decide a conflict: keep what stands here, for good (crm_leads.email:note; may be repeated)', collect, [])
		.option('--take <property>', 'decide a conflict: take what this version brings', collect, [])
		.option('--delete <name>', 'delete a field or collection that is no longer part of Cardinal, with its data', collect, [])
		.action(({ keep, take, delete: remove }: ApplyFlags) => runCommand(context, async () => {
			const { lines } = await applyInstance({ ...hostOf(context), settings: settingsFrom(context.env), decisions: { keep, take }, remove, onProgress: (line) => process.stderr.write(`${line}\n`) });
			print(lines);
		}));
}

function print(lines: readonly string[]): void {
	process.stdout.write(`${lines.join('\n')}\n`);
}

function collect(value: string, previous: string[]): string[] {
	return [...previous, value];
}
