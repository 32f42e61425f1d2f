import { portProblem } from './ports.ts';
import { sentence } from './sentence.ts';

/** Directus in this process, on a database that is up to date; it ends on SIGTERM by itself. */
export async function listen({ port, host }: { port: number; host: string }): Promise<void> {
	const { createServer } = await import('@directus/api/server');
	const server = await createServer();

	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => reject(sentence(portProblem(error.code ?? error.message, { port, host }))));
		server.listen({ port, host }, resolve);
	});

	server.on('error', (error) => console.error(error));
}
