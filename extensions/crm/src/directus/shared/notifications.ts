import type { HookExtensionContext, RegisterFunctions } from '@directus/types';

/** What to do when a channel speaks. Without a payload, nobody listened for a while: anything may have been missed. */
export interface Listeners {
	readonly [channel: string]: (payload?: string) => void;
}

/** A raw connection of the pg driver, as knex's pool makes them. */
interface Connection {
	query(sql: string): Promise<unknown>;
	on(event: 'notification', listener: (message: { channel: string; payload?: string }) => void): void;
	on(event: 'error' | 'end', listener: () => void): void;
	removeAllListeners(): void;
	end(): Promise<void>;
}

const longestWait = 30_000;

/**
 * What changes in the database reaches every node that runs through PostgreSQL, with or without Redis: each listens on
 * one connection of its own.
 */
export function followNotifications({ init }: Pick<RegisterFunctions, 'init'>, { database, logger }: Pick<HookExtensionContext, 'database' | 'logger'>, listeners: Listeners): void {
	const listen = async (wait: number): Promise<void> => {
		let connection: Connection | undefined;
		try {
			const opened = (connection = (await database.client.acquireRawConnection()) as Connection);
			const again = () => {
				opened.removeAllListeners();
				opened.on('error', () => {});
				retry(1000);
			};
			opened.on('notification', ({ channel, payload }) => listeners[channel]?.(payload ?? ''));
			opened.on('error', again);
			opened.on('end', again);
			for (const channel of Object.keys(listeners)) await opened.query(`LISTEN ${channel}`);
			// What was said while nobody listened is not said again.
			for (const heard of Object.values(listeners)) heard();
		} catch (error) {
			// It will hardly be of use, and must not start a second series of attempts when it ends.
			connection?.removeAllListeners();
			connection?.on('error', () => {});
			connection?.end().catch(() => {});
			logger.warn(error, 'Changes of schema and access can’t be followed at the moment; trying again.');
			retry(Math.min(wait * 2, longestWait));
		}
	};
	const retry = (wait: number) => void setTimeout(() => void listen(wait), wait).unref();
	init('app.after', () => void listen(1000));
}
