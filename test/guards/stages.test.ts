import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedWorld, type World } from '../support/index.ts';

let world: World;

beforeAll(async () => {
	world = await sharedWorld();
});
afterAll(() => world?.stop());

const create = async (collection: string, body: object) => {
	const answer = await world.api(`/items/${collection}`, { body });
	if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	return answer.body.data;
};
const update = (collection: string, key: string, body: object) => world.api(`/items/${collection}/${key}`, { method: 'PATCH', body });
const refused = (status: number, message: string, field: string) => ({ status, body: { errors: [{ message, extensions: { field } }] } });

async function newPipeline(name: string) {
	const pipeline = await create('crm_pipelines', { name });
	const stage = await create('crm_stages', { name: 'Start', pipeline: pipeline.id, kind: 'open', probability: 5, forecast_category: 'pipeline' });
	return { pipeline: pipeline.id as string, stage: stage.id as string };
}

test('what a stage stands for can’t change below its deals', async () => {
	const { pipeline, stage } = await newPipeline('Below deals');
	const other = await newPipeline('Below other deals');
	expect((await update('crm_stages', stage, { kind: 'lost' })).status).toBe(200);
	expect((await update('crm_stages', stage, { kind: 'open' })).status).toBe(200);

	await create('crm_opportunities', { name: 'One', pipeline });
	expect(await update('crm_stages', stage, { kind: 'won' })).toMatchObject(refused(409, '1 deal is in this stage. Make another stage and move it there.', 'kind'));
	await create('crm_opportunities', { name: 'Two', stage });
	expect(await update('crm_stages', stage, { kind: 'won' })).toMatchObject(refused(409, '2 deals are in this stage. Make another stage and move them there.', 'kind'));
	expect(await update('crm_stages', stage, { pipeline: other.pipeline })).toMatchObject(refused(409, '2 deals are in this stage. Make another stage and move them there.', 'pipeline'));
	expect(await update('crm_stages', stage, { name: 'Renamed', probability: 7 })).toMatchObject({ status: 200, body: { data: { kind: 'open', pipeline } } });
});

test('a deal that moves in while its stage changes finds the stage as it became, or keeps it', async () => {
	const { stage } = await newPipeline('Moving in');
	const [mover, keeper] = [await world.sql.connect(), await world.sql.connect()];
	try {
		await mover.query('BEGIN');
		await mover.query("INSERT INTO crm_opportunities (id, name, stage, date_created) VALUES (gen_random_uuid(), 'Mover', $1, now())", [stage]);
		const change = keeper.query("UPDATE crm_stages SET kind = 'won' WHERE id = $1", [stage]).then(() => 'changed', ({ code }) => code);
		await new Promise((resolve) => setTimeout(resolve, 200));
		await mover.query('COMMIT');
		expect(await change).toBe('CR409');

		await mover.query('DELETE FROM crm_opportunities WHERE stage = $1', [stage]);
		await keeper.query('BEGIN');
		await keeper.query("UPDATE crm_stages SET kind = 'won' WHERE id = $1", [stage]);
		const move = mover.query("INSERT INTO crm_opportunities (id, name, stage, amount, close_date, date_created) VALUES (gen_random_uuid(), 'Late', $1, 1, '2099-01-01', now()) RETURNING stage_kind", [stage]);
		await new Promise((resolve) => setTimeout(resolve, 200));
		await keeper.query('COMMIT');
		expect((await move).rows).toEqual([{ stage_kind: 'won' }]);
	} finally {
		mover.release();
		keeper.release();
	}
});

test('a stage is open, won or lost, and nothing else', async () => {
	const { pipeline, stage } = await newPipeline('Kinds');
	expect(await update('crm_stages', stage, { kind: 'maybe' })).toMatchObject(refused(400, 'Kind must be open, won or lost.', 'kind'));
	expect(await world.api('/items/crm_stages', { body: { name: 'Maybe', pipeline, kind: 'maybe' } })).toMatchObject(refused(400, 'Kind must be open, won or lost.', 'kind'));
});

test('a deal needs a stage that exists', async () => {
	const body = { name: 'Nowhere', stage: '00000000-0000-4000-8000-000000000000', amount: '1' };
	expect(await world.api('/items/crm_opportunities', { body })).toMatchObject(refused(400, 'Choose a stage that exists.', 'stage'));
});
