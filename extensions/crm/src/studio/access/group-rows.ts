import type { Group, Row } from './types.ts';

/** A collection or folder as the app knows it, in the viewer's language. */
export interface Known {
	readonly collection: string;
	readonly name: string;
	readonly icon: string | null;
	readonly meta: { readonly group: string | null; readonly sort: number | null; readonly hidden: boolean } | null;
}

/** The collections in the order and under the folders of the navigation; what stands in none comes last. */
export function groupRows(collections: readonly { readonly collection: string; readonly label: string }[], known: readonly Known[]): Group[] {
	const byName = new Map(known.map((one) => [one.collection, one]));
	const folderOf = (name: string): string => {
		const path = [name];
		for (let group = byName.get(name)?.meta?.group; group && !path.includes(group); group = byName.get(group)?.meta?.group) path.push(group);
		return path.length > 1 ? (path.at(-1) ?? '') : '';
	};
	const place = (name: string) => byName.get(name)?.meta?.sort ?? Number.MAX_SAFE_INTEGER;
	const isHidden = (name: string) => Number(byName.get(name)?.meta?.hidden ?? false);
	const rows = [...collections].sort((a, b) => isHidden(a.collection) - isHidden(b.collection) || place(a.collection) - place(b.collection));
	const folders = [...Map.groupBy(rows, ({ collection }) => folderOf(collection))].sort(([a], [b]) => Number(a === '') - Number(b === '') || place(a) - place(b));
	return folders.map(([folder, members]) => ({
		name: byName.get(folder)?.name ?? 'Others',
		rows: members.map(({ collection, label }): Row => ({ collection, label: byName.get(collection)?.name ?? label, icon: byName.get(collection)?.icon ?? 'database' })),
	}));
}

/** What a word is said of, or all. */
export function filterGroups(groups: readonly Group[], word: string): Group[] {
	const wanted = word.trim().toLowerCase();
	if (wanted === '') return [...groups];
	return groups.map(({ name, rows }) => ({ name, rows: name.toLowerCase().includes(wanted) ? rows : rows.filter(({ label }) => label.toLowerCase().includes(wanted)) })).filter(({ rows }) => rows.length > 0);
}
