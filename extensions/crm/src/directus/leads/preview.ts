import { ForbiddenError } from '@directus/errors';
import type { ConversionPreview } from '../../domain/leads/conversion.ts';
import { previewConversion } from '../../domain/leads/preview-conversion.ts';
import { hasRight } from '../rights/usable-keys.ts';
import type { Caller } from '../shared/caller.ts';
import type { LeadsHost } from './convert-lead.ts';
import { readCase } from './read-case.ts';
import { readLead } from './read-lead.ts';

const onlyLooks = 'You may look at this lead, but not change it. Ask its owner to convert it.';

/** Who may not change the lead reads what is known of it, and learns nothing of what it matches. */
export async function readPreview({ database: knex }: LeadsHost, { id, caller }: { id: string; caller: Caller }): Promise<ConversionPreview> {
	const about = { collection: 'crm_leads', ...caller, database: knex };
	if (!(await hasRight({ right: 'read', ...about }, [id]))) throw new ForbiddenError();
	const read = await readLead(id, { ...caller, knex });
	if (!read) throw new ForbiddenError();
	const mayUpdate = await hasRight({ right: 'update', ...about }, [id]);
	const lead = { ...read.lead, owner: read.lead['owner'] ?? caller.accountability.user };
	const found = await readCase({ ...read, lead }, {}, { ...caller, knex });
	const { rows: [hanging] } = await knex.raw<{ rows: { activities: number; files: number }[] }>(`SELECT
		(SELECT count(*)::integer FROM crm_activities WHERE lead = :id) AS activities, (SELECT count(*)::integer FROM crm_attachments WHERE lead = :id AND field IS NULL) AS files`, { id });
	const preview = previewConversion(mayUpdate ? found : { ...found, candidates: [] }, hanging ?? { activities: 0, files: 0 });
	return mayUpdate ? preview : { ...preview, refusal: preview.refusal ?? onlyLooks };
}
