import type { Dashboard } from '../define/dashboards.ts';
import { stableId } from '../stable-id.ts';
import type { RowResource } from './resource.ts';

/** The dashboards as rows of Directus: each, then its panels. */
export function dashboardRows(dashboards: readonly Dashboard[]): RowResource[] {
	return dashboards.flatMap(({ key, name, icon, note, panels }) => [
		row('directus_dashboards', key, { name, icon, note, color: null }),
		...Object.entries(panels).map(([panel, { type, name, icon, note, at: [x, y], size: [width, height], options = {} }]) => row('directus_panels', `${key}/${panel}`, {
			dashboard: idOf('directus_dashboards', key),
			type, name, icon, color: null, note: note ?? null, show_header: true,
			position_x: x, position_y: y, width, height,
			options: { ...options },
		})),
	]);
}

/** The key of a dashboard or panel, the same on every instance. */
export function idOf(table: 'directus_dashboards' | 'directus_panels', key: string): string {
	return stableId(`${table}/${key}`);
}

function row(table: 'directus_dashboards' | 'directus_panels', key: string, doc: RowResource['doc']): RowResource {
	return { kind: 'row', table, key: `${table}:${key}`, id: idOf(table, key), doc };
}
