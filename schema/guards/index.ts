import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface GuardFile {
	readonly name: string;
	readonly sql: string;
	/** The fields that the SQL speaks of, from its lines `-- needs crm_x: a, b`: they refuse deletion. */
	readonly needs: readonly { readonly collection: string; readonly field: string }[];
}

/** The SQL files beside this one (the build of the extension puts them beside its own), in the order of their names. */
export function guardFiles(): GuardFile[] {
	const folder = dirname(fileURLToPath(import.meta.url));
	return readdirSync(folder).filter((file) => file.endsWith('.sql')).sort().map((file) => {
		const sql = readFileSync(join(folder, file), 'utf8');
		return { name: file.replace(/\.sql$/, ''), sql, needs: needsOf(sql) };
	});
}

function needsOf(sql: string): GuardFile['needs'] {
	return [...sql.matchAll(/^-- needs (\w+): (.+)$/gm)].flatMap(([, collection = '', fields = '']) => fields.split(',').map((field) => ({ collection, field: field.trim() })));
}
