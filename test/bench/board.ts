import { afterAll, beforeAll, bench, describe } from 'vitest';
import { type Cast, castOf } from '../rights/cast.ts';
import { startWorld, type World } from '../support/index.ts';

/**
 * The board among 100,000 open deals: its first load beside the bare SQL of the same totals and cards (3 times at most),
 * as an administrator and as a rep, without and with a request to Directus for one row, the least that an answer over HTTP
 * can cost; and a move beside a plain PATCH of that row (1.5 times at most, in the slowest 5 %).
 */
const deals = Number(process.env['BENCH_DEALS'] ?? 100_000);
let world: World;
let cast: Cast;
let pipeline: string;
let stages: string[];
let mine: string[];

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	const client = await world.sql.connect();
	pipeline = (await client.query("SELECT id FROM crm_pipelines WHERE is_default")).rows[0].id;
	stages = (await client.query("SELECT id FROM crm_stages WHERE pipeline = $1 AND kind = 'open' ORDER BY sort", [pipeline])).rows.map(({ id }) => id);
	await client.query("INSERT INTO crm_exchange_rates (id, from_currency, to_currency, rate, valid_on, date_created) VALUES (gen_random_uuid(), 'USD', 'EUR', 0.9, '2020-01-01', now())");
	await client.query('ALTER TABLE crm_opportunities DISABLE TRIGGER USER; ALTER TABLE crm_accounts DISABLE TRIGGER USER; ALTER TABLE crm_activities DISABLE TRIGGER USER');
	await client.query(`INSERT INTO crm_accounts (id, name, owner, date_created) SELECT gen_random_uuid(), 'Account ' || n, $1, now() FROM generate_series(1, 2000) n`, [cast.stranger.id]);
	await client.query(`
		INSERT INTO crm_opportunities (id, name, account, owner, team, pipeline, stage, stage_kind, amount, currency, probability, forecast_category, close_date, opened_on, stage_entered_at, rank, date_created)
		SELECT gen_random_uuid(), 'Deal ' || n, accounts.ids[n % 2000 + 1], CASE WHEN n % 100 = 0 THEN $1::uuid ELSE $2::uuid END, CASE WHEN n % 100 = 0 THEN $3::uuid ELSE $4::uuid END,
			$5, ($6::uuid[])[n % $7 + 1], 'open', n, CASE WHEN n % 3 = 0 THEN 'USD' ELSE 'EUR' END, 50, 'pipeline', current_date + n % 300, current_date - 10, now() - n * interval '1 minute', cardinal.rank_at(now() - n * interval '1 minute'), now()
		FROM generate_series(1, $8) n, (SELECT array_agg(id) AS ids FROM crm_accounts) accounts`,
	[cast.people['Sales Rep'].id, cast.stranger.id, cast.north, cast.south, pipeline, stages, stages.length, deals]);
	await client.query(`INSERT INTO crm_activities (id, type, subject, status, opportunity, due_at, date_created) SELECT gen_random_uuid(), 'call', 'Call', 'planned', id, now() + interval '1 day', now() FROM crm_opportunities WHERE random() < 0.5`);
	await client.query('ALTER TABLE crm_opportunities ENABLE TRIGGER USER; ALTER TABLE crm_accounts ENABLE TRIGGER USER; ALTER TABLE crm_activities ENABLE TRIGGER USER');
	await client.query('ANALYZE');
	mine = (await client.query('SELECT id FROM crm_opportunities WHERE owner = $1 LIMIT 500', [cast.people['Sales Rep'].id])).rows.map(({ id }) => id);
	client.release();
}, 180_000);
afterAll(() => world?.stop());

/** What the board shows, written by hand: no rights, one rate a currency. */
const bare = (where: string) => [
	`SELECT stage, count(*), sum(round(amount * CASE currency WHEN 'EUR' THEN 1 ELSE 0.9 END, 2)), sum(round(round(amount * CASE currency WHEN 'EUR' THEN 1 ELSE 0.9 END, 2) * probability / 100, 2))
		FROM crm_opportunities WHERE pipeline = $1 AND archived IS NOT true ${where} GROUP BY stage`,
	`SELECT d.*, a.name, u.first_name, u.last_name, u.avatar, n.*
		FROM crm_stages s CROSS JOIN LATERAL (SELECT id, name, account, owner, amount, currency, close_date, stage_entered_at, probability FROM crm_opportunities WHERE stage = s.id AND archived IS NOT true ${where} ORDER BY rank COLLATE "C", id LIMIT 31) d
		LEFT JOIN crm_accounts a ON a.id = d.account LEFT JOIN directus_users u ON u.id = d.owner
		LEFT JOIN LATERAL (SELECT type, subject, due_at FROM crm_activities WHERE opportunity = d.id AND status = 'planned' ORDER BY due_at LIMIT 1) n ON true WHERE s.pipeline = $1`,
];

for (const who of ['administrator', 'rep'] as const) {
	describe(`the first load of ${deals.toLocaleString('en')} open deals, as ${who}`, () => {
		const where = () => (who === 'rep' ? `AND owner = '${cast.people['Sales Rep'].id}'` : '');
		bench('bare SQL', async () => {
			await Promise.all(bare(where()).map((query) => world.sql.query(query, [pipeline])));
		}, { time: 3_000 });
		bench('bare SQL and a request for one row', async () => {
			await Promise.all(bare(where()).map((query) => world.sql.query(query, [pipeline])));
			await world.api('/items/crm_opportunities?limit=1&fields=amount', who === 'rep' ? { token: cast.people['Sales Rep'].token } : {});
		}, { time: 3_000 });
		bench('GET /crm/board', async () => {
			const { status, body } = await world.api('/crm/board', who === 'rep' ? { token: cast.people['Sales Rep'].token } : {});
			if (status !== 200) throw new Error(JSON.stringify(body));
		}, { time: 3_000 });
	});
}

describe('a deal goes to the next stage, as its rep', () => {
	let turn = 0;
	const next = () => ({ id: mine[turn++ % mine.length] ?? '', stage: stages[Math.floor(turn / mine.length) % 2 === 0 ? 1 : 2] ?? '' });
	const ask = async (path: string, request: object) => {
		const { status, body } = await world.api(path, { ...request, token: cast.people['Sales Rep'].token });
		if (status !== 200) throw new Error(JSON.stringify(body));
	};
	bench('PATCH', () => {
		const { id, stage } = next();
		return ask(`/items/crm_opportunities/${id}`, { method: 'PATCH', body: { stage } });
	}, { time: 4_000 });
	bench('POST …/move', () => {
		const { id, stage } = next();
		return ask(`/crm/opportunities/${id}/move`, { body: { stage } });
	}, { time: 4_000 });
});
