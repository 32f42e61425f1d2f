import type { z } from 'zod';
import { readParameters } from '../../domain/shared/read-parameters.ts';
import { badRequest } from './errors.ts';

/** What a request asks in its address; a token may stand there too. */
export function questionIn<Question extends z.ZodObject>({ query }: { readonly query: { readonly [name: string]: unknown } }, question: Question): z.output<Question> {
	const { access_token: _, ...parameters } = query;
	const read = readParameters(question, parameters);
	if ('problem' in read) throw badRequest(read.problem);
	return read.asked;
}
