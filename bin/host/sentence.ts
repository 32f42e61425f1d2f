/** Something the user can act on: it is printed as it is, without a stack, and the command ends with exit code 1. */
export function sentence(message: string): Error {
	const error = new Error(message);
	error.name = 'Sentence';
	return error;
}

export function isSentence(error: unknown): error is Error {
	return error instanceof Error && error.name === 'Sentence';
}

/** Ends the command: a sentence stands alone, anything unexpected brings its stack. */
export function reportFailure(error: unknown): void {
	console.error(`\n${describeFailure(error)}\n`);
	process.exitCode = 1;
}

export function describeFailure(error: unknown): string {
	if (isSentence(error)) return error.message;
	if (isDiskFull(error)) return DISK_FULL;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export const DISK_FULL = 'The disk is full. Free some space and start again; nothing that was saved is lost.';

export function isDiskFull(error: unknown): boolean {
	if (typeof error !== 'object' || error === null) return false;
	// ENOSPC comes from the system, 53100 from PostgreSQL (disk_full).
	if ('code' in error && (error.code === 'ENOSPC' || error.code === '53100')) return true;
	return error instanceof Error && /no space left on device/i.test(error.message);
}
