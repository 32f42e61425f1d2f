import { defineHook } from '@directus/extensions-sdk';
import { guardReads } from './directus/rights/guard-reads.ts';
import { explainInGraphql } from './directus/shared/graphql-errors.ts';
import { keepGuardedShape } from './directus/shared/guarded-shape.ts';
import { keepPayloads } from './directus/shared/payloads.ts';
import { explainRefusals } from './directus/shared/refusals.ts';
import { followSchemaChanges } from './directus/shared/schema-changes.ts';

/** What happens besides what Directus does: a line a room. What holds for all rooms comes first. */
export default defineHook((register, context) => {
	explainRefusals(register);
	explainInGraphql(register, context);
	keepGuardedShape(register, context);
	followSchemaChanges(register, context);
	keepPayloads(register);
	guardReads(context);
});
