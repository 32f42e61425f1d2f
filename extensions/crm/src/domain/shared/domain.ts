const name = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/;

/**
 * A bare domain name: what remains of https://www.Example.com/about or amy@example.com. Names in other scripts become
 * their ASCII form (münchen.example -> xn--mnchen-3ya.example), so that the same name is always the same text.
 * null when it is no domain name.
 */
export function normaliseDomain(value: string): string | null {
	const typed = value.trim().replace(/^([a-z][a-z0-9+.-]*:)?\/\//i, '').replace(/^mailto:/i, '').replace(/^.*@/, '');
	const host = /^[^/?#:\s]*/.exec(typed)?.[0] ?? '';
	const ascii = asciiOf(host.replace(/\.$/, ''));
	const bare = ascii?.replace(/^www\.(?=.+\.)/, '') ?? '';
	return name.test(bare) && bare.length <= 253 && !/^[\d.]+$/.test(bare) ? bare : null;
}

function asciiOf(host: string): string | null {
	return host && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null;
}
