import { type AccessQuestion, host } from './host.ts';

/** Whether somebody may do this: to all of the rows named, or without keys to some row at all. */
export async function isAllowed(question: AccessQuestion, context: { readonly schema: unknown; readonly knex: unknown }): Promise<boolean> {
	if ((question.accountability as { admin?: boolean } | null)?.admin) return true;
	const validateAccess = await host.validateAccess();
	try {
		await validateAccess(question, context);
		return true;
	} catch (error) {
		if ((error as { code?: string }).code === 'FORBIDDEN') return false;
		throw error;
	}
}
