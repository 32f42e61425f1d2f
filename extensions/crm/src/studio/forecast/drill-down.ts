import { liveDeals } from '../../domain/opportunities/live-deals.ts';
import type { Dimension } from '../../domain/forecast/question.ts';
import type { Figure } from './figures.ts';
import type { Span } from './period.ts';

/** Which deals a figure is made of. */
export interface Place {
	readonly figure: Figure;
	/** The period of closing; none for figures over all time, such as what is open now. */
	readonly span?: Span | undefined;
	readonly group?: { readonly by: Dimension; readonly key: string | null } | undefined;
	readonly pipeline?: string | undefined;
	readonly owner?: string | undefined;
	readonly team?: string | undefined;
	readonly stage?: string | undefined;
}

type Rule = { readonly [key: string]: unknown };

/** The filter, in Directus' language, that finds exactly those deals. `today` is for what is overdue. */
export function filterOf({ figure, span, group, pipeline, owner, team, stage }: Place, today: string): Rule {
	return {
		_and: [
			liveDeals,
			ofFigure(figure, span, today),
			...(group ? [ofGroup(group)] : []),
			...(pipeline ? [{ pipeline: { _eq: pipeline } }] : []),
			...(owner ? [{ owner: { _eq: owner === 'me' ? '$CURRENT_USER' : owner } }] : []),
			...(team ? [{ team: { _eq: team } }] : []),
			...(stage ? [{ stage: { _eq: stage } }] : []),
		],
	};
}

const isOpen = { stage_kind: { _eq: 'open' } };
const counted = { forecast_category: { _in: ['commit', 'best_case', 'pipeline'] } };

function ofFigure(figure: Figure, span: Span | undefined, today: string): Rule {
	const closing = span ? [{ close_date: { _gte: span.from } }, { close_date: { _lt: span.to } }] : [];
	const closed = span ? [{ closed_at: { _gte: instant(span.from) } }, { closed_at: { _lt: instant(span.to) } }] : [];
	const open = (...rules: Rule[]): Rule => ({ _and: [isOpen, ...closing, ...rules] });
	const won = { _and: [{ stage_kind: { _eq: 'won' } }, ...closed] };

	switch (figure) {
		case 'won': return won;
		case 'closed': return { _and: [{ stage_kind: { _in: ['won', 'lost'] } }, ...closed] };
		case 'commit': return open({ forecast_category: { _eq: 'commit' } });
		case 'bestCase': return open({ forecast_category: { _eq: 'best_case' } });
		case 'pipeline': return open({ forecast_category: { _eq: 'pipeline' } });
		case 'weighted': return open(counted);
		case 'forecast': return { _or: [won, open(counted)] };
		case 'overdue': return open({ close_date: { _lt: today } });
		case 'undated': return { _and: [isOpen, { close_date: { _null: true } }] };
		case 'open': return open();
	}
}

function ofGroup({ by, key }: { by: Dimension; key: string | null }): Rule {
	const is = key === null ? { _null: true } : { _eq: key };
	// What is closed is no matter of forecast any more: it stands under won or lost.
	if (by === 'category') return key === 'won' || key === 'lost' ? { stage_kind: is } : { _and: [isOpen, { forecast_category: is }] };
	if (by !== 'product') return { [by]: is };
	return key === null
		? { _or: [{ lines: { _none: { id: { _nnull: true } } } }, { lines: { _some: { product: is } } }] }
		: { lines: { _some: { product: is } } };
}

/** Days of closing are counted in UTC. */
function instant(day: string): string {
	return `${day}T00:00:00Z`;
}
