import { definitionsOf } from '../../../../../schema/apply/desired.ts';
import { rooms } from '../../../../../schema/index.ts';

const definitions = definitionsOf(rooms).filter((definition) => definition.kind !== 'folder');
const fields = new Map(definitions.flatMap(({ name, fields }) => Object.entries(fields).map(([field, definition]) => [`${name}.${field}`, definition] as const)));
const one: ReadonlyMap<string, string> = new Map([
	['directus_users', 'person'], ['directus_files', 'file'],
	...definitions.flatMap((definition) => (definition.kind === 'collection' ? [[definition.name, definition.one.toLowerCase()] as const] : [])),
]);

/**
 * What is said of a link to a row that isn't there, and in the same words of one to a row that the writer can't use:
 * the answer must not tell them apart.
 */
export function linkMessage(collection: string, field: string): string {
	const { label = titleOf(field), relation } = fields.get(`${collection}.${field}`) ?? {};
	const to = relation?.kind === 'many' ? relation.of : relation?.to;
	return `${label}: there is no such ${one.get(to ?? '') ?? 'record'} that you can use here. Choose another.`;
}

/** Whether a link is ours to explain, and not one of Directus' own. */
export function isOurLink(collection: string, field: string): boolean {
	return !collection.startsWith('directus_') || fields.has(`${collection}.${field}`);
}

function titleOf(field: string): string {
	const words = field.replaceAll('_', ' ').trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}
