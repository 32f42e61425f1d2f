import type { Knex } from 'knex';
import { nameOf } from '../../domain/handovers/words.ts';
import type { BoardQuestion, Card } from '../../domain/pipelines/board.ts';
import { type Cursor, writeCursor } from '../../domain/pipelines/cursor.ts';
import type { Asker } from '../rights/guarded-query.ts';
import { isStalled } from '../opportunities/stalled.ts';
import { type Currency, valuedDeals } from '../opportunities/valued-deals.ts';
import { ifAllowed, readableRows } from '../shared/readable-rows.ts';

interface Wanted {
	/** Deals as the caller may read them, with `cardFields`. */
	readonly deals: Knex.QueryBuilder;
	readonly companions: Companions;
	readonly stages: readonly string[];
	readonly currency: Currency;
	readonly sort: BoardQuestion['sort'];
	readonly limit: number;
	readonly cursor: Cursor | undefined;
}

/** What stands on a card, besides what it is worth. */
export const cardFields = ['id', 'name', 'account', 'currency', 'close_date', 'owner', 'stage', 'stage_entered_at', 'probability', 'rank'] as const;

/** The first cards of each column, or the page after the cursor: one query, which looks at no more of a column than it shows. */
export async function readCards({ deals, companions, stages, currency, sort, limit, cursor }: Wanted, knex: Knex): Promise<Map<string, { cards: Card[]; next: string | null }>> {
	const order = orders[sort];
	const { rows: valued } = valuedDeals({ rows: deals, currency }, knex);
	// Only an order by worth has to know what each deal is worth before it is cut.
	const source = order.isByWorth ? valued : deals;
	const page = knex.from(source.clone().as('own')).whereRaw('own.stage = s.id').select('own.*')
		.orderByRaw(`${order.by} ${order.direction} NULLS LAST, own.id`).limit(limit + 1);
	if (cursor) page.whereRaw(...after(order, cursor));
	const columns = knex.select('own.*', knex.raw('s.kind'), knex.raw('s.rotting_days'), knex.raw(`(${order.by})::text AS sort_value`))
		.from('crm_stages as s').joinRaw('CROSS JOIN LATERAL (?) AS own', [page]).whereIn('s.id', [...stages]);
	const cards = order.isByWorth ? columns : valuedDeals({ rows: columns, currency }, knex).rows;

	const query = knex.withMaterialized('cards', cards).from('cards as own').join('crm_stages as s', 's.id', 'own.stage')
		.select('own.id', 'own.name', 'own.amount', 'own.currency', 'own.amount_in', 'own.stage', 'own.probability', 'own.sort_value', knex.raw('own.close_date::text'), 'own.stage_entered_at', knex.raw(`${isStalled} AS is_stalled`))
		.orderByRaw(`s.sort NULLS LAST, s.name, ${order.by} ${order.direction} NULLS LAST, own.id`);
	joinCompanions(query, companions, knex);
	const found = (await query) as Found[];
	return new Map(stages.map((stage) => {
		const column = found.filter((row) => row.stage === stage);
		const shown = column.slice(0, limit);
		const last = shown.at(-1);
		return [stage, { cards: shown.map(cardOf), next: column.length > limit && last ? writeCursor({ sort, value: last.sort_value, id: last.id }) : null }];
	}));
}

interface Order {
	/** Of a deal `own`. */
	readonly by: string;
	readonly direction: 'ASC' | 'DESC';
	/** The type that a cursor's value is read as. */
	readonly type: string;
	readonly isByWorth: boolean;
}

const orders: Readonly<Record<BoardQuestion['sort'], Order>> = {
	rank: order('own.rank COLLATE "C"', 'ASC', 'text'),
	name: order('own.name', 'ASC', 'text'),
	amount: { ...order('own.amount_in', 'ASC', 'numeric'), isByWorth: true },
	'-amount': { ...order('own.amount_in', 'DESC', 'numeric'), isByWorth: true },
	close_date: order('own.close_date', 'ASC', 'date'),
	'-close_date': order('own.close_date', 'DESC', 'date'),
	stage_entered_at: order('own.stage_entered_at', 'ASC', 'timestamptz'),
	'-stage_entered_at': order('own.stage_entered_at', 'DESC', 'timestamptz'),
};

function order(by: string, direction: Order['direction'], type: string): Order {
	return { by, direction, type, isByWorth: false };
}

/** Past a place in the order; what has no value comes last. */
function after({ by, direction, type }: Order, { value, id }: Cursor): [string, string[]] {
	const collate = by.endsWith('COLLATE "C"') ? ' COLLATE "C"' : '';
	if (value === null) return [`${by} IS NULL AND own.id > ?::uuid`, [id]];
	if (direction === 'ASC' && collate) return [`((${by}, own.id) > (?::${type}${collate}, ?::uuid))`, [value, id]];
	const past = direction === 'ASC' ? '>' : '<';
	return [`(${by} ${past} ?::${type} OR (${by} = ?::${type} AND own.id > ?::uuid) OR ${by} IS NULL)`, [value, value, id]];
}

/** What stands on a card besides the deal, as far as the caller may read it. */
export interface Companions {
	readonly accounts: Knex.QueryBuilder | undefined;
	readonly people: Knex.QueryBuilder | undefined;
	readonly planned: Knex.QueryBuilder | undefined;
}

const plannedFields = ['type', 'subject', 'due_at', 'status', 'opportunity'];

export async function readableCompanions(asker: Asker): Promise<Companions> {
	const [accounts, people, planned] = await Promise.all([
		ifAllowed(readableRows({ collection: 'crm_accounts', fields: ['name'], needs: ['name'] }, asker)),
		ifAllowed(readableRows({ collection: 'directus_users', fields: ['first_name', 'last_name', 'avatar'] }, asker)),
		ifAllowed(readableRows({ collection: 'crm_activities', fields: plannedFields, needs: plannedFields, filter: { status: { _eq: 'planned' } } }, asker)),
	]);
	return { accounts: accounts?.rows, people: people?.rows, planned: planned?.rows };
}

function joinCompanions(query: Knex.QueryBuilder, { accounts, people, planned }: Companions, knex: Knex): void {
	if (accounts) query.leftJoin(accounts.as('account'), 'account.id', 'own.account').select('account.id as account_id', 'account.name as account_name');
	if (people) query.leftJoin(people.as('person'), 'person.id', 'own.owner').select('person.id as owner_id', 'person.first_name', 'person.last_name', 'person.avatar');
	if (!planned) return;
	// The first that is due; what has no day comes last.
	const next = knex.from(planned.as('planned')).whereRaw('planned.opportunity = own.id').select('planned.*').orderByRaw('planned.due_at NULLS LAST, planned.id').limit(1);
	query.joinRaw('LEFT JOIN LATERAL (?) AS next ON true', [next])
		.select('next.id as next_id', 'next.type as next_type', 'next.subject as next_subject', 'next.due_at as next_due_at');
}

interface Found {
	readonly id: string;
	readonly name: string;
	readonly amount: string | null;
	readonly amount_in: string | null;
	readonly currency: string | null;
	readonly close_date: string | null;
	readonly stage: string;
	readonly stage_entered_at: Date;
	readonly probability: number | null;
	readonly is_stalled: boolean;
	readonly sort_value: string | null;
	readonly account_id?: string | null;
	readonly account_name?: string;
	readonly owner_id?: string | null;
	readonly first_name?: string | null;
	readonly last_name?: string | null;
	readonly avatar?: string | null;
	readonly next_id?: string | null;
	readonly next_type?: string;
	readonly next_subject?: string;
	readonly next_due_at?: Date | null;
}

function cardOf(found: Found): Card {
	const { id, name, amount, currency, close_date, stage, probability } = found;
	return {
		id, name, amount, currency, close_date, stage, probability,
		amount_base: found.amount_in,
		account: found.account_id ? { id: found.account_id, name: found.account_name ?? '' } : null,
		owner: found.owner_id ? { id: found.owner_id, name: nameOf({ first_name: found.first_name ?? null, last_name: found.last_name ?? null }), avatar: found.avatar ?? null } : null,
		stage_entered_at: found.stage_entered_at.toISOString(),
		isStalled: found.is_stalled,
		nextActivity: found.next_id ? { id: found.next_id, type: found.next_type ?? '', subject: found.next_subject ?? '', due_at: found.next_due_at?.toISOString() ?? null } : null,
	};
}
