import type { Pipeline } from './house.ts';
import { type Chapter, demoId, rows } from './story-shape.ts';

const stages = [
	{ key: 'upcoming', name: 'Upcoming', kind: 'open', probability: 70, forecast_category: 'best_case', rotting_days: 45, guidance: 'The subscription ends within three months. Look at how they use it.' },
	{ key: 'talks', name: 'In talks', kind: 'open', probability: 85, forecast_category: 'commit', rotting_days: 21, guidance: 'They know the new price. Settle sites, term and date.' },
	{ key: 'renewed', name: 'Renewed', kind: 'won', probability: 100, forecast_category: 'commit', rotting_days: null, guidance: null },
	{ key: 'cancelled', name: 'Cancelled', kind: 'lost', probability: 0, forecast_category: 'omitted', rotting_days: null, guidance: null },
] as const;

const stageId = (key: (typeof stages)[number]['key']) => demoId('crm_stages', key);

/** A second pipeline: subscriptions that are renewed go another way than new business. */
export const renewals: Pipeline = {
	id: demoId('crm_pipelines', 'renewals'),
	open: stages.filter(({ kind }) => kind === 'open').map(({ key, rotting_days }) => ({ id: stageId(key), rottingDays: rotting_days })),
	won: stageId('renewed'),
	lost: stageId('cancelled'),
};

export function tellPipelines(): Chapter[] {
	return [
		rows('crm_pipelines', [{ id: renewals.id, name: 'Renewals', description: 'Subscriptions that end within three months. Part of the demo.', is_default: false, sort: 100 }]),
		rows('crm_stages', stages.map(({ key, ...stage }, index) => ({ id: stageId(key), pipeline: renewals.id, ...stage, sort: index + 1 }))),
	];
}
