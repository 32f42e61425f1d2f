import type { z } from 'zod';

/** What the parameters of a request ask, or what is wrong with them in a sentence that names the parameter. */
export function readParameters<Question extends z.ZodObject>(question: Question, parameters: { readonly [name: string]: unknown }): { asked: z.output<Question> } | { problem: string } {
	const known = Object.keys(question.shape);
	const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
	if (unknown.length > 0) return { problem: `There is no parameter ${unknown.map((name) => `“${name}”`).join(', ')}. There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.` };
	const twice = known.find((name) => Array.isArray(parameters[name]));
	if (twice) return { problem: `${twice}: Say it once.` };
	const read = question.safeParse(parameters);
	if (read.success) return { asked: read.data };
	const [issue] = read.error.issues;
	return { problem: `${String(issue?.path[0] ?? 'The question')}: ${issue?.message ?? 'Correct it.'}` };
}
