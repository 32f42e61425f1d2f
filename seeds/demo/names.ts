import type { Dice } from './dice.ts';
import { namesByCountry } from './data/names.ts';

export interface PersonName {
	readonly salutation: 'ms' | 'mr' | 'dr';
	readonly first: string;
	readonly last: string;
}

/** A person of a country whose name nobody in `taken` has yet; the name is added. */
export function nameOf(country: string, dice: Dice, taken: Set<string>): PersonName {
	const names = namesByCountry[country] ?? namesByCountry['DE'];
	if (!names) throw new Error(`There are no names for ${country}.`);
	for (;;) {
		const salutation = dice.pick(['ms', 'mr'] as const);
		const name = { salutation, first: dice.pick(names[salutation]), last: dice.pick(names.last) };
		const full = `${name.first} ${name.last}`;
		if (taken.has(full)) continue;
		taken.add(full);
		return name;
	}
}

/** As it stands in e-mail addresses and domains: small letters of ASCII. */
export function ascii(text: string, country = ''): string {
	const spelled = ['DE', 'AT', 'CH'].includes(country) ? text.replace(/[äöü]/gi, (letter) => `${letter}e`) : text;
	return spelled.replace(/[ßøæœłı]/gi, (letter) => transcribed[letter.toLowerCase()] ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

const transcribed: { readonly [letter: string]: string } = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', ı: 'i' };

export function emailOf({ first, last }: PersonName, domain: string, country: string): string {
	const part = (name: string) => ascii(name, country).replace(/[^a-z]+/g, '-').replace(/^-+|-+$/g, '');
	return `${part(first)}.${part(last)}@${domain}`;
}

/** Without the legal form. */
export function domainOf(company: string, country: string): string {
	const plain = company.replace(/ (GmbH.*|GbR|Ltd|BV|AG|AB|SARL)$/, '');
	return `${ascii(plain, country).replace(/&/g, ' ').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 50)}.example`;
}
