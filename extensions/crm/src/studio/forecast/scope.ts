import type { Period } from './period.ts';

/** A row that somebody chose in a panel's options. */
interface Chosen {
	readonly key: string | null;
}

/** What every panel lets its maker say of which deals it counts. */
export interface ScopeProps {
	readonly id?: string;
	readonly showHeader?: boolean;
	readonly now?: Date | string | null;
	readonly period?: Period | null;
	readonly whose?: 'mine' | 'everybody' | null;
	readonly owner?: Chosen | null;
	readonly team?: Chosen | null;
	readonly pipeline?: Chosen | null;
	readonly currency?: string | null;
}

export interface Scope {
	readonly owner?: string | undefined;
	readonly team?: string | undefined;
	readonly pipeline?: string | undefined;
	readonly currency?: string | undefined;
}

export function scopeOf({ whose, owner, team, pipeline, currency }: ScopeProps): Scope {
	const whoever = whose === 'mine' ? 'me' : owner?.key;
	return {
		...(whoever ? { owner: whoever } : {}),
		...(team?.key ? { team: team.key } : {}),
		...(pipeline?.key ? { pipeline: pipeline.key } : {}),
		...(currency ? { currency } : {}),
	};
}
