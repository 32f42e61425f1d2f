import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceId } from '../../seeds/reference.ts';
import { type Cast, castOf, created } from '../rights/cast.ts';
import { sharedWorld, type World } from '../support/index.ts';

/** Moving deals: to a stage, to a place in its column, by somebody with rights of their own. */
let world: World;
let cast: Cast;

beforeAll(async () => {
	world = await sharedWorld();
	cast = await castOf(world);
});
afterAll(() => world?.stop());

const stage = (name: string) => referenceId('crm_stages', `sales/${name}`);
const deal = async (values: object = {}) => (await created(world, 'crm_opportunities', { name: 'Deal', owner: cast.people['Sales Rep'].id, ...values }))['id'] as string;
const move = (id: string, body: object, token = cast.people['Sales Rep'].token) => world.api(`/crm/opportunities/${id}/move`, { body, token });
const path = (id: string, token = cast.people['Sales Rep'].token) => world.api(`/crm/opportunities/${id}/path`, { token });
const stored = async (id: string) => (await world.sql.query('SELECT * FROM crm_opportunities WHERE id = $1', [id])).rows[0];
const refused = (status: number, message: unknown, field?: string) => ({ status, body: { errors: [{ message, ...(field ? { extensions: { field } } : {}) }] } });

async function pipelineOf(...stages: (object & { name: string })[]) {
	const pipeline = await created(world, 'crm_pipelines', { name: `Pipeline ${Math.random()}` });
	const made: Record<string, string> = {};
	for (const [sort, one] of stages.entries()) made[one.name] = (await created(world, 'crm_stages', { kind: 'open', probability: 10, forecast_category: 'pipeline', pipeline: pipeline['id'], sort, ...one }))['id'] as string;
	return { id: pipeline['id'] as string, stages: made };
}

/** Who stands in a column, from top to bottom. */
async function column(stageId: string): Promise<string[]> {
	return (await world.sql.query('SELECT name FROM crm_opportunities WHERE stage = $1 ORDER BY rank COLLATE "C", id', [stageId])).rows.map(({ name }) => name);
}

describe('a place in a column', () => {
	test('who comes in stands on top; who is moved, between the two that are named', async () => {
		const { id: pipeline, stages: { Start = '', Next = '' } } = await pipelineOf({ name: 'Start' }, { name: 'Next' });
		const [a, b, c] = [await deal({ name: 'a', pipeline }), await deal({ name: 'b', pipeline }), await deal({ name: 'c', pipeline })];
		expect(await column(Start)).toEqual(['c', 'b', 'a']);

		expect(await move(a, { stage: Start, after: c, before: b })).toMatchObject({ status: 200, body: { data: { id: a, stage: Start, from: { stage: Start, after: b, before: null } } } });
		expect(await column(Start)).toEqual(['c', 'a', 'b']);
		const { body } = await move(b, { stage: Start });
		expect(await column(Start)).toEqual(['b', 'c', 'a']);
		await move(b, body.data.from); // undone
		expect(await column(Start)).toEqual(['c', 'a', 'b']);

		await move(c, { stage: Next });
		await move(a, { stage: Next });
		expect([await column(Start), await column(Next)]).toEqual([['b'], ['a', 'c']]);
		await move(b, { stage: Next, before: c });
		expect(await column(Next)).toEqual(['a', 'b', 'c']);
		await move(c, { stage: Start, after: b }); // which stands elsewhere by now
		expect(await column(Start)).toEqual(['c']);
	});

	test('within a stage says nothing of when it was entered', async () => {
		const { id: pipeline, stages: { Start = '' } } = await pipelineOf({ name: 'Start' });
		const [a, b] = [await deal({ pipeline }), await deal({ pipeline })];
		const before = await stored(a);
		await move(a, { stage: Start, before: b });
		const after = await stored(a);
		expect(after.rank).not.toBe(before.rank);
		expect(after.stage_entered_at).toEqual(before.stage_entered_at);
		expect((await world.sql.query('SELECT count(*)::int AS n FROM crm_stage_changes WHERE opportunity = $1', [a])).rows[0].n).toBe(1);
	});

	test('one row is written, with one revision', async () => {
		const { id: pipeline, stages: { Next = '' } } = await pipelineOf({ name: 'Start' }, { name: 'Next' });
		const [a, b] = [await deal({ pipeline }), await deal({ pipeline, stage: Next })];
		const written = async () => (await world.sql.query('SELECT id, xmin FROM crm_opportunities WHERE pipeline = $1', [pipeline])).rows;
		const before = await written();
		await move(a, { stage: Next, before: b });
		expect((await written()).filter(({ id, xmin }) => xmin !== before.find((row) => row.id === id)?.xmin).map(({ id }) => id)).toEqual([a]);
		const { body } = await world.api(`/revisions?filter[collection][_eq]=crm_opportunities&filter[item][_eq]=${a}&fields=delta,activity.user`);
		expect(body.data).toHaveLength(2);
		expect(body.data[1]).toMatchObject({ delta: { stage: Next }, activity: { user: cast.people['Sales Rep'].id } });
	});

	test('20 deals that are put between the same two at once all come to stand there, each at a place of its own', async () => {
		const { id: pipeline, stages: { Start = '', Next = '' } } = await pipelineOf({ name: 'Start' }, { name: 'Next' });
		const bottom = await deal({ name: 'bottom', pipeline, stage: Next });
		const top = await deal({ name: 'top', pipeline, stage: Next });
		const movers = await Promise.all(Array.from({ length: 20 }, () => deal({ name: 'mover', pipeline, stage: Start })));
		const answers = await Promise.all(movers.map((id) => move(id, { stage: Next, after: top, before: bottom, expectedStage: Start })));
		expect(answers.map(({ status }) => status)).toEqual(movers.map(() => 200));
		const { rows } = await world.sql.query('SELECT name, rank FROM crm_opportunities WHERE stage = $1 ORDER BY rank COLLATE "C"', [Next]);
		expect(rows.map(({ name }) => name)).toEqual(['top', ...movers.map(() => 'mover'), 'bottom']);
		expect(new Set(rows.map(({ rank }) => rank)).size).toBe(22);
	});

	test('a rank that nobody could go on from is refused', async () => {
		const id = await deal();
		expect(await world.api(`/items/crm_opportunities/${id}`, { method: 'PATCH', body: { rank: 'top!' } })).toMatchObject(refused(400, 'The rank of a deal is given by the board: move it there.', 'rank'));
	});
});

describe('two who move the same deal', () => {
	test('the first one wins; the other is told who it was, and where it is now', async () => {
		const id = await deal({ stage: stage('prospecting') });
		expect((await move(id, { stage: stage('proposal'), expectedStage: stage('prospecting') }, cast.people['Sales Manager'].token)).status).toBe(200);
		expect(await move(id, { stage: stage('qualification'), expectedStage: stage('prospecting') })).toMatchObject(refused(409, expect.stringMatching(/^Sales Manager \S+ has moved this deal to Proposal meanwhile\. It stays there; look at it and move it again if need be\.$/), 'stage'));
		expect((await stored(id)).stage).toBe(stage('proposal'));
	});

	test('are told apart however the keys are written', async () => {
		const id = await deal({ stage: stage('prospecting') });
		const { status, body } = await move(id, { stage: stage('proposal').toUpperCase(), expectedStage: stage('prospecting').toUpperCase() });
		expect({ status, stage: body.data?.stage }).toEqual({ status: 200, stage: stage('proposal') });
	});

	test('at the very same time, one of them', async () => {
		const id = await deal({ stage: stage('prospecting') });
		const targets = ['qualification', 'proposal', 'negotiation', 'qualification', 'proposal', 'negotiation'];
		const answers = await Promise.all(targets.map((name) => move(id, { stage: stage(name), expectedStage: stage('prospecting') })));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
		expect((await world.sql.query('SELECT count(*)::int AS n FROM crm_stage_changes WHERE opportunity = $1', [id])).rows[0].n).toBe(2);
	});
});

describe('whoever may not', () => {
	test('see a deal, neither moves it nor reads its path, and stands below no deal that they can’t see', async () => {
		const { id: pipeline, stages: { Start = '' } } = await pipelineOf({ name: 'Start' });
		const [mine, other] = [await deal({ pipeline }), await deal({ pipeline, owner: cast.people['Sales Manager'].id })];
		const message = /^You don’t have permission to (see|move) this deal, or it isn’t there any more\.$/;
		for (const token of [cast.stranger.token, undefined]) {
			const as = token ?? cast.people['Sales Rep'].token;
			const id = token ? mine : '00000000-0000-4000-8000-000000000000';
			expect(await move(id, { stage: Start }, as)).toMatchObject(refused(403, expect.stringMatching(message)));
			expect(await path(id, as)).toMatchObject(refused(403, expect.stringMatching(message)));
		}
		expect(await world.api(`/crm/opportunities/${mine}/path`, { token: null })).toMatchObject({ status: 403 });
		const { body } = await move(mine, { stage: Start, after: other });
		expect(body.data.from).toEqual({ stage: Start, before: null, after: null });
		expect((await stored(mine)).rank < (await stored(other)).rank).toBe(true);
	});

	test('change a deal, sees its path, and that it is not theirs to move', async () => {
		const id = await deal({ stage: stage('prospecting') });
		const viewer = cast.people.Viewer.token;
		const { body } = await path(id, viewer);
		expect(body.data).toMatchObject({ id, mayMove: false, isStalled: false, lastOpenStage: null });
		expect(body.data.stages.filter(({ isCurrent }: { isCurrent: boolean }) => !isCurrent).every(({ refusal }: { refusal: string | null }) => refusal?.startsWith('You may look at this deal, but not move it'))).toBe(true);
		expect((await move(id, { stage: stage('proposal') }, viewer)).status).toBe(403);
		expect((await stored(id)).stage).toBe(stage('prospecting'));
	});

	test('write with a move what a move is not about', async () => {
		const id = await deal();
		for (const values of [{ owner: cast.stranger.id }, { id: cast.north }, { stage: stage('won') }, { lines: [] }, { nonsense: 1 }]) {
			expect(await move(id, { stage: stage('proposal'), values })).toMatchObject(refused(400, `values: “${Object.keys(values)[0]}” can’t be written along with a move. Change it in the deal itself.`));
		}
		expect(await move(id, { stage: 'proposal' })).toMatchObject(refused(400, expect.stringContaining('Say which stage the deal goes to'), 'stage'));
		expect(await move(id, {})).toMatchObject(refused(400, expect.stringContaining('Say which stage the deal goes to'), 'stage'));
	});
});

describe('the path', () => {
	test('tells the days in each stage, what each wants, and where a closed deal is reopened', async () => {
		const id = await deal({ stage: stage('prospecting') });
		await move(id, { stage: stage('proposal') });
		const { body } = await path(id);
		expect(body.data).toMatchObject({ id, pipeline: { id: referenceId('crm_pipelines', 'sales'), name: 'Sales' }, mayMove: true, lastOpenStage: null });
		const of = (name: string, { data } = body) => data.stages.find((one: { name: string }) => one.name === name);
		expect(body.data.stages.map(({ name }: { name: string }) => name)).toEqual(['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Won', 'Lost']);
		expect(of('Prospecting')).toMatchObject({ entries: 1, seconds: expect.any(Number), isCurrent: false, refusal: null });
		expect(of('Proposal')).toMatchObject({ entries: 1, isCurrent: true, refusal: null, wanted: [] });
		expect(of('Negotiation')).toMatchObject({ entries: 0, seconds: null });
		expect(of('Won').wanted).toEqual([
			{ field: 'amount', label: 'Amount', message: 'Fill in Amount.' },
			{ field: 'close_date', label: 'Close date', message: 'Fill in Close date.' },
		]);
		expect(of('Lost').wanted).toEqual([{ field: 'lost_reason', label: 'Lost reason', message: 'Say why it was lost.' }]);

		expect(await move(id, { stage: stage('won') })).toMatchObject(refused(400, 'For the stage Won, fill in Amount and Close date.', 'amount'));
		expect((await move(id, { stage: stage('won'), values: { amount: '10', close_date: '2099-01-01' } })).status).toBe(200);
		expect((await path(id)).body.data.lastOpenStage).toBe(stage('proposal'));
	});
});
