/** Several things in a sentence: leads, deals and contacts. */
export function listed(words: readonly string[]): string {
	return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '');
}

/** How a person is called. */
export function nameOf({ first_name, last_name }: { readonly first_name: string | null; readonly last_name: string | null }): string {
	return [first_name, last_name].filter(Boolean).join(' ') || 'This person';
}
