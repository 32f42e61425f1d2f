import { isDirectusError } from '@directus/errors';
import type { Response } from 'express';
import { toSentence } from './errors.ts';

interface Lines {
	/** What it sends is a line of JSON each; the first one decides that the answer is 200. */
	readonly work: (send: (line: unknown) => void) => Promise<void>;
	/** For what is not the client's fault. */
	readonly onError: (error: unknown) => void;
	/** What the client reads then. */
	readonly failed: string;
}

/** Answers in lines of JSON while something goes on. What is refused before the first line is an ordinary error. */
export async function sendLines(response: Response, { work, onError, failed }: Lines): Promise<void> {
	response.on('error', () => {});
	const send = (line: unknown) => {
		if (response.destroyed) return;
		// Proxies that collect an answer before they pass it on would hold the progress back.
		if (!response.headersSent) response.status(200).type('application/x-ndjson').set({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
		response.write(`${JSON.stringify(line)}\n`);
	};
	try {
		await work(send);
	} catch (error) {
		if (!response.headersSent) throw error;
		const refused = toSentence(error) ?? (isDirectusError(error) && error.status < 500 ? error : undefined);
		if (!refused) onError(error);
		send({ errors: [{ message: refused?.message ?? failed, extensions: { code: refused?.code ?? 'INTERNAL_SERVER_ERROR' } }] });
	}
	response.end();
}
