import { definePanel } from '@directus/extensions-sdk';
import FunnelPanel from './funnel-panel.vue';
import { scopeOptions } from './scope-options.ts';
import { metricsPeriods } from './use-metrics.ts';

export default definePanel({
	id: 'crm-funnel',
	name: 'Sales funnel',
	icon: 'filter_alt',
	description: 'Stages: how many deals enter, how many go on, how long they stay.',
	component: FunnelPanel,
	options: scopeOptions(metricsPeriods),
	minWidth: 16,
	minHeight: 10,
});
