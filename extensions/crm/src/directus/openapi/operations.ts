import { figuresOperations } from '../../domain/figures/question.ts';
import { forecastOperations } from '../../domain/forecast/question.ts';
import { handoverOperations } from '../../domain/handovers/request.ts';
import { importOperations } from '../../domain/imports/operations.ts';
import { conversionOperations } from '../../domain/leads/conversion.ts';
import { movingOperations } from '../../domain/opportunities/moving.ts';
import { boardOperations } from '../../domain/pipelines/board.ts';
import type { Operation } from '../../domain/shared/operation.ts';

/** Everything below /crm that others may build on: a line a room. A test finds what is answered and not described. */
export const operations: readonly Operation[] = [
	...conversionOperations,
	...boardOperations,
	...movingOperations,
	...forecastOperations,
	...figuresOperations,
	...handoverOperations,
	...importOperations,
];
