/** Chance that always falls the same way: the same name gives the same throws, on every machine and every day. */
export interface Dice {
	/** From 0 up to, not including, 1. */
	fraction(): number;
	/** A whole number, both ends included. */
	whole(from: number, to: number): number;
	chance(probability: number): boolean;
	pick<T>(list: readonly T[]): T;
	shuffle<T>(list: readonly T[]): T[];
}

export function diceFor(name: string): Dice {
	const fraction = mulberry32(fnv1a(name));
	const whole = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
	return {
		fraction,
		whole,
		chance: (probability) => fraction() < probability,
		pick: <T>(list: readonly T[]) => list[whole(0, list.length - 1)] as T,
		shuffle: <T>(list: readonly T[]) => {
			const shuffled = [...list];
			for (let index = shuffled.length - 1; index > 0; index--) {
				const other = whole(0, index);
				[shuffled[index], shuffled[other]] = [shuffled[other] as T, shuffled[index] as T];
			}
			return shuffled;
		},
	};
}

/** Mulberry32: small, fast, good enough for a story. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

function fnv1a(text: string): number {
	return [...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5) >>> 0;
}
