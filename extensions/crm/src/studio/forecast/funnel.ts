import type { Metrics } from '../../domain/forecast/question.ts';

type Stage = Metrics['stages'][number];

export interface Step extends Stage {
	/** Its width against the widest, 0 to 1. */
	readonly width: number;
}

/** The stages of one pipeline, as wide as deals entered them; lost is no step of a funnel. */
export function stepsOf(stages: readonly Stage[], pipeline: string | null): Step[] {
	const shown = stages.filter((stage) => stage.pipeline === pipeline && stage.kind !== 'lost');
	const most = Math.max(1, ...shown.map(({ entered }) => entered));
	return shown.map((stage) => ({ ...stage, width: stage.entered / most }));
}

/** The pipelines there are stages of, in their order. */
export function pipelinesOf(stages: readonly Stage[]): string[] {
	return [...new Set(stages.map(({ pipeline }) => pipeline))];
}
