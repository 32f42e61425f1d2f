/** A field that is asked for, and how where it is not asked as in its own form. */
export interface AskedField {
	readonly field: string;
	readonly name?: string;
	readonly interface?: string;
	readonly options?: Readonly<Record<string, unknown>>;
	readonly width?: 'half' | 'full';
	readonly note?: string | null;
}
