import type { DirectusError } from '@directus/errors';
import { refusal } from '../shared/errors.ts';

/** An import that can't be made at all, with everything that stands in its way. */
export class ImportError extends Error {
	readonly sentences: readonly string[];
	readonly status: number;
	readonly code: string;

	constructor(sentences: readonly string[], { status = 400, code = 'INVALID_PAYLOAD' }: { status?: number; code?: string } = {}) {
		super(sentences.join('\n'));
		this.sentences = sentences;
		this.status = status;
		this.code = code;
	}
}

/** As Directus answers it: one error a sentence. */
export function toAnswer({ sentences, status, code }: ImportError): DirectusError<unknown>[] {
	return sentences.map((message) => refusal({ code, status, message }));
}
