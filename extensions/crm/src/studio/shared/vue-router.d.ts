/** Directus hands its own vue-router to extensions when they run. */
declare module 'vue-router' {
	type Query = { readonly [name: string]: string | null | readonly (string | null)[] | undefined };

	export function useRoute(): { readonly query: Query; readonly fullPath: string };
	export function useRouter(): {
		push(to: string | { query: Query }): Promise<unknown>;
		replace(to: string | { query: Query }): Promise<unknown>;
	};
}
