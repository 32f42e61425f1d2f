import { definePanel } from '@directus/extensions-sdk';
import StalledPanel from './stalled-panel.vue';
import { scopeOptions } from './scope-options.ts';
import { metricsPeriods } from './use-metrics.ts';

export default definePanel({
	id: 'crm-stalled',
	name: 'Stalled deals',
	icon: 'hourglass_disabled',
	description: 'Deals that have been in their stage for longer than it allows.',
	component: StalledPanel,
	options: scopeOptions(metricsPeriods),
	minWidth: 16,
	minHeight: 10,
});
