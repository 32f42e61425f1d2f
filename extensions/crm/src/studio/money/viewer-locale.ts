import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { regionalLocale } from './regional-locale.ts';

/** How the viewer writes numbers: as in the language that Directus speaks to them, in the form of their region. */
export function useViewerLocale(): ComputedRef<string> {
	const { locale } = useI18n();
	return computed(() => regionalLocale(locale.value, navigator.languages));
}
