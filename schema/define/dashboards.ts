import type { Json } from '../shape.ts';

/** A page of Insights. Its panels stand on a grid of squares of 18 px. */
export interface Dashboard {
	readonly kind: 'dashboard';
	readonly position: number;
	readonly key: string;
	readonly name: string;
	readonly icon: string;
	readonly note: string;
	readonly panels: { readonly [key: string]: Panel };
}

export interface Panel {
	/** What kind of panel: crm-forecast, label, metric … */
	readonly type: string;
	readonly name: string;
	readonly icon: string;
	readonly note?: string;
	/** Column and row of its first square, from 1. */
	readonly at: readonly [number, number];
	/** How many squares wide and high. */
	readonly size: readonly [number, number];
	readonly options?: { readonly [name: string]: Json };
}

export function dashboard(key: string, options: Omit<Dashboard, 'kind' | 'position' | 'key'>): Dashboard {
	return { kind: 'dashboard', position: ++defined, key, ...options };
}

let defined = 0;
