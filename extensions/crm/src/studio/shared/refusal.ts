/** What is wrong, and the field that it is about, where it is about one. */
export interface Problem {
	readonly message: string;
	readonly field?: string | undefined;
}

/** Something that can't be done, as the sentences that say why. */
export class Refusal extends Error {
	readonly sentences: readonly string[];
	readonly problems: readonly Problem[];
	readonly status: number | undefined;

	constructor(problems: readonly (Problem | string)[], status?: number) {
		const all = problems.map((problem) => (typeof problem === 'string' ? { message: problem } : problem));
		super(all.map(({ message }) => message).join('\n'));
		this.problems = all;
		this.sentences = all.map(({ message }) => message);
		this.status = status;
	}
}

/** An error of axios -> what the server said, or that it said nothing. */
export function refusalOf(error: unknown): Refusal {
	const { response, code } = (error ?? {}) as { response?: { data?: unknown; status?: number }; code?: string };
	if (code === 'ERR_CANCELED') return new Refusal([]);
	const body = typeof response?.data === 'string' ? parsed(response.data) : response?.data;
	const errors = (body as { errors?: { message: string; extensions?: { field?: string } }[] } | undefined)?.errors;
	return new Refusal(errors?.map(({ message, extensions }) => ({ message, field: extensions?.field })) ?? ['The server does not answer. Try again in a moment.'], response?.status);
}

/** What a page says of whatever went wrong on it. */
export function sentencesOf(error: unknown): readonly string[] {
	return problemsOf(error).map(({ message }) => message);
}

/** The same, with the fields that it is about. */
export function problemsOf(error: unknown): readonly Problem[] {
	if (error instanceof Refusal) return error.problems;
	console.error(error);
	return [{ message: 'Something went wrong on this page. Reload it and try again.' }];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
