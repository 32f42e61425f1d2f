import type { Dice } from './dice.ts';

/**
 * Numbers that the regulators keep free for films and books: Bundesnetzagentur (Mitteilung 148/2021), Arcep, Ofcom, PTS.
 * # is any digit. A country that has none gives its people none: better a gap than somebody's telephone.
 */
const landlines: { readonly [country: string]: readonly string[] } = {
	DE: ['+4930231254##', '+4930231257##', '+496990009###', '+494066969###', '+492214710###', '+498999998###'],
	FR: ['+3319900####', '+3326191####', '+3335301####', '+33465715###', '+3353649####'],
	GB: ['+4420794605##', '+441134960###', '+441614960###', '+441174960###'],
	SE: ['+468465004##', '+463139006##', '+464062804##'],
};

const mobiles: { readonly [country: string]: readonly string[] } = {
	DE: ['+4917139200##', '+49176040690##'],
	SE: ['+4670174061#', '+4670174064#', '+4670174068#'],
};

export function landlineIn(country: string, dice: Dice): string | null {
	return numberLike(landlines[country], dice);
}

export function mobileIn(country: string, dice: Dice): string | null {
	return numberLike(mobiles[country], dice);
}

function numberLike(patterns: readonly string[] | undefined, dice: Dice): string | null {
	return patterns ? dice.pick(patterns).replace(/#/g, () => String(dice.whole(0, 9))) : null;
}
