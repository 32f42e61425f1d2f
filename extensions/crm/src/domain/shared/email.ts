/** The same shape that the database's own rule asks for (see email() in schema/define.ts). */
const address = /^[^@\s<>"(),:;]+@[^@\s.<>"(),:;]+(\.[^@\s.<>"(),:;]+)+$/;

/**
 * An e-mail address as it is stored: bare, trimmed, in lower case. Takes what people paste (`Amy <Amy@Example.com>`,
 * `mailto:amy@example.com`). null when it is no address.
 */
export function normaliseEmail(value: string): string | null {
	const bracketed = /<([^<>]*)>\s*$/.exec(value)?.[1] ?? value;
	const bare = bracketed.trim().replace(/^mailto:/i, '').toLowerCase();
	return address.test(bare) && bare.length <= 254 ? bare : null;
}
