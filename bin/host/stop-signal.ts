import { onParentGone } from './supervision.ts';

export type StopSignal = { requested: Promise<void>; isRequested: () => boolean };

/**
 * Ctrl-C, SIGTERM, a closed terminal or a parent that was killed: all ask for an orderly stop. A second Ctrl-C forces
 * it; the copies of the first one that npm and the launcher pass on do not count.
 */
export function stopSignal(): StopSignal {
	let requestedAt: number | undefined;
	let resolve: () => void = () => undefined;
	const requested = new Promise<void>((done) => (resolve = done));

	const request = () => {
		if (requestedAt !== undefined && Date.now() - requestedAt > 700) {
			console.error('Stopped by force; the next start recovers.');
			process.exit(130);
		}

		requestedAt ??= Date.now();
		resolve();
	};

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
	onParentGone(request);

	return { requested, isRequested: () => requestedAt !== undefined };
}
