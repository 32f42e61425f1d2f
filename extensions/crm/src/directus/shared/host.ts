/**
 * Directus internals that no extension API offers. All of them are here, so that an upgrade of Directus that moves one
 * fails in one place (test/house tries them). Imported by a computed name, or the build would copy Directus in.
 */
export const host = {
	async validateAccess(): Promise<(options: AccessQuestion, context: { schema: unknown; knex: unknown }) => Promise<void>> {
		const { validateAccess } = (await import(inDirectus('permissions/modules/validate-access/validate-access'))) as { validateAccess: (options: AccessQuestion, context: { schema: unknown; knex: unknown }) => Promise<void> };
		return validateAccess;
	},
};

export interface AccessQuestion {
	accountability: unknown;
	action: 'create' | 'read' | 'update' | 'delete';
	collection: string;
	primaryKeys?: unknown[];
}

function inDirectus(path: string): string {
	return ['@directus/api', path].join('/');
}
