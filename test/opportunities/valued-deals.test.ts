import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureCurrency, valuedDeals } from '../../extensions/crm/src/directus/opportunities/valued-deals.ts';
import { host } from '../../extensions/crm/src/directus/shared/host.ts';
import { readableRows } from '../../extensions/crm/src/directus/shared/readable-rows.ts';
import { referenceId } from '../../seeds/reference.ts';
import { castOf } from '../rights/cast.ts';
import { personWith } from '../rights/people.ts';
import { startWorld, type World } from '../support/index.ts';
import { hostOn } from '../support/host.ts';

/** What a deal is worth in a currency: one definition for board, forecast and metrics. */
let world: World;
let knex: Awaited<ReturnType<typeof hostOn>>['database'];

beforeAll(async () => {
	world = await startWorld();
	knex = (await hostOn(world)).database;
	const { status } = await world.api('/items/crm_exchange_rates', { body: [
		{ from_currency: 'USD', to_currency: 'EUR', rate: '0.5', valid_on: '2020-01-01' },
		{ from_currency: 'EUR', to_currency: 'JPY', rate: '150', valid_on: '2020-01-01' },
	] });
	expect(status).toBe(200);
});
afterAll(async () => {
	await knex?.destroy();
	await world?.stop();
});

const won = referenceId('crm_stages', 'sales/won');

async function worth(values: object, currency?: string) {
	const { body, status } = await world.api('/items/crm_opportunities', { body: { name: 'Valued', close_date: '2099-01-01', ...values } });
	if (status !== 200) throw new Error(JSON.stringify(body));
	const { rows } = valuedDeals({ rows: knex('crm_opportunities').where({ id: body.data.id }), currency: await figureCurrency(currency, knex) }, knex);
	const [deal] = await rows;
	return { amount: deal.amount_in, weighted: deal.weighted_in };
}

describe('an open deal', () => {
	test('is worth its amount at today’s rate, rounded to what the currency has', async () => {
		expect(await worth({ amount: '100.01', currency: 'USD' })).toEqual({ amount: '50.01', weighted: '5.00' });
		expect(await worth({ amount: '1.01', currency: 'EUR' }, 'JPY')).toEqual({ amount: '152', weighted: '15' });
		expect(await worth({ amount: '300', currency: 'JPY' })).toEqual({ amount: '2.00', weighted: '0.20' });
		expect(await worth({ currency: 'USD' })).toEqual({ amount: null, weighted: null });
	});

	test('weighs nothing where it is omitted from the forecast', async () => {
		expect(await worth({ amount: '100', currency: 'EUR', forecast_category: 'omitted', probability: 50 })).toEqual({ amount: '100.00', weighted: '0' });
	});
});

test('a won deal is worth what it was worth when it closed, whatever the rate became', async () => {
	const { body } = await world.api('/items/crm_opportunities', { body: { name: 'Won', amount: '100', currency: 'USD', close_date: '2099-01-01', stage: won } });
	await world.sql.query("UPDATE crm_exchange_rates SET rate = 0.9 WHERE from_currency = 'USD'");
	const { rows } = valuedDeals({ rows: knex('crm_opportunities').where({ id: body.data.id }), currency: await figureCurrency(undefined, knex) }, knex);
	expect(await rows).toMatchObject([{ amount_in: '50.00', weighted_in: '50.00' }]);
	const { rows: inYen } = valuedDeals({ rows: knex('crm_opportunities').where({ id: body.data.id }), currency: await figureCurrency('JPY', knex) }, knex);
	expect(await inYen).toMatchObject([{ amount_in: '7500' }]);
});

test('a missing rate and an unknown currency are named', async () => {
	await expect(worth({ amount: '1', currency: 'GBP' })).rejects.toMatchObject({ code: 'CR400', detail: expect.stringMatching(/^There is no exchange rate from GBP to EUR for 20\d\d-\d\d-\d\d\. Add one under Exchange rates\.$/) });
	await expect(figureCurrency('XXX', knex)).rejects.toMatchObject({ status: 400, message: 'There is no currency XXX. Name one that stands under Currencies, such as EUR.' });
});

test('the columns that a reader sees in all their rows stand as they are, for indexes to be found; of others each row is asked', async () => {
	const { getSchema } = await hostOn(world);
	const schema = await getSchema();
	const rowsOf = async (id: string) => {
		const { rows: [person] } = await world.sql.query('SELECT id, role FROM directus_users WHERE id = $1', [id]);
		const accountability = await host.accountabilityOf(person, knex);
		const { rows } = await readableRows({ collection: 'crm_opportunities', fields: ['stage', 'amount'] }, { accountability, schema, knex });
		return rows.toString();
	};
	expect(await rowsOf((await castOf(world)).people['Sales Rep'].id)).not.toContain('CASE');
	const half = await personWith(world, 'Half', [{ collection: 'crm_opportunities', fields: ['*'], permissions: { name: { _eq: 'Open' } } }], [{ collection: 'crm_opportunities', fields: ['id', 'stage'] }]);
	expect(await rowsOf(half.id)).toMatch(/CASE WHEN [^,]* THEN "crm_opportunities"."amount" END/);
	expect(await rowsOf(half.id)).not.toMatch(/THEN "crm_opportunities"."stage" END/);
});

test('what values deals keeps no query on one core', async () => {
	const { rows } = await world.sql.query("SELECT proname FROM pg_proc WHERE pronamespace = 'cardinal'::regnamespace AND proparallel <> 's' AND proname = ANY ($1)", [['base_currency', 'day', 'decimals', 'exchange_rate', 'in_base_currency', 'known_rate', 'missing_rate', 'refuse']]);
	expect(rows).toEqual([]);
});
