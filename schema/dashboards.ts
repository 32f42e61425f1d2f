import { dashboard } from './define.ts';

const lately = { period: 'last_90_days' };

/** Where selling stands, for everybody who may read deals: each sees the figures of the deals that they may see. */
export const sales = dashboard('sales', {
	name: 'Sales', icon: 'query_stats', note: 'Forecast, pipeline and people',
	panels: {
		forecast: { type: 'crm-forecast', name: 'Forecast', icon: 'query_stats', at: [1, 1], size: [58, 44], options: { period: 'this_fiscal_year', interval: 'month', by: 'time' } },
		velocity: { type: 'crm-velocity', name: 'Velocity', icon: 'speed', at: [1, 45], size: [24, 17], options: lately },
		funnel: { type: 'crm-funnel', name: 'Funnel', icon: 'filter_alt', at: [25, 45], size: [34, 17], options: lately },
		leaders: { type: 'crm-leaderboard', name: 'Leaderboard', icon: 'emoji_events', at: [1, 62], size: [24, 22], options: lately },
		stalled: { type: 'crm-stalled', name: 'Stalled deals', icon: 'hourglass_disabled', at: [25, 62], size: [34, 22], options: lately },
	},
});
