import { useStores } from '@directus/extensions-sdk';

interface Stores {
	useNotificationsStore(): { add(toast: { title: string; text?: string; type?: 'success' | 'warning' | 'error'; icon?: string }): void };
}

/** Says in passing that something is done, as Directus does. */
export function useToast(): (said: string) => void {
	const notifications = (useStores() as unknown as Stores).useNotificationsStore();
	return (said) => notifications.add({ title: said, type: 'success', icon: 'check' });
}
