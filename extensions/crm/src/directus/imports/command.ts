import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Accountability, HookExtensionContext } from '@directus/types';
import type { Command } from 'commander';
import { ApplyError } from '../../../../../schema/apply/error.ts';
import { summary } from '../../domain/imports/report.ts';
import { runCommand } from '../shared/command.ts';
import { host as internals } from '../shared/host.ts';
import type { Caller, ImportHost } from './context.ts';
import { ImportError } from './import-error.ts';
import { importFile, type ImportResult } from './import-file.ts';

interface Flags {
	readonly mapping: string;
	readonly dryRun?: true;
	readonly errors?: string;
	readonly as?: string;
}

/** `crm import customers.csv --mapping customers.json` */
export function registerImportCommand(crm: Command, context: HookExtensionContext): void {
	crm.command('import')
		.description('Import a CSV file as a mapping says; good rows go in, the others are reported. Exit code 1 if any row was rejected')
		.argument('<file>', 'the CSV file')
		.requiredOption('--mapping <file>', 'the mapping, a JSON file')
		.option('--dry-run', 'do everything and take it back: says what an import would do')
		.option('--errors <file>', 'write rejected rows to this CSV file')
		.option('--as <email>', 'import with the rights, and in the name, of this person; without it, with all rights')
		.action((file: string, flags: Flags) => runCommand(context, async () => {
			const result = await importFromCli(context as unknown as ImportHost, { file, ...flags });
			if (result.rows.failed > 0) process.exitCode = 1;
		}));
}

/** Imports a file on behalf of the command line: progress to stderr, the result to stdout. */
export async function importFromCli(host: ImportHost, { file, mapping, dryRun = false, errors, as }: { file: string; mapping: string; dryRun?: boolean; errors?: string; as?: string }): Promise<ImportResult> {
	const folder = await mkdtemp(join(tmpdir(), 'crm-import-'));
	const errorsPath = join(folder, 'errors.csv');
	const stopping = new AbortController();
	process.once('SIGINT', () => stopping.abort());
	try {
		const request = { path: await readable(file), fileName: basename(file), mapping: await readMappingFile(mapping), dryRun, caller: await callerNamed(as, host) };
		const result = await importFile(host, request, { errorsPath, signal: stopping.signal, onProgress: ({ total, failed }, of) => showProgress({ total, failed, of }) });
		if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
		for (const error of result.errors.slice(0, 10)) process.stderr.write(`Line ${error.line}: ${error.errors.join(' ')}\n`);
		if (result.rows.failed > 10) process.stderr.write(`… and ${result.rows.failed - 10} more.${errors ? '' : ' Write them to a file with --errors.'}\n`);
		for (const note of result.notes) process.stderr.write(`${note}\n`);
		if (errors && result.rows.failed > 0) {
			await copyFile(errorsPath, errors);
			process.stderr.write(`The rejected rows are in ${errors}.\n`);
		}
		process.stdout.write(`${summary(result)}\n`);
		return result;
	} catch (error) {
		// The command line prints these as they are, without a stack.
		throw error instanceof ImportError ? new ApplyError(error.message) : error;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function showProgress({ total, failed, of }: { total: number; failed: number; of: number }): void {
	const line = `${total} of ${of} rows${failed > 0 ? `, ${failed} rejected` : ''}`;
	process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
}

async function readable(path: string): Promise<string> {
	const isFile = await stat(path).then((found) => found.isFile(), () => false);
	if (!isFile) throw new ImportError([`There is no file ${path}.`]);
	return path;
}

async function readMappingFile(path: string): Promise<unknown> {
	const text = await readFile(await readable(path), 'utf8');
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw new ImportError([`${path} is not valid JSON: ${(error as Error).message}`]);
	}
}

async function callerNamed(email: string | undefined, { database, getSchema }: ImportHost): Promise<Caller> {
	const schema = await getSchema({ database });
	if (email === undefined) return { schema, accountability: house };
	const user = await database('directus_users').whereRaw('lower(email) = ?', [email.toLowerCase()]).first<{ id: string; role: string | null } | undefined>('id', 'role');
	if (!user) throw new ImportError([`Nobody here has the e-mail address ${email}.`]);
	return { schema, accountability: await internals.accountabilityOf(user, database) };
}

/** Whoever may run commands on the server may do everything. */
const house: Accountability = { user: null, role: null, roles: [], admin: true, app: true, ip: null };
