import type { Field, HookExtensionContext, SchemaOverview } from '@directus/types';
import { host, internalsOf, wrapMethod } from '../shared/host.ts';

type Services = HookExtensionContext['services'];
type FieldsService = InstanceType<Services['FieldsService']>;

/**
 * A form shows no field that leads into a collection which its reader can't open at all: Directus would put a notice of a
 * missing right in its place. Only the form: which fields somebody may read and write is as the table of rights says.
 */
export function tailorForms({ services }: { services: Services }): void {
	wrapMethod<FieldsService, 'readAll'>(services.FieldsService, 'readAll', (original) => async function (this: FieldsService, collection) {
		const fields = await original.call(this, collection);
		const { accountability, schema, knex } = internalsOf(this);
		if (!accountability || accountability.admin) return fields;
		const rules = await host.rules({ accountability, isRaw: true }, { schema, knex });
		const readable = new Set(rules.map((rule) => rule.collection));
		return fields.map((field: Field) => {
			const targets = targetsOf(schema, field);
			return targets.length > 0 && !targets.some((target) => readable.has(target)) ? hidden(field) : field;
		});
	});
}

function targetsOf({ relations }: SchemaOverview, { collection, field }: Field): string[] {
	return relations.flatMap(({ collection: many, field: manyField, related_collection: one, meta }) => {
		if (many === collection && manyField === field) return one ? [one] : (meta?.one_allowed_collections ?? []);
		return one === collection && meta?.one_field === field ? [many] : [];
	});
}

/** Whatever would show it again with the row. */
function hidden(field: Field): Field {
	return field.meta ? { ...field, meta: { ...field.meta, hidden: true, required: false, conditions: null } } : field;
}
