import { afterAll, beforeAll, bench, describe } from 'vitest';
import { type Cast, castOf } from '../rights/cast.ts';
import { startWorld, type World } from '../support/index.ts';

/**
 * The forecast by month and category, beside the bare SQL that comes to the same numbers over the same rows: as an
 * administrator over all deals, as a rep over theirs, 1% of them. At most 1.5 times is the aim, at 100,000 deals as at
 * 1,000,000. A rep's deals are added up in a few milliseconds, less than any request takes: so the second line does the bare
 * SQL and then asks Directus for one row by the same rights, the least that an answer over HTTP can cost.
 * BENCH_DEALS=5000 tries it out.
 */
const sizes = process.env['BENCH_DEALS'] ? process.env['BENCH_DEALS'].split(',').map(Number) : [100_000, 1_000_000];

const worlds = new Map<number, { world: World; cast: Cast }>();

// Of benchmarks, only the hooks of the file are run.
beforeAll(async () => {
	for (const size of sizes) {
		const world = await startWorld();
		const cast = await castOf(world);
		await fill(world, { size, cast });
		worlds.set(size, { world, cast });
	}
}, 900_000);
afterAll(async () => {
	for (const { world } of worlds.values()) await world.stop();
});

const span = { from: '2025-01-01', to: '2026-01-01' };
const options = { time: 5_000, warmupTime: 1_000 };

for (const size of sizes) {
	const here = () => worlds.get(size) as { world: World; cast: Cast };
	const rep = () => here().cast.people['Sales Rep'];
	const endpoint = async (token: string) => {
		const { status, body } = await here().world.api(`/crm/forecast?${new URLSearchParams({ ...span, interval: 'month', by: 'category' })}`, { token });
		if (status !== 200) throw new Error(JSON.stringify(body));
	};
	const oneRow = async (token: string) => {
		const { status, body } = await here().world.api('/items/crm_opportunities?limit=1&fields=amount', { token });
		if (status !== 200) throw new Error(JSON.stringify(body));
	};
	describe(`${size.toLocaleString('en')} deals, administrator`, () => {
		bench('bare SQL', async () => void await bareSql(here().world, span), options);
		bench('bare SQL and a request for one row', async () => {
			await bareSql(here().world, span);
			await oneRow(here().world.token);
		}, options);
		bench('GET /crm/forecast', () => endpoint(here().world.token), options);
	});
	describe(`${size.toLocaleString('en')} deals, rep, who owns one in a hundred`, () => {
		bench('bare SQL', async () => void await bareSql(here().world, span, rep().id), options);
		bench('bare SQL and a request for one row', async () => {
			await bareSql(here().world, span, rep().id);
			await oneRow(rep().token);
		}, options);
		bench('GET /crm/forecast', () => endpoint(rep().token), options);
	});
}

/** Deals of ten years in three currencies: open, won and lost ones, without the triggers that would take an hour. */
async function fill(world: World, { size, cast }: { size: number; cast: Cast }): Promise<void> {
	await world.sql.query("INSERT INTO crm_exchange_rates (id, from_currency, to_currency, rate, valid_on) VALUES (gen_random_uuid(), 'USD', 'EUR', 0.9, '2000-01-01'), (gen_random_uuid(), 'GBP', 'EUR', 1.15, '2000-01-01')");
	const client = await world.sql.connect();
	await client.query('ALTER TABLE crm_opportunities DISABLE TRIGGER USER');
	await client.query(`
		WITH stages AS (SELECT *, (row_number() OVER (ORDER BY sort))::int - 1 AS place, (count(*) OVER ())::int AS number FROM crm_stages WHERE pipeline = (SELECT id FROM crm_pipelines WHERE is_default))
		INSERT INTO crm_opportunities (id, name, archived, owner, team, pipeline, stage, stage_kind, amount, currency, amount_base, probability, forecast_category, close_date, closed_at, opened_on, stage_entered_at, date_created)
		SELECT gen_random_uuid(), 'Deal ' || n, false, CASE WHEN n % 100 = 0 THEN $2::uuid ELSE $3::uuid END, CASE WHEN n % 100 = 0 THEN $4::uuid ELSE $5::uuid END,
			pipeline, stage.id, kind, amount, currency, CASE WHEN kind <> 'open' THEN round(amount * rate, 2) END, probability, forecast_category,
			day, CASE WHEN kind <> 'open' THEN day + interval '12 hours' END, day - 60, day - 30, day - 60
		FROM generate_series(1, $1::int) AS n
		CROSS JOIN LATERAL (SELECT (n * 37 % 100000) / 7.0 AS amount, ('2020-01-01'::date + (n::bigint * 7919 % 3650)::int) AS day, (ARRAY['EUR', 'EUR', 'USD', 'GBP'])[n % 4 + 1] AS currency, (ARRAY[1, 1, 0.9, 1.15])[n % 4 + 1] AS rate) AS facts
		JOIN stages AS stage ON stage.place = n % stage.number`,
		[size, cast.people['Sales Rep'].id, cast.stranger.id, cast.north, cast.south]);
	await client.query('ALTER TABLE crm_opportunities ENABLE TRIGGER USER');
	await client.query('VACUUM ANALYZE crm_opportunities');
	client.release();
}

/** As somebody would write it who knows that there are three currencies, and whose deals are asked for. */
function bareSql({ sql }: World, { from, to }: { from: string; to: string }, owner?: string) {
	return sql.query(`
		SELECT date_trunc('month', CASE WHEN stage_kind = 'open' THEN close_date ELSE (closed_at AT TIME ZONE 'UTC')::date END) AS month, stage_kind, forecast_category, count(*),
			count(*) FILTER (WHERE stage_kind = 'open' AND close_date < current_date) AS overdue_count,
			sum(worth.amount) FILTER (WHERE stage_kind = 'open' AND close_date < current_date) AS overdue,
			sum(worth.amount) AS amount,
			sum(round(worth.amount * probability / 100, 2)) FILTER (WHERE stage_kind = 'open' AND forecast_category <> 'omitted') AS weighted
		FROM crm_opportunities AS deal
		JOIN (SELECT 'EUR' AS code, 1::numeric AS rate UNION ALL SELECT from_currency, rate FROM crm_exchange_rates WHERE to_currency = 'EUR') AS rates ON rates.code = deal.currency
		CROSS JOIN LATERAL (SELECT CASE stage_kind WHEN 'open' THEN round(deal.amount * rates.rate, 2) WHEN 'won' THEN amount_base END AS amount) AS worth
		WHERE NOT archived AND ($3::uuid IS NULL OR owner = $3)
			AND CASE WHEN stage_kind = 'open' THEN close_date >= $1 AND close_date < $2 OR close_date IS NULL ELSE closed_at >= $1::timestamp AT TIME ZONE 'UTC' AND closed_at < $2::timestamp AT TIME ZONE 'UTC' END
		GROUP BY 1, 2, 3`, [from, to, owner ?? null]);
}
