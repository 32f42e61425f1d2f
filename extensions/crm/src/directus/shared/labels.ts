import type { Knex } from 'knex';

/** How the collections of this instance are called, where somebody gave them a name. */
export async function readLabels(database: Knex): Promise<Map<string, string>> {
	const rows = await database('directus_collections').select<{ collection: string; translations: unknown }[]>('collection', 'translations');
	const own = rows.flatMap(({ collection, translations }): [string, string][] => {
		const label = labelIn(translations);
		return label ? [[collection, label]] : [];
	});
	return new Map([['directus_users', 'Users'], ['directus_files', 'Files'], ...own]);
}

export function labelIn(translations: unknown): string | undefined {
	const list = parsed(translations);
	if (!Array.isArray(list)) return undefined;
	const english = list.find((one: { language?: string }) => one.language === 'en-US') as { translation?: string } | undefined;
	return english?.translation;
}

/** As Directus titles what has no label: lead_source -> Lead Source. */
export function titleOf(name: string): string {
	return name.replace(/^(crm|directus)_/, '').split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

/** JSON columns arrive parsed or as text, depending on their type. */
export function parsed(value: unknown): unknown {
	return typeof value === 'string' ? JSON.parse(value) : value;
}
