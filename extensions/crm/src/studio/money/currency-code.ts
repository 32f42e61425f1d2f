/** The code of a linked currency: the link itself, or the row it leads to. */
export function codeOf(currency: unknown): string | undefined {
	if (typeof currency === 'string') return currency || undefined;
	if (typeof currency === 'object' && currency !== null && 'code' in currency && typeof currency.code === 'string') return currency.code;
	return undefined;
}
