import { z } from 'zod';
import type { BoardQuestion } from './board.ts';

/** Where a page of a column ended: by which order, at which value, at which deal. */
export interface Cursor {
	readonly sort: BoardQuestion['sort'];
	readonly value: string | null;
	readonly id: string;
}

const written = z.tuple([z.string(), z.string().nullable(), z.uuid()]);

export function writeCursor({ sort, value, id }: Cursor): string {
	return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

/** Undefined for what is none of ours, or was made in another order. */
export function readCursor(text: string, sort: BoardQuestion['sort']): Cursor | undefined {
	try {
		const [of, value, id] = written.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
		return of === sort ? { sort, value, id } : undefined;
	} catch {
		return undefined;
	}
}
