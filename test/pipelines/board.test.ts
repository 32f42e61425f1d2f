import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { type Cast, castOf, created } from '../rights/cast.ts';
import { personWith } from '../rights/people.ts';
import { sharedWorld, type World } from '../support/index.ts';

/** The board: columns, their totals, and the cards that are paged in. */
let world: World;
let cast: Cast;
let pipeline: string;
const stages: Record<string, string> = {};
const currency = `Q${String.fromCharCode(65 + Math.floor(Math.random() * 26))}${String.fromCharCode(65 + Math.floor(Math.random() * 26))}`;

beforeAll(async () => {
	world = await sharedWorld();
	cast = await castOf(world);
	await created(world, 'crm_currencies', { code: currency, name: 'Test', decimals: 2 });
	await created(world, 'crm_exchange_rates', { from_currency: currency, to_currency: 'EUR', rate: '0.5', valid_on: '2020-01-01' });
	pipeline = (await created(world, 'crm_pipelines', { name: `Board ${Math.random()}` }))['id'] as string;
	const all = [['Start', 'open', 10], ['Next', 'open', 50], ['Won', 'won', 100], ['Lost', 'lost', 0]] as const;
	for (const [sort, [name, kind, probability]] of all.entries()) {
		stages[name] = (await created(world, 'crm_stages', { name, kind, probability, pipeline, sort, rotting_days: name === 'Start' ? 5 : null, forecast_category: kind === 'lost' ? 'omitted' : 'pipeline' }))['id'] as string;
	}
});
afterAll(() => world?.stop());

interface Card { readonly id: string; readonly name: string; readonly stage: string; readonly amount: string | null; readonly close_date: string | null; readonly amount_base: string | null; readonly nextActivity: unknown; readonly owner: unknown; readonly account: unknown; readonly isStalled: boolean }
interface Column { readonly stage: { readonly id: string; readonly name: string }; readonly count: number; readonly amount: string; readonly weighted: string; readonly cards: readonly Card[]; readonly next: string | null }

const board = (question: Record<string, string> = {}, token?: string | null) => world.api(`/crm/board?${new URLSearchParams({ pipeline, ...question })}`, token === undefined ? {} : { token });
const deal = async (values: object = {}) => (await created(world, 'crm_opportunities', { name: 'Deal', pipeline, ...values }))['id'] as string;
const columnsOf = async (question: Record<string, string> = {}, token?: string): Promise<readonly Column[]> => {
	const { status, body } = await board(question, token);
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body.data.columns;
};
const named = (columns: readonly Column[], name: string) => columns.find(({ stage }) => stage.name === name)!;
const refused = (status: number, message: unknown) => ({ status, body: { errors: [{ message }] } });

/** A column to its end, page by page. */
async function allPages(stage: string, question: Record<string, string>, between: () => Promise<unknown> = async () => undefined): Promise<Card[]> {
	const cards: Card[] = [];
	for (let cursor: string | null = ''; cursor !== null;) {
		const [column]: readonly Column[] = await columnsOf({ ...question, stage, ...(cursor ? { cursor } : {}) });
		cards.push(...column!.cards);
		cursor = column!.next;
		await between();
	}
	return cards;
}

describe('the columns', () => {
	test('count and add up all deals in the base currency, per deal, and show what stands on a card', async () => {
		const account = (await created(world, 'crm_accounts', { name: 'Acme' }))['id'];
		const owner = cast.people['Sales Rep'];
		const id = await deal({ name: 'Abroad', account, owner: owner.id, amount: '100.01', currency, stage: stages['Start'], close_date: '2099-01-02' });
		await deal({ amount: '10.05', currency: 'EUR', stage: stages['Start'] });
		await deal({ amount: '10.05', currency: 'EUR', stage: stages['Start'], forecast_category: 'omitted' });
		await deal({ amount: '1', currency: 'EUR', stage: stages['Start'], archived: true });
		await deal({ amount: '100', currency, stage: stages['Won'], close_date: '2099-01-02' });
		await created(world, 'crm_activities', { type: 'call', subject: 'Later', opportunity: id, due_at: '2099-01-03T10:00:00Z' });
		const next = await created(world, 'crm_activities', { type: 'call', subject: 'Sooner', opportunity: id, due_at: '2099-01-02T10:00:00Z' });
		await created(world, 'crm_activities', { type: 'call', subject: 'Done', opportunity: id, due_at: '2099-01-01T10:00:00Z', status: 'done' });

		const { body } = await board();
		expect(body.data).toMatchObject({ pipeline: { id: pipeline }, currency: { code: 'EUR', decimals: 2 }, mayMove: true, mayCreate: true });
		expect(body.data.pipelines).toContainEqual({ id: referenceId('crm_pipelines', 'sales'), name: 'Sales' });
		const columns: readonly Column[] = body.data.columns;
		expect(columns.map(({ stage: { name } }) => name)).toEqual(['Start', 'Next', 'Won', 'Lost']);
		expect(named(columns, 'Start')).toMatchObject({ count: 3, amount: '70.11', weighted: '6.01', next: null });
		expect(named(columns, 'Next')).toMatchObject({ count: 0, amount: '0.00', weighted: '0.00', cards: [], next: null });
		expect(named(columns, 'Won')).toMatchObject({ count: 1, amount: '50.00', weighted: '50.00' });
		expect(named(columns, 'Start').cards.at(-1)).toEqual({
			id, name: 'Abroad', account: { id: account, name: 'Acme' }, amount: '100.0100', currency, amount_base: '50.01', close_date: '2099-01-02',
			owner: { id: owner.id, name: expect.stringMatching(/^Sales Rep /), avatar: null }, stage: stages['Start'], stage_entered_at: expect.stringMatching(/^20.*Z$/), probability: 10, isStalled: false,
			nextActivity: { id: next['id'], type: 'call', subject: 'Sooner', due_at: '2099-01-02T10:00:00.000Z' },
		});
	});

	test('hold what the question asks for', async () => {
		const { id: owner, team } = cast.teammate;
		const id = await deal({ name: 'Needle', owner, stage: stages['Next'], close_date: '2031-05-05' });
		const found = async (question: Record<string, string>, token?: string) => named(await columnsOf(question, token), 'Next').cards.map((card) => card.id);
		expect(await found({ owner })).toEqual([id]);
		expect(await found({ owner: 'me' }, cast.teammate.token)).toEqual([id]);
		expect(await found({ team, search: 'needle' })).toEqual([id]);
		expect(await found({ close_from: '2031-05-05', close_to: '2031-05-06' })).toEqual([id]);
		expect(await found({ close_from: '2031-05-04', close_to: '2031-05-05' })).toEqual([]);
		expect(named(await columnsOf({ closed_since: '2090-01-01' }), 'Won').count).toBe(0);
		expect((await columnsOf({ stage: stages['Next'] ?? '' })).map(({ stage }) => stage.name)).toEqual(['Next']);
	});

	test('mark what stands longer than its stage allows', async () => {
		const id = await deal({ name: 'Stalled', stage: stages['Start'] });
		await world.sql.query("UPDATE crm_opportunities SET stage_entered_at = now() - interval '6 days' WHERE id = $1", [id]);
		const client = await world.sql.connect();
		try {
			await client.query('BEGIN');
			await client.query("SELECT set_config('crm.origin', 'import', true)");
			await client.query("UPDATE crm_opportunities SET stage_entered_at = now() - interval '6 days' WHERE id = $1", [id]);
			await client.query('COMMIT');
		} finally {
			client.release();
		}
		const cards = await allPages(stages['Start'] ?? '', { search: 'Stalled' });
		expect(cards.map(({ isStalled }) => isStalled)).toEqual([true]);
	});

	test('of an amount without a rate name currency and day', async () => {
		const lonely = (await created(world, 'crm_pipelines', { name: `Lonely ${Math.random()}` }))['id'] as string;
		const stage = (await created(world, 'crm_stages', { name: 'Start', pipeline: lonely }))['id'];
		await created(world, 'crm_currencies', { code: 'XQX', name: 'Nowhere', decimals: 2 }).catch(() => undefined);
		await deal({ pipeline: lonely, stage, amount: '5', currency: 'XQX' });
		expect(await board({ pipeline: lonely })).toMatchObject(refused(400, expect.stringMatching(/^There is no exchange rate from XQX to EUR for 20\d\d-\d\d-\d\d\. Add one under Exchange rates\.$/)));
	});
});

describe('under the reader’s rights', () => {
	test('a rep sees and adds up what is theirs', async () => {
		const { id: owner, token } = cast.stranger;
		await deal({ owner, amount: '7', currency: 'EUR', stage: stages['Next'] });
		await deal({ owner: cast.teammate.id, amount: '9', currency: 'EUR', stage: stages['Next'] });
		expect(named(await columnsOf({}, token), 'Next')).toMatchObject({ count: 1, amount: '7.00', weighted: '3.50' });
	});

	test('who may not read amounts is refused; who may not read accounts, people or activities sees cards without them', async () => {
		const lists = ['crm_pipelines', 'crm_stages', 'crm_currencies'].map((collection) => ({ collection, fields: ['*'] }));
		const blind = await personWith(world, `Blind${Date.now()}`, [...lists, { collection: 'crm_opportunities', fields: ['id', 'name', 'stage', 'currency'] }]);
		expect((await board({}, blind.token)).status).toBe(403);
		const bare = await personWith(world, `Bare${Date.now()}`, [...lists, { collection: 'crm_opportunities', fields: ['*'] }]);
		const { body, status } = await board({}, bare.token);
		expect(status).toBe(200);
		expect(body.data).toMatchObject({ mayMove: false, mayCreate: false });
		expect(body.data.columns[0].cards[0]).toMatchObject({ account: null, owner: null, nextActivity: null });
		expect((await board({}, null)).status).toBe(403);
	});
});

describe('a column', () => {
	let wide: string;
	beforeAll(async () => {
		wide = (await created(world, 'crm_stages', { name: 'Wide', kind: 'open', probability: 33, pipeline, sort: 9 }))['id'] as string;
		await world.sql.query(`INSERT INTO crm_opportunities (id, name, pipeline, stage, amount, currency, close_date, date_created)
			SELECT gen_random_uuid(), 'Deal ' || n % 7, $1, $2, CASE WHEN n % 5 > 0 THEN n % 6 + 0.5 END, CASE n % 2 WHEN 0 THEN 'EUR' ELSE $3 END, CASE WHEN n % 4 > 0 THEN date '2099-01-01' + n % 3 END, now() FROM generate_series(1, 60) n`, [pipeline, wide, currency]);
	});

	test('pages to its end in every order: each deal once, in that order, and together what the totals say', async () => {
		const by: Record<string, (card: Card) => string | number | null> = {
			amount: ({ amount_base }) => (amount_base === null ? null : Number(amount_base)), close_date: ({ close_date }) => close_date, name: ({ name }) => name,
		};
		const sorts = fc.constantFrom('rank', 'amount', '-amount', 'close_date', '-close_date', 'stage_entered_at', '-stage_entered_at', 'name');
		await fc.assert(fc.asyncProperty(sorts, fc.integer({ min: 7, max: 45 }), async (sort, limit) => {
			const cards = await allPages(wide, { sort, limit: String(limit) });
			expect(new Set(cards.map(({ id }) => id)).size).toBe(60);
			expect(cards).toHaveLength(60);
			const value = by[sort.replace('-', '')];
			if (!value) return;
			const known = cards.map(value).filter((one) => one !== null);
			expect(cards.map(value).slice(0, known.length)).toEqual(known); // what has none comes last
			const direction = sort.startsWith('-') ? -1 : 1;
			expect(known.every((one, index) => index === 0 || (known[index - 1]! < one ? -1 : known[index - 1]! > one ? 1 : 0) * direction <= 0)).toBe(true);
		}), { numRuns: 12 });

		const [column] = await columnsOf({ stage: wide });
		const cards = await allPages(wide, {});
		expect(column).toMatchObject({ count: 60, amount: cards.reduce((sum, { amount_base }) => sum + Number(amount_base ?? 0), 0).toFixed(2) });
	});

	test('pages on past the longest names', async () => {
		const stage = (await created(world, 'crm_stages', { name: 'Long names', kind: 'open', pipeline, sort: 10 }))['id'] as string;
		for (const sign of ['名', '\u0001', '😀']) await deal({ name: sign.repeat(255 / sign.length), stage });
		expect(await allPages(stage, { sort: 'name', limit: '1' })).toHaveLength(3);
	});

	test('keeps its pages while deals are moved about: none that stayed is left out or comes twice', async () => {
		const before = (await allPages(wide, { limit: '100' })).map(({ id }) => id);
		const moved = [before[5]!, before[30]!];
		let turn = 0;
		const seen = await allPages(wide, { limit: '10' }, async () => {
			const id = moved[turn++ % 2]!;
			await world.api(`/crm/opportunities/${id}/move`, { body: { stage: wide, after: before[(turn * 17) % 60] } });
		});
		const stayed = (ids: readonly string[]) => ids.filter((id) => !moved.includes(id));
		expect(stayed(seen.map(({ id }) => id))).toEqual(stayed(before));
	});
});

test('a question that makes no sense is refused with what to do', async () => {
	expect(await board({ pipeline: '00000000-0000-4000-8000-000000000000' })).toMatchObject(refused(400, 'pipeline: There is no such pipeline. Choose another one.'));
	expect(await board({ stage: referenceId('crm_stages', 'sales/won') })).toMatchObject(refused(400, 'stage: There is no such stage in this pipeline. Choose another one.'));
	expect(await board({ limit: '500' })).toMatchObject(refused(400, 'limit: Ask for 100 cards a column at most.'));
	expect(await board({ colour: 'red' })).toMatchObject(refused(400, expect.stringMatching(/^There is no parameter “colour”\./)));
	for (const cursor of ['nonsense', Buffer.from('["name","x","no"]').toString('base64url')]) {
		expect(await board({ cursor, stage: stages['Start'] ?? '' })).toMatchObject(refused(400, 'cursor: Take it from the page before, with the same stage and sort.'));
	}
	expect(await board({ sort: 'colour' })).toMatchObject(refused(400, expect.stringMatching(/^sort: Write one of rank, /)));
	expect(await board({ owner: 'kim' })).toMatchObject(refused(400, 'owner: Write the id of a person, or me.'));
	expect(await board({ search: 'x'.repeat(201) })).toMatchObject(refused(400, 'search: Search for 200 characters at most.'));
	expect(await board({ pipeline: 'sales' })).toMatchObject(refused(400, 'pipeline: Write the id of a record, or leave it out.'));
	const bad = Buffer.from(JSON.stringify(['amount', 'abc', '00000000-0000-4000-8000-000000000000'])).toString('base64url');
	expect((await board({ cursor: bad, sort: 'amount', stage: stages['Start'] ?? '' })).status).toBe(400);
});
