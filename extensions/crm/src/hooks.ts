import { defineHook } from '@directus/extensions-sdk';
import { expandConversions, goAroundUpdates, keepSources } from './directus/leads/index.ts';
import { tailorForms } from './directus/rights/forms.ts';
import { guardReads } from './directus/rights/guard-reads.ts';
import { keepLinks } from './directus/rights/links.ts';
import { keepOrder } from './directus/rights/order.ts';
import { warnAtStart } from './directus/rights/warnings.ts';
import { followAccess, keepConnectionsAccountable } from './directus/shared/access-changes.ts';
import { rememberReach } from './directus/rights/reach.ts';
import { explainInGraphql } from './directus/shared/graphql-errors.ts';
import { keepGuardedShape } from './directus/shared/guarded-shape.ts';
import { guardInvitations } from './directus/shared/invitations.ts';
import { followNotifications } from './directus/shared/notifications.ts';
import { keepPayloads } from './directus/shared/payloads.ts';
import { explainRefusals } from './directus/shared/refusals.ts';
import { forgetSchema, tellOfSchemaChanges } from './directus/shared/schema-changes.ts';
import { tellOfChanges } from './directus/shared/tell-of-changes.ts';
import { checkTokens } from './directus/shared/tokens.ts';

/** What happens besides what Directus does: a line a room. What holds for all rooms comes first. */
export default defineHook((register, context) => {
	explainRefusals(register);
	explainInGraphql(register, context);
	keepGuardedShape(register, context);
	checkTokens(register, context);
	keepConnectionsAccountable(register);
	guardInvitations(context);
	tellOfSchemaChanges(register, context);
	followNotifications(register, context, { cardinal_schema: forgetSchema(context), cardinal_access: followAccess(context), cardinal_changed: tellOfChanges(context) });
	keepPayloads(register);
	guardReads(context);
	rememberReach(context);
	tailorForms(context);
	warnAtStart(register, context);
	goAroundUpdates(context);
	keepSources(register);
	keepOrder(context.services);
	expandConversions(register);
	// After everything that puts links into payloads.
	keepLinks(register, context);
});
