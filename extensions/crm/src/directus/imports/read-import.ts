import type { Caller, ImportHost, Item } from './context.ts';
import { ImportError } from './import-error.ts';

/** An import that the caller may see: by a right to read imports, or because it is their own. */
export async function readImport({ services, database }: ImportHost, { accountability, schema }: Caller, id: string): Promise<Item> {
	const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
	const service = new services.ItemsService('crm_imports', { knex: database, schema, accountability });
	const readable = isId ? await service.readByQuery({ filter: { id: { _eq: id } }, fields: ['*'], limit: 1 }).catch(ifForbidden) : [];
	const own = isId && readable.length === 0
		? await new services.ItemsService('crm_imports', { knex: database, schema, accountability: null }).readByQuery({ filter: { id: { _eq: id }, user_created: { _eq: accountability.user } }, fields: ['*'], limit: 1 })
		: [];
	const [row] = [...readable, ...own];
	if (!row) throw new ImportError(['There is no such import, or you may not see it.'], { status: 404, code: 'NOT_FOUND' });
	return row;
}

function ifForbidden(error: unknown): Item[] {
	if ((error as { code?: string }).code === 'FORBIDDEN') return [];
	throw error;
}
