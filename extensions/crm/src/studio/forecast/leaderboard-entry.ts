import { definePanel } from '@directus/extensions-sdk';
import LeaderboardPanel from './leaderboard-panel.vue';
import { scopeOptions } from './scope-options.ts';
import { metricsPeriods } from './use-metrics.ts';

export default definePanel({
	id: 'crm-leaderboard',
	name: 'Leaderboard',
	icon: 'emoji_events',
	description: 'Who won how much, against their quota.',
	component: LeaderboardPanel,
	options: scopeOptions(metricsPeriods),
	minWidth: 16,
	minHeight: 10,
});
