/** Directus hands its own vue-i18n to extensions when they run. */
declare module 'vue-i18n' {
	export function useI18n(): { readonly locale: import('vue').Ref<string> };
}
