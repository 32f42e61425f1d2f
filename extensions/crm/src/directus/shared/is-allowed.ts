import { type AccessQuestion, host } from './host.ts';

/** Whether somebody may do this, for where Directus itself asks too late. */
export async function isAllowed(question: AccessQuestion, context: { readonly schema: unknown; readonly knex: unknown }): Promise<boolean> {
	try {
		const validateAccess = await host.validateAccess();
		await validateAccess(question, context);
		return true;
	} catch {
		return false;
	}
}
