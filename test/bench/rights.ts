import { afterAll, beforeAll, bench, describe } from 'vitest';
import { type Cast, castOf } from '../rights/cast.ts';
import { startWorld, type World } from '../support/index.ts';

/**
 * What rights cost a reader: among 100,000 deals a rep who owns 1% lists, searches, filters and counts, beside an
 * administrator who asks for the same rows by an explicit filter on the owner. 1.5 times at most is the aim.
 */
let world: World;
let cast: Cast;

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	const { body } = await world.api('/items/crm_opportunities', { body: { name: 'Pattern' } });
	const client = await world.sql.connect();
	await client.query('ALTER TABLE crm_opportunities DISABLE TRIGGER USER');
	await client.query(`
		INSERT INTO crm_opportunities (id, name, owner, team, pipeline, stage, stage_kind, amount, currency, probability, forecast_category, close_date, opened_on, stage_entered_at, date_created)
		SELECT gen_random_uuid(), 'Deal ' || md5(n::text), CASE WHEN n % 100 = 0 THEN $1::uuid ELSE $2::uuid END, CASE WHEN n % 100 = 0 THEN $3::uuid ELSE $4::uuid END,
			p.pipeline, p.stage, 'open', n, 'EUR', 50, 'pipeline', current_date + n % 300, current_date - 10, now(), now()
		FROM crm_opportunities p, generate_series(1, 100000) n WHERE p.id = $5`, [cast.people['Sales Rep'].id, cast.stranger.id, cast.north, cast.south, body.data.id]);
	await client.query('ALTER TABLE crm_opportunities ENABLE TRIGGER USER');
	await client.query('ANALYZE crm_opportunities');
	client.release();
}, 120_000);
afterAll(() => world?.stop());

const asks = {
	'list, 25 of 1,000': { sort: '-close_date', limit: '25', fields: 'id,name,amount,currency,close_date,stage.name,account.name' },
	'list as the app does, with its counts': { sort: '-close_date', limit: '25', fields: 'id,name,amount,close_date', meta: 'filter_count,total_count' },
	search: { search: 'deal ab', limit: '25', fields: 'id,name,amount' },
	'count': { 'aggregate[count]': '*' },
	'sum by stage': { 'aggregate[sum]': 'amount', groupBy: 'stage' },
	'filter by a linked row': { filter: JSON.stringify({ stage: { name: { _eq: 'Prospecting' } } }), limit: '25', fields: 'id,name' },
};

for (const [name, query] of Object.entries(asks)) {
	describe(name, () => {
		const ask = async (token: string | undefined, extra: Record<string, string> = {}) => {
			const filter = [query, extra].flatMap((one) => ('filter' in one && one.filter ? [JSON.parse(one.filter)] : []));
			const all = new URLSearchParams({ ...query, ...extra, ...(filter.length > 0 ? { filter: JSON.stringify({ _and: filter }) } : {}) });
			const { status, body } = await world.api(`/items/crm_opportunities?${all}`, token ? { token } : {});
			if (status !== 200) throw new Error(JSON.stringify(body));
		};
		bench('administrator, filtered by owner', () => ask(undefined, { filter: JSON.stringify({ owner: { _eq: cast.people['Sales Rep'].id } }) }), { time: 3_000 });
		bench('rep', () => ask(cast.people['Sales Rep'].token), { time: 3_000 });
	});
}
