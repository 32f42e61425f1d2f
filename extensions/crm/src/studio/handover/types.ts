import type { Face } from '../people/face.ts';

/** What the endpoints below /crm/handovers answer. */

export interface Person extends Face {
	readonly status: string;
	readonly open: number;
	readonly closed: number;
	readonly canTakeOver: boolean;
}

export interface Kind {
	readonly collection: string;
	readonly label: string;
	readonly icon: string;
	readonly open: number;
	readonly closed: number;
}

export interface Preview {
	readonly collections: readonly Kind[];
	readonly remaining: readonly { readonly sentence: string; readonly collection: string; readonly key: string | null }[];
}

export interface Report {
	readonly id: string | null;
	readonly records: number;
	readonly perCollection: { readonly [collection: string]: number };
}

/** A row of crm_handovers. */
export interface PastHandover {
	readonly id: string;
	readonly date_created: string;
	readonly records: number | null;
	readonly reason: string | null;
	readonly from_person: Name | null;
	readonly to_person: Name | null;
	readonly user_created: Name | null;
}

type Name = Pick<Face, 'first_name' | 'last_name'>;
