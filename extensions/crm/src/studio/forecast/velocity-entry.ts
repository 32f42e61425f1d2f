import { definePanel } from '@directus/extensions-sdk';
import VelocityPanel from './velocity-panel.vue';
import { scopeOptions } from './scope-options.ts';
import { metricsPeriods } from './use-metrics.ts';

export default definePanel({
	id: 'crm-velocity',
	name: 'Sales velocity',
	icon: 'speed',
	description: 'What the pipeline earns a day, and what it is made of.',
	component: VelocityPanel,
	options: scopeOptions(metricsPeriods),
	minWidth: 16,
	minHeight: 10,
});
