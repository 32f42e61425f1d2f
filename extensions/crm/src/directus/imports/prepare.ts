import { checkMapping } from '../../domain/imports/check.ts';
import { type Mapping, readMapping } from '../../domain/imports/mapping.ts';
import { type Recipe, recipeOf } from '../../domain/imports/recipe.ts';
import { may } from '../shared/caller.ts';
import type { Caller, ImportHost } from './context.ts';
import { type CsvFile, openCsv } from './csv-file.ts';
import { ImportError } from './import-error.ts';
import { assertMayLookUp } from './lookups.ts';
import { mayFill, mayImportHistory } from './rights.ts';
import { readTargets } from './targets.ts';

export interface ImportRequest {
	/** The file on disk, and what its owner calls it. */
	readonly path: string;
	readonly fileName: string;
	readonly mapping: unknown;
	readonly dryRun: boolean;
	readonly caller: Caller;
}

export interface PreparedImport extends Omit<ImportRequest, 'mapping'> {
	readonly mapping: Mapping;
	/** The mapping as it was given: what is kept to be used again. */
	readonly givenMapping: unknown;
	readonly recipe: Recipe;
	readonly csv: CsvFile;
	/** Who owns new rows for which the mapping names no owners. */
	readonly owner: string | null;
	readonly notes: readonly string[];
}

/** Everything that can be known before a row is written: the mapping, the file and the caller's rights fit together. */
export async function prepareImport(host: ImportHost, request: ImportRequest): Promise<PreparedImport> {
	const { caller, path } = request;
	const read = readMapping(request.mapping);
	if ('problems' in read) throw new ImportError(read.problems);
	const { mapping } = read;

	const canCreate = await may('create', mapping.collection, caller, host.database);
	if (!canCreate && !(await may('update', mapping.collection, caller, host.database))) {
		throw new ImportError([`There is no collection “${mapping.collection}” that you may import into.`], { status: 403, code: 'FORBIDDEN' });
	}
	const settings = withCountry(mapping, await defaultCountry(host));
	const targets = await readTargets(caller.schema, host.database);
	const mayBringHistory = mapping.history === undefined || await mayImportHistory(caller, host.database);
	const withoutFile = checkMapping({ mapping: settings, targets, mayImportHistory: mayBringHistory });
	if (withoutFile.length > 0) throw new ImportError(withoutFile);

	const csv = await openCsv(path, mapping.csv);
	const problems = checkMapping({ mapping: settings, targets, mayImportHistory: mayBringHistory, columns: csv.columns });
	if (problems.length > 0) throw new ImportError(problems);
	const recipe = recipeOf(settings, targets);
	await assertMayLookUp(recipe.lookups, { knex: host.database, host, caller });
	return { ...request, mapping: settings, givenMapping: request.mapping, csv, recipe, owner: await ownerOf(recipe, host, caller), notes: notesOn(settings, csv) };
}

/**
 * What somebody brings in is theirs where the mapping names no owners, as what they type in is: the database does the
 * same, but trusts an import. Leads without an owner form the queue.
 */
async function ownerOf({ target, slots }: Recipe, { database }: ImportHost, caller: Caller): Promise<string | null> {
	const isMapped = slots.some(({ field }) => field.name === 'owner');
	if (!target.fields.has('owner') || isMapped || target.collection === 'crm_leads') return null;
	return (await mayFill('owner', target.collection, caller, database)) ? caller.accountability.user : null;
}

function notesOn(mapping: Mapping, { encoding }: CsvFile): string[] {
	return [
		...(mapping.key ? [] : ['The mapping has no key: importing the file again would create its rows again.']),
		...(/^utf-?8$/i.test(encoding) ? [] : [`The file was read as ${encoding}.`]),
	];
}

/** Telephone numbers without a country code are from where the instance is, unless the mapping says otherwise. */
function withCountry(mapping: Mapping, country: string | null): Mapping {
	return country ? { ...mapping, format: { country, ...mapping.format } } : mapping;
}

async function defaultCountry({ database, env }: ImportHost): Promise<string | null> {
	const settings = await database('crm_settings').first<{ default_country: string | null } | undefined>('default_country');
	return settings?.default_country ?? (env['CRM_DEFAULT_COUNTRY'] ? String(env['CRM_DEFAULT_COUNTRY']) : null);
}
