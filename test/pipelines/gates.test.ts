import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf } from '../../schema/apply/access.ts';
import { referenceId } from '../../seeds/reference.ts';
import { type Cast, castOf, created } from '../rights/cast.ts';
import { sharedWorld, type World } from '../support/index.ts';

/** What a deal needs to enter a stage, who may move it there and from where: on every path that writes. */
let world: World;
let cast: Cast;
let pipeline: string;
const stages: Record<string, string> = {};
let reasons: Record<'fine' | 'noted' | 'old', string>;
const custom = `budget_${Math.random().toString(36).slice(2, 8)}`;

beforeAll(async () => {
	world = await sharedWorld();
	cast = await castOf(world);
	const { status } = await world.api('/fields/crm_opportunities', { body: { field: custom, type: 'boolean', meta: { interface: 'boolean', special: ['cast-boolean'], translations: [{ language: 'en-US', translation: 'Budget confirmed' }] }, schema: { default_value: false } } });
	expect(status).toBe(200);
	pipeline = await created(world, 'crm_pipelines', { name: `Gates ${Math.random()}` }).then(keyOf);
	for (const [sort, [name, kind, probability]] of ([['First', 'open', 10], ['Second', 'open', 30], ['Third', 'open', 60], ['Won', 'won', 100], ['Lost', 'lost', 0]] as const).entries()) {
		stages[name] = await created(world, 'crm_stages', { name, kind, probability, pipeline, sort, forecast_category: kind === 'lost' ? 'omitted' : probability > 50 ? 'commit' : 'pipeline' }).then(keyOf);
	}
	await change('crm_stages', stages['Third'], { required_fields: ['next_step', custom] });
	const reason = (item: object) => created(world, 'crm_lost_reasons', { name: `Reason ${Math.random()}`, ...item }).then(keyOf);
	reasons = { fine: await reason({}), noted: await reason({ name: `Odd ${Math.random()}`, needs_note: true }), old: await reason({ name: `Old ${Math.random()}`, is_active: false }) };
});
afterAll(async () => {
	await world?.api(`/fields/crm_opportunities/${custom}`, { method: 'DELETE' });
	await world?.stop();
});

const keyOf = (row: Record<string, unknown>) => String(row['id']);
const deal = (values: object = {}) => created(world, 'crm_opportunities', { name: 'Gated', pipeline, owner: cast.people['Sales Rep'].id, ...values }).then(keyOf);
const stored = async (id: string) => (await world.sql.query('SELECT * FROM crm_opportunities WHERE id = $1', [id])).rows[0];
const change = (collection: string, key: string | undefined, body: object, token?: string) => world.api(`/items/${collection}/${key}`, { method: 'PATCH', body, ...(token ? { token } : {}) });
const patch = (key: string, body: object, token?: string) => change('crm_opportunities', key, body, token);
const refused = (status: number, message: unknown, field?: string) => ({ status, body: { errors: [{ message, ...(field ? { extensions: { field } } : {}) }] } });
const winning = { amount: '10', close_date: '2099-01-01' };

/** Every way in which somebody can write to a deal that is there. */
const writePaths: Record<string, (key: string, values: Record<string, unknown>) => Promise<unknown>> = {
	'REST, one row': (key, values) => patch(key, values),
	'REST, several keys': (key, data) => world.api('/items/crm_opportunities', { method: 'PATCH', body: { keys: [key], data } }),
	'REST, a batch': (key, values) => world.api('/items/crm_opportunities', { method: 'PATCH', body: [{ id: key, ...values }] }),
	'REST, by query': (key, data) => world.api('/items/crm_opportunities', { method: 'PATCH', body: { query: { filter: { id: { _eq: key } } }, data } }),
	GraphQL: (key, { stage, ...values }) => world.graphql('mutation Move($id: ID!, $data: update_crm_opportunities_input!) { update_crm_opportunities_item(id: $id, data: $data) { id } }', { id: key, data: { ...values, stage: { id: stage } } }),
	'a nested write': async (key, values) => world.api('/items/crm_accounts', { body: { name: 'Nesting', opportunities: { create: [], update: [{ id: key, ...values }], delete: [] } } }),
	'/utils/import': async (key, values) => {
		const form = new FormData();
		form.set('file', new Blob([JSON.stringify([{ id: key, ...values }])], { type: 'application/json' }), 'deals.json');
		return world.api('/utils/import/crm_opportunities', { method: 'POST', body: form });
	},
	'a move': (key, { stage, ...values }) => world.api(`/crm/opportunities/${key}/move`, { body: { stage, values } }),
	SQL: (key, { stage }) => world.sql.query('UPDATE crm_opportunities SET stage = $2 WHERE id = $1', [key, stage]).catch(({ detail, column }) => ({ message: detail, field: column })),
};

describe.each(Object.keys(writePaths))('over %s', (path) => {
	const write = writePaths[path]!;

	test.each([
		['Won', 'For the stage Won, fill in Amount and Close date.', 'amount'],
		['Lost', 'For the stage Lost, say why it was lost.', 'lost_reason'],
		['Third', 'For the stage Third, fill in Budget confirmed and Next step.', custom],
	])('%s asks for what is missing, by label, and nothing is written', async (name, message, field) => {
		const id = await deal();
		const answer = JSON.stringify(await write(id, { stage: stages[name] }));
		expect(answer).toContain(message);
		expect(answer).toContain(`"${field}"`);
		expect(await stored(id)).toMatchObject({ stage: stages['First'], closed_at: null });
	});
});

describe('lost', () => {
	test('takes a reason that is in use, and a note where the reason asks for one', async () => {
		const id = await deal();
		const lose = (values: object) => patch(id, { stage: stages['Lost'], ...values });
		expect(await lose({ lost_reason: reasons.old })).toMatchObject(refused(400, expect.stringMatching(/^For the stage Lost, choose another lost reason: “Old .*” is not in use any more\.$/), 'lost_reason'));
		expect(await lose({ lost_reason: reasons.noted, lost_note: '  ' })).toMatchObject(refused(400, expect.stringMatching(/^For the stage Lost, say what happened: the reason “Odd .*” needs a note\.$/), 'lost_note'));
		expect((await lose({ lost_reason: reasons.noted, lost_note: 'They moved to the moon.', competitor: 'Luna' })).status).toBe(200);
		expect(await patch(id, { lost_reason: null })).toMatchObject(refused(400, 'For the stage Lost, say why it was lost.', 'lost_reason'));
		expect((await patch(id, { lost_reason: reasons.fine, amount: '7' })).status).toBe(200);
	});

	test('is asked anew once the deal was reopened', async () => {
		const id = await deal({ stage: stages['Lost'], lost_reason: reasons.fine, lost_note: 'No', competitor: 'Luna' });
		expect((await patch(id, { stage: stages['Second'] })).status).toBe(200);
		expect(await stored(id)).toMatchObject({ lost_reason: null, lost_note: null, competitor: null, closed_at: null });
		expect((await patch(id, { stage: stages['Lost'] })).status).toBe(400);
	});
});

describe('won', () => {
	test('keeps what counts in what was won, until the deal is reopened', async () => {
		const id = await deal({ ...winning, stage: stages['Won'], currency: 'EUR', account: await created(world, 'crm_accounts', { name: 'Buyer' }).then(keyOf) });
		const line = await deal({ lines: { create: [{ description: 'Line', quantity: '1', unit_price: '10' }], update: [], delete: [] } });
		await patch(line, { ...winning, stage: stages['Won'] });
		const account = await created(world, 'crm_accounts', { name: 'Other' }).then(keyOf);
		for (const [field, value, label] of [['amount', '11', 'Amount'], ['currency', 'USD', 'Currency'], ['close_date', '2099-01-02', 'Close date'], ['account', account, 'Account'], ['opened_on', '2020-01-01', 'Opened on']]) {
			expect(await patch(id, { [field!]: value })).toMatchObject(refused(409, `This deal is won, so ${label} can’t be changed any more: it counts in what was won. Move the deal back to an open stage first.`, field));
		}
		const kept = refused(409, 'This deal is won, so its products can’t be changed any more: they count in what was won. Move the deal back to an open stage first.');
		const [{ id: lineId }] = (await world.sql.query('SELECT id FROM crm_opportunity_lines WHERE opportunity = $1', [line])).rows;
		expect(await world.api('/items/crm_opportunity_lines', { body: { opportunity: line, quantity: '1', unit_price: '1' } })).toMatchObject(kept);
		expect(await change('crm_opportunity_lines', lineId, { quantity: '2' })).toMatchObject(kept);
		expect(await world.api(`/items/crm_opportunity_lines/${lineId}`, { method: 'DELETE' })).toMatchObject(kept);
		expect((await change('crm_opportunity_lines', lineId, { description: 'Said better' })).status).toBe(200);
		expect((await patch(id, { name: 'Renamed', next_step: 'Deliver', amount: '10.0' })).status).toBe(200);

		expect((await patch(id, { stage: stages['Second'], amount: '11' })).status).toBe(200);
		expect(await stored(id)).toMatchObject({ amount: '11.0000', closed_at: null, amount_base: null });
		expect((await patch(id, { amount: '12' })).status).toBe(200);
		expect((await world.api(`/items/crm_opportunities/${line}`, { method: 'DELETE' })).status).toBe(204);
	});

	test('reverting to a revision from before meets a sentence', async () => {
		const id = await deal({ amount: '10', close_date: '2099-01-01' });
		await patch(id, { amount: '20' });
		await patch(id, { stage: stages['Won'] });
		const { body } = await world.api(`/revisions?filter[collection][_eq]=crm_opportunities&filter[item][_eq]=${id}&sort=id&fields=id`);
		expect(await world.api(`/utils/revert/${body.data[0].id}`, { method: 'POST' })).toMatchObject(refused(409, expect.stringContaining('This deal is won, so Amount can’t be changed any more'), 'amount'));
		expect(await stored(id)).toMatchObject({ amount: '20.0000', stage: stages['Won'] });
	});

	test('a line that is added while the deal is being won is in the figure or refused', async () => {
		for (let round = 0; round < 6; round++) {
			const id = await deal({ lines: { create: [{ quantity: '1', unit_price: '10' }], update: [], delete: [] }, close_date: '2099-01-01' });
			const [won, line] = await Promise.all([patch(id, { stage: stages['Won'] }), world.api('/items/crm_opportunity_lines', { body: { opportunity: id, quantity: '1', unit_price: '5' } })]);
			expect([won.status, [200, 409].includes(line.status)]).toEqual([200, true]);
			expect((await stored(id)).amount).toBe(line.status === 200 ? '15.0000' : '10.0000');
		}
	});
});

describe('a stage', () => {
	test('lets on to the stages that it names', async () => {
		const id = await deal();
		await change('crm_stages', stages['First'], { next_stages: [{ key: stages['Second'], collection: 'crm_stages' }, { key: stages['Lost'], collection: 'crm_stages' }] });
		expect(await patch(id, { stage: stages['Won'], ...winning })).toMatchObject(refused(403, 'From First a deal goes on to Second or Lost, not to Won.'));
		const { body } = await world.api(`/crm/opportunities/${id}/path`);
		expect(body.data.stages.map(({ refusal }: { refusal: string | null }) => refusal)).toEqual([null, null, 'From First a deal goes on to Second or Lost, not to Third.', 'From First a deal goes on to Second or Lost, not to Won.', null]);
		expect((await patch(id, { stage: stages['Second'] })).status).toBe(200);
		await change('crm_stages', stages['First'], { next_stages: null });
	});

	test('is entered by the roles that it names, and by administrators', async () => {
		await change('crm_stages', stages['Second'], { entered_by: [idOf('directus_roles', 'sales_manager')] });
		const id = await deal();
		const message = 'Only people with the role Sales Manager can move a deal to Second. Ask one of them.';
		const rep = cast.people['Sales Rep'].token;
		expect(await patch(id, { stage: stages['Second'] }, rep)).toMatchObject(refused(403, message));
		expect(await world.api('/items/crm_opportunities', { body: { name: 'Straight in', pipeline, stage: stages['Second'] }, token: rep })).toMatchObject(refused(403, message));
		const { body } = await world.api(`/crm/opportunities/${id}/path`, { token: rep });
		expect(body.data.stages[1]).toMatchObject({ name: 'Second', refusal: message });
		expect((await patch(id, { stage: stages['Second'] }, cast.people['Sales Manager'].token)).status).toBe(200);
		await patch(id, { stage: stages['First'] });
		expect((await patch(id, { stage: stages['Second'] })).status).toBe(200);
		await change('crm_stages', stages['Second'], { entered_by: [] });
	});

	test('is entered by them alone also where two changes are made at the same moment', async () => {
		await change('crm_stages', stages['Second'], { entered_by: [idOf('directus_roles', 'sales_manager')] });
		const id = await deal();
		const write = world.sql.query('UPDATE crm_opportunities SET stage = $2, user_updated = $3, date_updated = date_updated WHERE id = $1', [id, stages['Second'], cast.people['Sales Rep'].id]);
		await expect(write).rejects.toMatchObject({ detail: 'Only people with the role Sales Manager can move a deal to Second. Ask one of them.' });
		await change('crm_stages', stages['Second'], { entered_by: [] });
	});

	test('lets whoever may change the deal correct why it was lost, whoever may enter', async () => {
		await change('crm_stages', stages['Lost'], { entered_by: [idOf('directus_roles', 'sales_manager')] });
		const id = await deal({ stage: stages['Lost'], lost_reason: reasons.fine });
		expect((await patch(id, { lost_note: 'Too dear' }, cast.people['Sales Rep'].token)).status).toBe(200);
		expect(await stored(id)).toMatchObject({ lost_note: 'Too dear' });
		await change('crm_stages', stages['Lost'], { entered_by: [] });
	});

	test('names stages of its own pipeline and fields of deals only', async () => {
		expect(await change('crm_stages', stages['First'], { next_stages: [referenceId('crm_stages', 'sales/won')] })).toMatchObject(refused(400, 'The stage Won belongs to another pipeline. Choose stages of this one.', 'next_stages'));
		expect(await change('crm_stages', stages['First'], { required_fields: ['amount', 'lines'] })).toMatchObject(refused(400, 'A deal can’t be asked for Products: choose fields of the deal itself that hold a value.', 'required_fields'));
	});

	test('that is the last open one of its pipeline stays', async () => {
		const lonely = await created(world, 'crm_pipelines', { name: `Lonely ${Math.random()}` }).then(keyOf);
		const [open, won] = [await created(world, 'crm_stages', { name: 'Open', pipeline: lonely }).then(keyOf), await created(world, 'crm_stages', { name: 'Won', kind: 'won', pipeline: lonely }).then(keyOf)];
		const message = expect.stringMatching(/^This is the last open stage of Lonely .*, and deals start in one\. Add another open stage first\.$/);
		expect(await world.api(`/items/crm_stages/${open}`, { method: 'DELETE' })).toMatchObject(refused(409, message));
		expect(await change('crm_stages', open, { kind: 'lost' })).toMatchObject(refused(409, message, 'kind'));
		expect(await change('crm_stages', open, { pipeline })).toMatchObject(refused(409, message, 'pipeline'));
		await expect(world.sql.query('DELETE FROM crm_stages WHERE id = $1', [open])).rejects.toMatchObject({ code: 'CR409' });
		// A pipeline that nobody uses can be taken apart.
		expect((await world.api(`/items/crm_stages/${won}`, { method: 'DELETE' })).status).toBe(204);
		expect((await world.api(`/items/crm_stages/${open}`, { method: 'DELETE' })).status).toBe(204);
		expect((await world.api(`/items/crm_pipelines/${lonely}`, { method: 'DELETE' })).status).toBe(204);
	});

	test('of the last two, one stays, however they are deleted', async () => {
		const twin = await created(world, 'crm_pipelines', { name: `Twins ${Math.random()}` }).then(keyOf);
		const open = await Promise.all(['One', 'Two'].map((name) => created(world, 'crm_stages', { name, pipeline: twin }).then(keyOf)));
		await created(world, 'crm_stages', { name: 'Won', kind: 'won', pipeline: twin });
		await Promise.all(open.map((id) => world.sql.query('DELETE FROM crm_stages WHERE id = $1', [id]).catch(() => undefined)));
		expect((await world.sql.query("SELECT count(*)::int AS n FROM crm_stages WHERE pipeline = $1 AND kind = 'open'", [twin])).rows[0].n).toBe(1);
		const [left] = open;
		expect((await world.api('/items/crm_stages', { method: 'DELETE', body: [left] })).status).toBeGreaterThan(200);
	});
});

describe('probability and forecast category', () => {
	test('follow the stage, unless the same request says them, be it what they were', async () => {
		const [one, other] = [await deal(), await deal()];
		const several = (data: object) => world.api('/items/crm_opportunities', { method: 'PATCH', body: { keys: [one, other], data } });
		const both = async () => [await stored(one), await stored(other)].map(({ probability, forecast_category }) => [probability, forecast_category]);
		await several({ stage: stages['Second'] });
		expect(await both()).toEqual([[30, 'pipeline'], [30, 'pipeline']]);
		await several({ stage: stages['First'], probability: 30, forecast_category: 'pipeline' }); // as it was, but said
		expect(await both()).toEqual([[30, 'pipeline'], [30, 'pipeline']]);
		await several({ stage: stages['Third'], next_step: 'Call', [custom]: true, probability: 45 });
		expect(await both()).toEqual([[45, 'commit'], [45, 'commit']]);
		await several({ probability: null });
		expect(await both()).toEqual([[60, 'commit'], [60, 'commit']]);
	});
});

test('a deal that goes to another pipeline needs a stage of it', async () => {
	const id = await deal();
	const sales = referenceId('crm_pipelines', 'sales');
	expect(await patch(id, { pipeline: sales })).toMatchObject(refused(400, expect.stringMatching(/^The stage First belongs to the pipeline Gates .*\. Choose a stage of Sales\.$/), 'stage'));
	expect((await world.api(`/crm/opportunities/${id}/move`, { body: { stage: referenceId('crm_stages', 'sales/proposal') } })).status).toBe(200);
	expect(await stored(id)).toMatchObject({ pipeline: sales, stage: referenceId('crm_stages', 'sales/proposal') });
});
