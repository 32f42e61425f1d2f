import { computed } from 'vue';
import type { Metrics } from '../../domain/forecast/question.ts';
import { useViewerLocale } from '../money/viewer-locale.ts';
import { dayOf, spanOf } from './period.ts';
import { type Scope, scopeOf, type ScopeProps } from './scope.ts';
import { useAnswer } from './use-answer.ts';
import { useFiscalYear } from './use-fiscal-year.ts';

export const metricsPeriods = ['last_90_days', 'last_30_days', 'last_365_days', 'this_fiscal_quarter', 'this_fiscal_year', 'last_fiscal_year'] as const;

/** How deals go, as a panel's options and its viewer's rights have it. */
export function useMetrics(props: ScopeProps, narrower: () => Scope = () => ({})) {
	const fiscalYearStart = useFiscalYear();
	const locale = useViewerLocale();
	const scope = computed(() => ({ ...scopeOf(props), ...narrower() }));
	const { answer: metrics, ...state } = useAnswer<Metrics>(() => ({
		path: '/crm/pipeline/metrics',
		params: fiscalYearStart.value === null ? null : { ...spanOf(props.period ?? 'last_90_days', { today: dayOf(new Date()), fiscalYearStart: fiscalYearStart.value }), ...scope.value },
	}), () => props.now);
	const words = computed(() => ({ locale: locale.value, currency: metrics.value?.currency ?? 'EUR' }));
	const span = computed(() => ({ from: metrics.value?.from ?? '', to: metrics.value?.to ?? '' }));

	return { metrics, scope, words, span, ...state };
}
