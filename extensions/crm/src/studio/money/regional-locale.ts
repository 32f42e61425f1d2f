/** The viewer's own form of the language that Directus speaks: it has German, not Swiss German; the browser knows. */
export function regionalLocale(language: string, preferred: readonly string[]): string {
	return preferred.find((tag) => REGIONAL.test(tag) && bare(tag) === bare(language)) ?? language;
}

/** Browsers hand on what the system calls itself: en-US@posix is no language tag. */
const REGIONAL = /^[a-z]{2,3}(-[a-z0-9]{2,8})+$/i;

function bare(tag: string): string | undefined {
	return tag.split('-')[0]?.toLowerCase();
}
