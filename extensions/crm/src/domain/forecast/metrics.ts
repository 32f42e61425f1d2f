import Big from 'big.js';
import { ratio } from './figures.ts';
import type { Metrics } from './question.ts';

/** What the database found, from which the metrics follow. Amounts are decimal texts. */
export interface FoundMetrics {
	/** Deals closed in the span and in the one before, by owner. */
	readonly closed: readonly ClosedDeals[];
	/** Deals that are open now, by owner and stage. */
	readonly open: readonly OpenDeals[];
	/** How many deals were open when each of the spans ended. */
	readonly openAtEnd: { readonly now: number; readonly before: number };
	readonly quota: Big | null;
	/** By owner. */
	readonly quotas: ReadonlyMap<string | null, Big>;
}

export interface ClosedDeals {
	readonly span: 'now' | 'before';
	readonly owner: string | null;
	readonly kind: 'won' | 'lost';
	readonly count: number;
	readonly amount: string;
	/** Days from opening to closing, all together, and of how many deals they are known. */
	readonly days: string;
	readonly dayCount: number;
}

export interface OpenDeals {
	readonly owner: string | null;
	readonly stage: string;
	readonly count: number;
	readonly amount: string;
	/** What of it closes in the span and is not omitted from the forecast. */
	readonly closing: string;
}

type Key = 'winRate' | 'wonAmount' | 'wonCount' | 'averageWon' | 'cycleDays' | 'velocity';
type Leader = Omit<Metrics['leaders'][number], 'owner'> & { readonly owner: string };

/** Win rate, cycle, velocity and the like, against the span before. */
export function metricsOf({ closed, open, openAtEnd, quota }: FoundMetrics, { decimals }: { decimals: number }): Pick<Metrics, Key | 'openCount' | 'openAmount' | 'coverage' | 'quota'> {
	const now = ratesOf(closed.filter(({ span }) => span === 'now'), openAtEnd.now);
	const before = ratesOf(closed.filter(({ span }) => span === 'before'), openAtEnd.before);
	const places: { readonly [Name in Key]: number } = { winRate: 4, wonAmount: decimals, wonCount: 0, averageWon: decimals, cycleDays: 1, velocity: decimals };
	const measured = (key: Key) => ({ value: now[key]?.toFixed(places[key]) ?? null, before: before[key]?.toFixed(places[key]) ?? null, change: changeOf(now[key], before[key]) });
	const left = quota?.minus(now.wonAmount ?? 0);
	return {
		winRate: measured('winRate'),
		wonAmount: measured('wonAmount'),
		wonCount: measured('wonCount'),
		averageWon: measured('averageWon'),
		cycleDays: measured('cycleDays'),
		velocity: measured('velocity'),
		openCount: open.reduce((sum, { count }) => sum + count, 0),
		openAmount: sumOf(open, ({ amount }) => amount).toFixed(decimals),
		coverage: left?.gt(0) ? ratio(sumOf(open, ({ closing }) => closing), left) : null,
		quota: quota?.toFixed(decimals) ?? null,
	};
}

/** Who won most, first; also who won nothing of their quota. Deals that nobody owns have no leader. */
export function leadersOf({ closed, open, quotas }: FoundMetrics, { decimals }: { decimals: number }): Leader[] {
	const inSpan = closed.filter(({ span }) => span === 'now');
	const owners = new Set([...[...inSpan, ...open].map(({ owner }) => owner), ...quotas.keys()].filter((owner) => owner !== null));
	const leaders = [...owners].map((owner): Leader & { amount: Big } => {
		const { wonAmount, wonCount, winRate } = ratesOf(inSpan.filter((deals) => deals.owner === owner), 0);
		const quota = quotas.get(owner) ?? null;
		const amount = wonAmount ?? Big(0);
		return {
			owner,
			amount,
			won: amount.toFixed(decimals),
			wonCount: Number(wonCount),
			open: sumOf(open.filter((deals) => deals.owner === owner), ({ amount: worth }) => worth).toFixed(decimals),
			winRate: winRate?.toFixed(4) ?? null,
			quota: quota?.toFixed(decimals) ?? null,
			attainment: quota && ratio(amount, quota),
		};
	});
	return leaders
		.sort((one, other) => other.amount.cmp(one.amount) || Big(other.open).cmp(one.open) || (one.owner < other.owner ? -1 : 1))
		.map(({ amount: _, ...leader }) => leader);
}

/** Where nothing can be said, null: a rate of no deals is not 0. */
function ratesOf(closed: readonly ClosedDeals[], openCount: number): { readonly [Name in Key]: Big | null } {
	const won = closed.filter(({ kind }) => kind === 'won');
	const count = (deals: readonly ClosedDeals[]) => deals.reduce((sum, deal) => sum + deal.count, 0);
	const [wonCount, closedCount, dayCount] = [count(won), count(closed), won.reduce((sum, deals) => sum + deals.dayCount, 0)];
	const wonAmount = sumOf(won, ({ amount }) => amount);
	const winRate = closedCount > 0 ? Big(wonCount).div(closedCount) : null;
	const averageWon = wonCount > 0 ? wonAmount.div(wonCount) : null;
	const cycleDays = dayCount > 0 ? sumOf(won, ({ days }) => days).div(dayCount) : null;
	const velocity = winRate && averageWon && cycleDays?.gt(0) ? averageWon.times(openCount).times(winRate).div(cycleDays) : null;
	return { winRate, wonAmount, wonCount: Big(wonCount), averageWon, cycleDays, velocity };
}

function changeOf(now: Big | null, before: Big | null): string | null {
	return now && before && !before.eq(0) ? now.minus(before).div(before).toFixed(4) : null;
}

function sumOf<Row>(rows: readonly Row[], value: (row: Row) => string): Big {
	return rows.reduce((sum, row) => sum.plus(value(row)), Big(0));
}
