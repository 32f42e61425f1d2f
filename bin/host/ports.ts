import { createServer } from 'node:net';
import { sentence } from './sentence.ts';

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);

		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** Says early, before a database is started, that the port is taken. `patience` (ms) lets a dying instance let go. */
export async function assertPortFree({ port, host, patience = 0 }: { port: number; host: string; patience?: number }): Promise<void> {
	const deadline = Date.now() + patience;

	for (;;) {
		const code = await tryToListen(port, host);
		if (code === undefined) return;
		if (code === 'EADDRINUSE' && Date.now() < deadline) {
			await new Promise((resolve) => setTimeout(resolve, 200));
			continue;
		}

		throw sentence(portProblem(code, { port, host }));
	}
}

export function portProblem(code: string, { port, host }: { port: number; host: string }): string {
	if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop what listens there, or start with another one: PORT=${port + 1} npm start`;
	if (code === 'EACCES') return `Port ${port} may not be opened by this user. Choose one above 1023: PORT=8055 npm start`;
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST (${host}) is not an address of this machine. Use 127.0.0.1 or 0.0.0.0.`;
	return `Port ${port} on ${host} cannot be opened (${code}).`;
}

function tryToListen(port: number, host: string): Promise<string | undefined> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
		probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
	});
}
