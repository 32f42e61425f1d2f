import type { Collection, Extension, Field, Folder, Json } from '../shape.ts';
import { ApplyError } from './error.ts';
import type { Resource, RowResource } from './resource.ts';
import type { Definition } from './rooms.ts';

export { definitionsOf, rowsOf, type Definition, type Rooms } from './rooms.ts';

/** Everything that the definitions ask Directus for, in the order in which it can be created. */
export function desiredResources(definitions: readonly Definition[]): Resource[] {
	const collections = definitions.filter((definition) => definition.kind !== 'extension');
	const withFields = definitions.filter((definition) => definition.kind !== 'folder');
	const names = new Map(withFields.map((definition) => [definition.name, definition.kind === 'collection' ? definition.display : '{{first_name}} {{last_name}}']));
	return [
		...collections.map((definition, index) => collectionResource(definition, index + 1)),
		...withFields.flatMap((definition) => Object.entries(definition.fields).map(([name, field], index) => fieldResource(definition, name, field, index + 1, names))),
		...relationResources(withFields),
		...withFields.filter((definition) => definition.kind === 'collection').flatMap(presetResources),
	];
}

function collectionResource(definition: Collection | Folder, sort: number): Resource {
	const isFolder = definition.kind === 'folder';
	const one = isFolder ? definition.label : definition.one;
	return {
		kind: 'collection',
		key: definition.name,
		doc: {
			icon: definition.icon,
			color: definition.color ?? null,
			sort,
			translations: [{ language: 'en-US', translation: definition.label, singular: one, plural: definition.label }],
			...(isFolder
				? { collapse: definition.folded ? 'closed' : 'open', table: false }
				: {
						note: definition.note ?? null,
						group: definition.folder ?? null,
						hidden: definition.hidden ?? false,
						singleton: definition.singleton ?? false,
						display_template: definition.display ?? null,
						sort_field: definition.sort ?? null,
						table: true,
						...(definition.archive ? { archive_field: definition.archive, archive_value: 'true', unarchive_value: 'false', archive_app_filter: true } : {}),
					}),
		},
	};
}

function fieldResource(definition: Collection | Extension, name: string, field: Field, sort: number, names: ReadonlyMap<string, string | undefined>): Resource {
	const { options, column = {} } = field;
	const isAlias = field.type === 'alias';
	const message = options.pattern?.message ?? rangeMessage(field);
	return {
		kind: 'field',
		key: `${definition.name}.${name}`,
		doc: {
			type: field.type,
			special: field.special ? [...field.special] : null,
			interface: options.interface ?? field.interface,
			options: jsonOrNull({
				...field.interfaceOptions,
				...(options.placeholder && field.type !== 'boolean' ? { placeholder: options.placeholder } : {}),
				...(options.icon && field.interface === 'input' ? { iconLeft: options.icon } : {}),
				...(field.type === 'integer' && options.min !== undefined ? { min: options.min } : {}),
				...(field.type === 'integer' && options.max !== undefined ? { max: options.max } : {}),
				...options.options,
			}),
			display: options.display ?? field.display ?? null,
			display_options: jsonOrNull({ ...linkedName(field, names), ...field.displayOptions, ...options.displayOptions }),
			readonly: options.readonly ?? options.kept ?? false,
			hidden: options.hidden ?? false,
			required: options.required ?? false,
			searchable: options.searchable ?? false,
			sort,
			width: options.width ?? 'half',
			note: options.note ?? null,
			group: field.section ?? null,
			conditions: options.conditions?.map(({ when, ...rest }) => ({ ...rest, rule: when })) ?? null,
			validation_message: message ?? null,
			translations: field.label ? [{ language: 'en-US', translation: field.label }] : null,
			...(isAlias
				? {}
				: {
						column: {
							// A column with a default may be left out: NOT NULL would make GraphQL ask for it. A rule sees that it is filled.
							is_nullable: !column.primary && !(options.required && options.default === undefined),
							is_unique: options.unique ?? column.primary ?? false,
							is_indexed: (options.index ?? false) && !options.unique,
							is_primary_key: column.primary ?? false,
							default_value: options.default ?? null,
							...(field.type === 'string' ? { max_length: column.length ?? 255 } : {}),
							...(field.type === 'decimal' ? { numeric_precision: column.precision ?? 18, numeric_scale: column.scale ?? 4 } : {}),
						},
					}),
		},
	};
}

/** Lists show the key of a linked row unless the link itself says how that row is called. */
function linkedName({ display, relation }: Field, names: ReadonlyMap<string, string | undefined>): { template?: string } {
	const template = relation && display === 'related-values' ? names.get(relation.kind === 'one' ? relation.to : relation.of) : undefined;
	return template === undefined ? {} : { template };
}

/** The sentence for a number out of its bounds. */
export function rangeMessage({ label, options: { min, max } }: Field): string | undefined {
	if (min !== undefined && max !== undefined) return `${label} must lie between ${min} and ${max}.`;
	if (min !== undefined) return min === 0 ? `${label} must not be negative.` : `${label} must be at least ${min}.`;
	if (max !== undefined) return `${label} must be at most ${max}.`;
	return undefined;
}

function relationResources(definitions: readonly (Collection | Extension)[]): Resource[] {
	const all = definitions.flatMap(({ name, fields }) => Object.entries(fields).map(([field, { relation }]) => ({ collection: name, field, relation })));
	return all.flatMap(({ collection, field, relation }) => {
		if (relation?.kind !== 'one') return [];
		const [reverse, second] = all.filter((other) => other.relation?.kind === 'many' && other.relation.of === collection && other.relation.by === field && other.collection === relation.to);
		if (second) throw new ApplyError(`${relation.to}.${reverse?.field} and ${relation.to}.${second.field} list the same link ${collection}.${field}: Directus knows one list a link. Leave one out.`);
		const many = reverse?.relation?.kind === 'many' ? reverse.relation : undefined;
		return [{
			kind: 'relation' as const,
			key: `${collection}.${field}`,
			doc: {
				related_collection: relation.to,
				one_field: reverse?.field ?? null,
				sort_field: many?.sort ?? null,
				one_deselect_action: many?.onRemove ?? 'nullify',
				on_delete: relation.onDelete,
			},
		}];
	});
}

/** The default list and the bookmarks of a collection, for everybody. */
function presetResources({ name, columns, widths, order, fields: all, bookmarks = {} }: Collection): RowResource[] {
	const align = Object.fromEntries(Object.entries(all).filter(([, { display }]) => display === 'crm-money').map(([key]) => [key, 'right']));
	const list = (fields: readonly string[] | undefined, sort: string | undefined) => ({
		layout: 'tabular',
		layout_query: { tabular: { ...(fields ? { fields: [...fields] } : {}), ...(sort ? { sort: [sort] } : {}), page: 1 } },
		layout_options: { tabular: { widths: { ...widths }, ...(Object.keys(align).length > 0 ? { align } : {}) } },
	});
	const preset = (key: string, doc: { [property: string]: Json | undefined }): RowResource => ({ kind: 'row', table: 'directus_presets', key: `directus_presets:${name}/${key}`, doc: { collection: name, user: null, role: null, ...doc } });
	return [
		...(columns || order ? [preset('default', list(columns, order))] : []),
		...Object.entries(bookmarks).map(([key, { label, icon, color, filter, columns: own, order: ownOrder }]) => preset(key, {
			bookmark: label,
			icon: icon ?? 'bookmark',
			color: color ?? null,
			filter: { ...filter },
			...list(own ?? columns, ownOrder ?? order),
		})),
	];
}

function jsonOrNull(object: { [key: string]: Json | undefined }): Json {
	return Object.keys(object).length > 0 ? object : null;
}
