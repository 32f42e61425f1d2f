import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Metrics, metrics as shape } from '../../extensions/crm/src/domain/forecast/question.ts';
import { castOf, type Cast, created, type Person } from '../rights/cast.ts';
import { startWorld, type World } from '../support/index.ts';
import { pastDeal, stage } from './history.ts';

/** What happened in March 2020, and in the month before. */
let world: World;
let cast: Cast;
let rep: Person;
const march = { from: '2020-03-01', to: '2020-04-01' };

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	rep = cast.people['Sales Rep'];
	const past = (deal: Omit<Parameters<typeof pastDeal>[1], 'owner'>, owner = rep.id) => pastDeal(world, { owner, ...deal });
	// Won within ten and twenty days; one of the two straight from the first stage.
	await past({ amount: '100', path: [['prospecting', '2020-03-01'], ['qualification', '2020-03-03'], ['proposal', '2020-03-05'], ['negotiation', '2020-03-08'], ['won', '2020-03-11']] });
	await past({ amount: '200.01', path: [['prospecting', '2020-03-02'], ['won', '2020-03-22']] });
	// Lost, after it had come on.
	await past({ amount: '50', path: [['prospecting', '2020-03-01'], ['qualification', '2020-03-05'], ['lost', '2020-03-31T23:59:59Z']] });
	// Forward, back, and still there; forward, back and forward again.
	await past({ amount: '70', path: [['prospecting', '2020-03-01'], ['proposal', '2020-03-02'], ['prospecting', '2020-03-04']] });
	await past({ amount: '80', close_date: '2020-03-31', path: [['prospecting', '2020-03-01'], ['qualification', '2020-03-02'], ['prospecting', '2020-03-03'], ['qualification', '2020-03-05']] }, cast.teammate.id);
	// The month before: one won, one lost.
	await past({ amount: '100', path: [['prospecting', '2020-02-01'], ['won', '2020-02-06']] }, cast.teammate.id);
	await past({ amount: '100', path: [['prospecting', '2020-02-01'], ['lost', '2020-02-29T23:59:59Z']] });
	// Nothing of March any more.
	await past({ amount: '1000', path: [['prospecting', '2020-03-20'], ['won', '2020-04-01']] }, cast.stranger.id);
	await created(world, 'crm_opportunities', { name: 'Fresh', owner: cast.stranger.id, stage: stage('negotiation'), amount: '5', currency: 'EUR' });
	await created(world, 'crm_opportunities', { name: 'Archived', owner: rep.id, stage: stage('negotiation'), amount: '5', currency: 'EUR', archived: true });
});
afterAll(() => world?.stop());

const ask = (parameters: Record<string, string> = {}, who?: Person) => world.api(`/crm/pipeline/metrics?${new URLSearchParams(parameters)}`, who ? { token: who.token } : {});

async function metrics(parameters: Record<string, string> = march, who?: Person): Promise<Metrics> {
	const { status, body } = await ask(parameters, who);
	if (status !== 200) throw new Error(JSON.stringify(body));
	return shape.parse(body.data);
}

const stageOf = ({ stages }: Metrics, name: string) => stages.find((one) => one.name === name);

describe('the metrics of a span', () => {
	test('say how many were won, how much, how fast, against the span before', async () => {
		expect(await metrics()).toMatchObject({
			currency: 'EUR', decimals: 2, ...march,
			winRate: { value: '0.6667', before: '0.5000', change: '0.3333' },
			wonAmount: { value: '300.01', before: '100.00', change: '2.0001' },
			wonCount: { value: '2', before: '1', change: '1.0000' },
			averageWon: { value: '150.01', before: '100.00', change: '0.5001' },
			cycleDays: { value: '15.0', before: '5.0', change: '2.0000' },
			// Open at the end of March: two and the one won in April; 3 × 150.005 × ⅔ ÷ 15. None was at the end of February.
			velocity: { value: '20.00', before: '0.00', change: null },
		});
	});

	test('count what is open now', async () => {
		expect(await metrics()).toMatchObject({ openCount: 3, openAmount: '155.00', coverage: null, quota: null });
	});

	test('tell from the history how deals passed the stages', async () => {
		const found = await metrics();
		expect(found.stages.map(({ name }) => name)).toEqual(['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Won', 'Lost']);
		// Six entered it, each once: the one that is back has not gone on, nor is the one that is gone on by now left out.
		expect(stageOf(found, 'Prospecting')).toMatchObject({ entered: 6, advanced: 5, conversion: '0.8333', open: 1, openAmount: '70.00' });
		// Those that skipped it did not enter it. One stands there still, one was lost from it.
		expect(stageOf(found, 'Qualification')).toMatchObject({ entered: 3, advanced: 1, conversion: '0.3333', open: 1, openAmount: '80.00' });
		expect(stageOf(found, 'Proposal')).toMatchObject({ entered: 2, advanced: 1, conversion: '0.5000' });
		expect(stageOf(found, 'Negotiation')).toMatchObject({ entered: 1, advanced: 1, conversion: '1.0000', medianDays: '3.0', open: 1 });
		expect(stageOf(found, 'Won')).toMatchObject({ entered: 2, conversion: null, medianDays: null });
		expect(stageOf(found, 'Lost')).toMatchObject({ entered: 1, conversion: null });
		// Stays of 1, 1, 2, 2, 4 and 20 days; of 1, 2 and nearly 27.
		expect([stageOf(found, 'Prospecting')?.medianDays, stageOf(found, 'Qualification')?.medianDays, stageOf(found, 'Proposal')?.medianDays]).toEqual(['2.0', '2.0', '2.5']);
	});

	test('name who won most', async () => {
		const { leaders } = await metrics();
		expect(leaders.map(({ owner, won, wonCount, open, winRate }) => [owner.id, won, wonCount, open, winRate])).toEqual([
			[rep.id, '300.01', 2, '70.00', '0.6667'],
			[cast.teammate.id, '0.00', 0, '80.00', null],
			[cast.stranger.id, '0.00', 0, '5.00', null],
		]);
		expect(leaders[0]?.owner.name).toContain('Sales Rep');
	});

	// In qualification a deal may stay for 21 days, in prospecting for 30.
	test('name what stands still, the longest over its time first', async () => {
		const { stalled, stalledCount } = await metrics();
		expect(stalledCount).toBe(2);
		expect(stalled.map(({ name, stage: of, amount, currency, account }) => [name, of, amount, currency, account])).toEqual([['Deal', 'Qualification', '80.0000', 'EUR', null], ['Deal', 'Prospecting', '70.0000', 'EUR', null]]);
		expect(stalled[0]?.days).toBeGreaterThan(2000);
		expect(stalled.map(({ owner }) => owner)).toEqual([expect.stringContaining('Teammate'), expect.stringContaining('Sales Rep')]);
	});

	test('have nothing to say of nothing', async () => {
		expect(await metrics({ from: '2010-01-01', to: '2010-02-01' })).toMatchObject({
			winRate: { value: null, before: null, change: null }, wonAmount: { value: '0.00' }, wonCount: { value: '0' }, averageWon: { value: null }, cycleDays: { value: null }, velocity: { value: null },
		});
	});

	test('are of the last ninety days, unless asked otherwise', async () => {
		const { from, to } = await metrics({});
		expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBe(90);
		expect(Date.parse(to)).toBeGreaterThan(Date.now());
	});
});

describe('rights', () => {
	test('a rep sees the metrics of their own deals, and nobody else among the leaders', async () => {
		expect(await metrics(march, rep)).toEqual(await metrics({ ...march, owner: rep.id }));
		expect((await metrics(march, rep)).leaders.map(({ owner }) => owner.id)).toEqual([rep.id]);
		expect(stageOf(await metrics(march, rep), 'Prospecting')).toMatchObject({ entered: 4 });
		expect(await metrics(march, cast.people['Sales Manager'])).toEqual(await metrics({ ...march, team: cast.north }));
	});

	test('nobody sees them who may not see deals', async () => {
		expect((await ask(march, cast.people.Support)).status).toBe(403);
		expect((await world.api('/crm/pipeline/metrics', { token: null })).status).toBe(403);
	});
});

test.each([
	[{ from: '2026-02-01', to: '2026-01-01' }, 'to: 2026-01-01 is not after'],
	[{ from: '1990-01-01' }, 'to: Ask for 20 years at most.'],
	[{ by: 'owner' }, 'There is no parameter “by”. There are from, to'],
	[{ currency: 'XXX' }, 'There is no currency XXX.'],
])('refuses %j', async (parameters, sentence) => {
	const { status, body } = await ask(parameters as Record<string, string>);
	expect([status, body.errors?.[0].message]).toEqual([400, expect.stringContaining(sentence)]);
});
