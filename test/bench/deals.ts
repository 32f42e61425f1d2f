import { afterAll, beforeAll, bench, describe } from 'vitest';
import { type Cast, castOf, created } from '../rights/cast.ts';
import { startWorld, type World } from '../support/index.ts';

/**
 * What all that hangs on deals costs (triggers, hooks, history, rights): a deal is made and deals are listed, beside a
 * plain collection of Directus with the same fields and links. 1.3 times at most for one, 1.05 for the other, as an
 * administrator. Both answer with the row's own fields: lists of what hangs on a deal, plain Directus would not have.
 */
const deals = Number(process.env['BENCH_DEALS'] ?? 100_000);
const plain = 'plain_deals';
let world: World;
let cast: Cast;
let account: string;
let pipeline: string;
let stage: string;

interface Field { readonly field: string; readonly type: string; readonly schema: Record<string, unknown> | null; readonly meta: { readonly special: string[] | null; readonly interface: string | null } }
interface Relation { readonly field: string; readonly related_collection: string | null; readonly schema: { readonly on_delete: string } | null }

beforeAll(async () => {
	world = await startWorld();
	cast = await castOf(world);
	account = (await created(world, 'crm_accounts', { name: 'Bench' }))['id'] as string;
	({ pipeline, stage } = (await world.sql.query("SELECT p.id AS pipeline, s.id AS stage FROM crm_pipelines p JOIN crm_stages s ON s.pipeline = p.id WHERE p.is_default AND s.kind = 'open' ORDER BY s.sort LIMIT 1")).rows[0]);
	await makePlain();
	const client = await world.sql.connect();
	for (const table of ['crm_opportunities', plain]) {
		await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
		await client.query(`INSERT INTO ${table} (id, name, account, owner, team, pipeline, stage, stage_kind, amount, currency, probability, forecast_category, close_date, opened_on, stage_entered_at, rank, archived, amount_is_manual, date_created)
			SELECT gen_random_uuid(), 'Deal ' || n, $1, CASE WHEN n % 100 = 0 THEN $2::uuid ELSE $3::uuid END, CASE WHEN n % 100 = 0 THEN $4::uuid ELSE $5::uuid END, $6, $7, 'open', n, 'EUR', 50, 'pipeline',
				current_date + n % 300, current_date, now(), cardinal.rank_at(now() - n * interval '1 minute'), false, false, now() FROM generate_series(1, $8) n`,
		[account, cast.people['Sales Rep'].id, cast.stranger.id, cast.north, cast.south, pipeline, stage, deals]);
		await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
	}
	await client.query('ANALYZE');
	client.release();
}, 180_000);
afterAll(() => world?.stop());

/** Made over the API, as somebody would who has Directus alone: the same columns, indexes and foreign keys. */
async function makePlain(): Promise<void> {
	const fields: Field[] = (await world.api('/fields/crm_opportunities')).body.data;
	const columns = fields.filter(({ type }) => type !== 'alias');
	const body = { collection: plain, meta: {}, schema: {}, fields: columns.map(({ field, type, schema, meta }) => ({ field, type, schema, meta: { special: meta.special, interface: meta.interface } })) };
	const made = await world.api('/collections', { body });
	if (made.status !== 200) throw new Error(JSON.stringify(made.body));
	const relations: Relation[] = (await world.api('/relations/crm_opportunities')).body.data;
	for (const { field, related_collection, schema } of relations) {
		const { status, body: answer } = await world.api('/relations', { body: { collection: plain, field, related_collection, schema: { on_delete: schema?.on_delete } } });
		if (status !== 200) throw new Error(JSON.stringify(answer));
	}
	const { rows } = await world.sql.query("SELECT indexdef FROM pg_indexes WHERE tablename = 'crm_opportunities' AND indexdef NOT LIKE '%UNIQUE%'");
	for (const [index, { indexdef }] of rows.entries()) await world.sql.query(String(indexdef).replace(/INDEX \S+ ON public\.crm_opportunities/, `INDEX plain_${index} ON public.${plain}`));
}

async function ask(path: string, request: object = {}): Promise<void> {
	const { status, body } = await world.api(path, request);
	if (status !== 200) throw new Error(JSON.stringify(body));
}

const answer = new URLSearchParams({ fields: 'id,name,account,pipeline,stage,stage_kind,owner,team,amount,currency,probability,forecast_category,close_date,opened_on,rank,date_created' });

describe('a deal is made', () => {
	const body = () => ({ name: 'Made', account, pipeline, stage, owner: cast.people['Sales Rep'].id, amount: '1000', currency: 'EUR', close_date: '2099-01-01' });
	bench('plain Directus', () => ask(`/items/${plain}?${answer}`, { body: body() }), { time: 4_000 });
	bench('Cardinal', () => ask(`/items/crm_opportunities?${answer}`, { body: body() }), { time: 4_000 });
});

const query = new URLSearchParams({ sort: '-close_date', limit: '25', fields: 'id,name,amount,currency,probability,close_date,last_activity_at,stage.name,account.name,owner.first_name,owner.last_name,owner.avatar' });
describe(`25 of ${deals.toLocaleString('en')} deals are listed`, () => {
	bench('plain Directus', () => ask(`/items/${plain}?${query}`), { time: 4_000 });
	bench('Cardinal', () => ask(`/items/crm_opportunities?${query}`), { time: 4_000 });
});
