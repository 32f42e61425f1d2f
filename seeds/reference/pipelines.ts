import type { RowResource } from '../../schema/apply/resource.ts';
import { referenceId, row } from './row.ts';

const stages = [
	{
		name: 'Prospecting', kind: 'open', probability: 10, forecast_category: 'pipeline', rotting_days: 30,
		guidance: 'Somebody may have a problem that we solve. Find out who, and get a first conversation.\n\n**Move on when** they agreed to talk about it.',
	},
	{
		name: 'Qualification', kind: 'open', probability: 25, forecast_category: 'pipeline', rotting_days: 21,
		guidance: 'Understand the need, the budget, who decides and by when.\n\n**Move on when** the need is real, the money can be found, and we know who decides.',
	},
	{
		name: 'Proposal', kind: 'open', probability: 50, forecast_category: 'best_case', rotting_days: 14,
		guidance: 'Agree on what exactly they get, and put a price on it. Talk it through instead of only sending it.\n\n**Move on when** they have the offer and want to discuss its terms.',
	},
	{
		name: 'Negotiation', kind: 'open', probability: 75, forecast_category: 'commit', rotting_days: 14,
		guidance: 'Settle price, terms and date. Know every signature that is still missing.\n\n**Won when** the order is here in writing.',
	},
	{
		name: 'Won', kind: 'won', probability: 100, forecast_category: 'commit', rotting_days: null,
		guidance: 'The order is here. Thank them, hand over to delivery, and note what decided it.',
	},
	{
		name: 'Lost', kind: 'lost', probability: 0, forecast_category: 'omitted', rotting_days: null,
		guidance: 'Say honestly why, and to whom. Put a task where it is worth asking again.',
	},
] as const;

/** The pipeline that every instance starts with. Admins rename, add and reorder stages as they sell. */
export function pipelineRows(): RowResource[] {
	return [
		row('crm_pipelines', 'sales', { name: 'Sales', description: 'New business and growth with existing customers.', is_default: true, sort: 1 }),
		...stages.map((stage, index) => row('crm_stages', `sales/${stage.name.toLowerCase()}`, { ...stage, pipeline: referenceId('crm_pipelines', 'sales'), sort: index + 1 })),
	];
}

const lostReasons = {
	price: { name: 'Too expensive' },
	no_budget: { name: 'No budget' },
	competitor: { name: 'Lost to a competitor' },
	no_fit: { name: 'Something was missing' },
	timing: { name: 'Postponed' },
	no_decision: { name: 'No decision' },
	went_quiet: { name: 'Went quiet' },
	in_house: { name: 'Solved it themselves' },
	not_a_buyer: { name: 'Was never a buyer' },
	other: { name: 'Other', needs_note: true },
	// For deals from other systems that did not say; nobody should choose it.
	not_recorded: { name: 'Not recorded', is_active: false },
} as const;

export type LostReason = keyof typeof lostReasons;

/** Why deals are lost. */
export function lostReasonRows(): RowResource[] {
	return Object.entries(lostReasons).map(([key, reason], index) => row('crm_lost_reasons', key, { needs_note: false, is_active: true, ...reason, sort: index + 1 }, { natural: ['name'] }));
}
