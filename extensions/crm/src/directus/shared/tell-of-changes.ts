import type { HookExtensionContext } from '@directus/types';

/** What an open screen is told: that something changed in a collection. What it is, it asks under its own rights. */
export interface Change {
	readonly type: 'crm';
	readonly changed: string;
}

/** Changes come in bursts; a screen asks again at most this often. */
const pause = 250;

/** Whatever may have changed while nobody listened. */
const anything = ['crm_opportunities'];

/**
 * The database tells every node of changes (schema/guards/40-changes.sql), and each node its own clients: what they see
 * follows, with one node or several, with Redis or without.
 */
export function tellOfChanges({ services, logger }: Pick<HookExtensionContext, 'services' | 'logger'>): (collection?: string) => void {
	const heard = new Set<string>();
	let due: NodeJS.Timeout | undefined;
	const tell = () => {
		due = undefined;
		const changed = [...heard];
		heard.clear();
		try {
			const clients = [...new services.WebSocketService().clients()].filter(({ accountability }) => accountability?.user);
			for (const collection of changed) for (const client of clients) client.send(JSON.stringify({ type: 'crm', changed: collection } satisfies Change));
		} catch (error) {
			// Without websockets, screens show what was when they asked.
			if ((error as { code?: string }).code !== 'SERVICE_UNAVAILABLE') logger.warn(error, 'Open screens could not be told of a change.');
		}
	};
	return (collection) => {
		for (const name of collection ? [collection] : anything) heard.add(name);
		due ??= setTimeout(tell, pause).unref();
	};
}
