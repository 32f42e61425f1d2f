import { defineHook } from '@directus/extensions-sdk';
import { keepGuardedFields } from './directus/shared/guarded-fields.ts';
import { keepNormalForms } from './directus/shared/normal-forms.ts';
import { explainRefusals } from './directus/shared/refusals.ts';
import { followSchemaChanges } from './directus/shared/schema-changes.ts';

/** What happens besides what Directus does: a line a room. What holds for all rooms comes first. */
export default defineHook((register, context) => {
	explainRefusals(register);
	keepGuardedFields(register);
	followSchemaChanges(register, context);
	keepNormalForms(register);
});
