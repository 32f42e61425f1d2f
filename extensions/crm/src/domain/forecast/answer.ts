import Big from 'big.js';
import { type Cell, figuresOf } from './figures.ts';
import type { NamedPeriod } from './periods.ts';
import type { Dimension, Forecast, Interval } from './question.ts';
import { added, quotasBy, type Quota, type QuotaScope } from './quotas.ts';

type Group = Forecast['groups'][number];

export interface Found {
	readonly cells: readonly Cell[];
	readonly periods: readonly NamedPeriod[];
	readonly by: Dimension | null;
	readonly interval: Interval;
	readonly currency: string;
	readonly decimals: number;
	/** Null where quotas mean nothing: not everything that counts towards them was asked for. */
	readonly quotas: readonly Quota[] | null;
	/** Whether one person's deals were asked for. */
	readonly isOfPerson: boolean;
	/** How the values of the dimension are called, in the order to show them in. */
	readonly labelled: (keys: readonly (string | null)[]) => Group[];
}

/** Puts together what was found: every period has its row, with a dimension one for each group. */
export function answerOf({ cells, periods, by, interval, currency, decimals, quotas, isOfPerson, labelled }: Found): Forecast {
	const dated = cells.filter(({ period }) => period !== null);
	const scope: QuotaScope = by === 'owner' || isOfPerson ? 'people' : 'teams';
	const quotasByPeriod = periods.map((period) => quotasBy(quotas ?? [], scope, { period, interval, decimals }));
	const hasQuotas = (by === 'owner' && scope === 'people') || (by === 'team' && scope === 'teams');
	const everybody = (period: number) => added(quotasByPeriod[period]?.values() ?? []);
	const of = (key: string | null) => (period: number): Big | null => (hasQuotas ? (quotasByPeriod[period]?.get(key) ?? null) : null);
	const overAll = (quota: (period: number) => Big | null) => added(periods.map((_, period) => quota(period)));

	const keys = new Set([...dated.map(({ key }) => key), ...(hasQuotas ? quotasByPeriod.flatMap((byKey) => [...byKey.keys()]) : [])]);
	const groups = by ? labelled([...keys]) : [];
	const cellsAt = Map.groupBy(dated, ({ period, key }) => `${period}/${by ? key : null}`);
	const bucket = (period: number, group: Group | null) => ({
		period: periods[period] as NamedPeriod,
		group,
		figures: figuresOf(cellsAt.get(`${period}/${group ? group.key : null}`) ?? [], { decimals, quota: group ? of(group.key)(period) : everybody(period) }),
	});
	const cellsOf = Map.groupBy(dated, ({ key }) => key);

	return {
		currency,
		decimals,
		interval,
		from: periods[0]?.from ?? '',
		to: periods.at(-1)?.to ?? '',
		by,
		groups,
		buckets: periods.flatMap((_, period) => (by ? groups.map((group) => bucket(period, group)) : [bucket(period, null)])),
		byGroup: groups.map((group) => ({ group, figures: figuresOf(cellsOf.get(group.key) ?? [], { decimals, quota: overAll(of(group.key)) }) })),
		total: { figures: figuresOf(dated, { decimals, quota: overAll(everybody) }, 'once') },
		undated: undatedOf(cells.filter(({ period }) => period === null), { decimals }),
	};
}

function undatedOf(cells: readonly Cell[], { decimals }: { decimals: number }): Forecast['undated'] {
	const { counts, weighted } = figuresOf(cells, { decimals, quota: null }, 'once');
	return { count: counts.open, amount: cells.reduce((sum, { amount }) => sum.plus(amount), Big(0)).toFixed(decimals), weighted };
}
