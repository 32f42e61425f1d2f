import { definePanel } from '@directus/extensions-sdk';
import type { Interval } from '../../domain/forecast/question.ts';
import ForecastPanel from './forecast-panel.vue';
import { headings } from './rows.ts';
import { choice, scopeOptions } from './scope-options.ts';

const intervals: Record<Interval, string> = { month: 'Months', quarter: 'Quarters', year: 'Years' };

export default definePanel({
	id: 'crm-forecast',
	name: 'Forecast',
	icon: 'query_stats',
	description: 'Won and expected, by month, owner, product … against quota.',
	component: ForecastPanel,
	options: [
		choice({ field: 'by', name: 'Bars', choices: [{ text: 'Periods', value: 'time' }, ...Object.entries(headings).map(([value, text]) => ({ text, value }))], default: 'time' }),
		choice({ field: 'interval', name: 'Interval', choices: Object.entries(intervals).map(([value, text]) => ({ text, value })), default: 'month' }),
		...scopeOptions(['this_fiscal_year', 'next_fiscal_year', 'last_fiscal_year', 'next_12_months', 'last_12_months']),
	],
	minWidth: 24,
	minHeight: 18,
});
