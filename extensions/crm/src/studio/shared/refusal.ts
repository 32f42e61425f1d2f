/** Something that can't be done, as the sentences that say why. */
export class Refusal extends Error {
	readonly sentences: readonly string[];

	constructor(sentences: readonly string[]) {
		super(sentences.join('\n'));
		this.sentences = sentences;
	}
}

/** An error of axios -> what the server said, or that it said nothing. */
export function refusalOf(error: unknown): Refusal {
	const { response, code } = (error ?? {}) as { response?: { data?: unknown }; code?: string };
	if (code === 'ERR_CANCELED') return new Refusal([]);
	const body = typeof response?.data === 'string' ? parsed(response.data) : response?.data;
	const errors = (body as { errors?: { message: string }[] } | undefined)?.errors;
	return new Refusal(errors?.map(({ message }) => message) ?? ['The server does not answer. Try again in a moment.']);
}

/** What a page says of whatever went wrong on it. */
export function sentencesOf(error: unknown): readonly string[] {
	if (error instanceof Refusal) return error.sentences;
	console.error(error);
	return ['Something went wrong on this page. Reload it and try again.'];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
