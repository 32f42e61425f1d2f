/** A person, as far as others see them. */
export interface Face {
	readonly id: string;
	readonly first_name: string | null;
	readonly last_name: string | null;
	readonly title: string | null;
	readonly avatar: string | null;
	readonly team: { readonly id: string; readonly name: string } | null;
}

export function nameOf({ first_name, last_name }: Pick<Face, 'first_name' | 'last_name'>): string {
	return [first_name, last_name].filter(Boolean).join(' ') || 'Somebody without a name';
}

/** Whether somebody is meant by what was typed: by parts of their name, title or team. */
export function isMeantBy(typed: string, person: Face): boolean {
	const words = plain(typed).split(/\s+/).filter(Boolean);
	const text = plain([nameOf(person), person.title, person.team?.name].filter(Boolean).join(' '));
	return words.every((word) => text.includes(word));
}

/** “Wróblewska” is found by “wroblewska”. */
function plain(text: string): string {
	return text.toLowerCase().replaceAll('ł', 'l').replaceAll('ø', 'o').replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '');
}
