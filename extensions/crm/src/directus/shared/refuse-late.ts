import { setTimeout } from 'node:timers/promises';

/** Directus' /utils/import waits for ever when its last row is refused before it has seen the end of the file. */
const timeToReachTheEnd = 25;

/** For filters of writes: what they refuse, they refuse a moment later. */
export async function refuseLate<Result>(decide: () => Promise<Result>): Promise<Result> {
	try {
		return await decide();
	} catch (error) {
		await setTimeout(timeToReachTheEnd);
		throw error;
	}
}
