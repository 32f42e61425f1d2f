import type { Caller, ImportHost, Item } from './context.ts';
import { ImportError } from './import-error.ts';
import { isUuid } from '../../domain/shared/uuid.ts';

/** An import that the caller may see: by a right to read imports, or because it is their own. */
export async function readImport({ services, database }: ImportHost, { accountability, schema }: Caller, id: string): Promise<Item> {
	const isId = isUuid(id);
	const service = new services.ItemsService('crm_imports', { knex: database, schema, accountability });
	const readable = isId ? await service.readByQuery({ filter: { id: { _eq: id } }, fields: ['*'], limit: 1 }).catch(ifForbidden) : [];
	const own = isId && readable.length === 0
		? await new services.ItemsService('crm_imports', { knex: database, schema, accountability: null }).readByQuery({ filter: { id: { _eq: id }, user_created: { _eq: accountability.user } }, fields: ['*'], limit: 1 })
		: [];
	const [row] = [...readable, ...own];
	if (!row) throw new ImportError(['There is no such import, or you may not see it.'], { status: 404, code: 'NOT_FOUND' });
	return row;
}

const listed = ['id', 'file_name', 'collection', 'status', 'rows_total', 'rows_created', 'rows_updated', 'rows_unchanged', 'rows_failed', 'started_at'];

/** The last imports that the caller may see: all of them with the right to read imports, their own without. */
export async function readImports({ services, database }: ImportHost, { accountability, schema }: Caller): Promise<Item[]> {
	const query = { fields: listed, sort: ['-started_at'], limit: 15 };
	const readable = await new services.ItemsService('crm_imports', { knex: database, schema, accountability }).readByQuery(query).catch(ifForbidden);
	if (readable.length > 0) return readable;
	return new services.ItemsService('crm_imports', { knex: database, schema, accountability: null }).readByQuery({ ...query, filter: { user_created: { _eq: accountability.user } } });
}

function ifForbidden(error: unknown): Item[] {
	if ((error as { code?: string }).code === 'FORBIDDEN') return [];
	throw error;
}
