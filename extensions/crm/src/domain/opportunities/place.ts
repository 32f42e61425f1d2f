import { generateKeyBetween } from 'fractional-indexing';

/** Where a deal is to stand, in ranks; the ranks of neighbours that are gone or stand elsewhere are null. */
export interface Place {
	/** Of the deal that it shall stand below, and of the one that follows it now. */
	readonly after: string | null;
	readonly afterNext: string | null;
	/** Of the deal that it shall stand above, and of the one that precedes it now. */
	readonly before: string | null;
	readonly beforePrevious: string | null;
	/** Of the first deal of the column. */
	readonly first: string | null;
	/** What a deal that comes in at this moment would get. */
	readonly newest: string;
}

/** The rank of a deal at a place: only its own row is written. What stands between two neighbours by now stays below it. */
export function rankAt({ after, afterNext, before, beforePrevious, first, newest }: Place): string {
	if (after !== null) return generateKeyBetween(after, afterNext);
	if (before !== null) return generateKeyBetween(beforePrevious, before);
	return first !== null && first <= newest ? generateKeyBetween(null, first) : newest;
}
