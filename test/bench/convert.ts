import { afterAll, beforeAll, bench, describe } from 'vitest';
import { type Colleague, found, hire } from '../rights/hire.ts';
import { startWorld, type World } from '../support/index.ts';

/**
 * Converting a lead beside the same done by a client with plain calls of Directus: create account, contact and deal, then
 * update the lead (its status can't become converted by hand, so another one is set). The client looks for no matches, which
 * the conversion does, among 50,000 accounts and contacts. 8 clients at once; at least twice as many a second is the aim, and
 * half the time at the 95th percentile.
 */
let world: World;
let rep: Colleague;
let leads: string[];
const clients = 8;
const options = { time: Number(process.env['BENCH_MS'] ?? 10_000), warmupTime: 1_000 };

beforeAll(async () => {
	world = await startWorld();
	rep = await hire(world, { role: 'sales_rep', team: await found(world) });
	const client = await world.sql.connect();
	await client.query("SELECT set_config('crm.origin', 'seed', false)");
	await client.query(`INSERT INTO crm_accounts (id, name, domain, owner, date_created) SELECT gen_random_uuid(), 'Company ' || n || ' GmbH', 'company' || n || '.example', $1::uuid, now() FROM generate_series(1, 50000) n`, [rep.id]);
	await client.query(`INSERT INTO crm_contacts (id, last_name, email, owner, date_created) SELECT gen_random_uuid(), 'Person ' || n, 'person' || n || '@company' || n || '.example', $1::uuid, now() FROM generate_series(1, 50000) n`, [rep.id]);
	const { rows } = await client.query<{ id: string }>(`INSERT INTO crm_leads (id, first_name, last_name, company, email, phone, website, city, country, estimated_value, currency, need, status, owner, date_created)
		SELECT gen_random_uuid(), 'Amy', 'Adams ' || n, 'Lead ' || n || ' Ltd', 'amy@lead' || n || '.example', '+4930123456', 'https://lead' || n || '.example', 'Berlin', 'DE', n, 'EUR', 'A boat', 'working', $1::uuid, now()
		FROM generate_series(1, 20000) n RETURNING id`, [rep.id]);
	leads = rows.map(({ id }) => id);
	await client.query("SELECT set_config('crm.origin', '', false)");
	await client.query('ANALYZE');
	client.release();
}, 300_000);

const took: Record<string, number[]> = {};
afterAll(async () => {
	for (const who of ['rep', 'administrator']) {
		const [plain = [], cardinal = []] = [took[`plain, ${who}`], took[`conversion, ${who}`]];
		if (plain.length === 0 || cardinal.length === 0) continue;
		const rate = (times: number[]) => (clients * times.length * 1000) / times.reduce((sum, time) => sum + time, 0);
		const p95 = (times: number[]) => times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? 0;
		console.log(`As ${who}: ${rate(cardinal).toFixed(1)} conversions a second, plain calls ${rate(plain).toFixed(1)}: ${(rate(cardinal) / rate(plain)).toFixed(2)} times as many. `
			+ `p95 ${p95(cardinal).toFixed(0)} ms, plain calls ${p95(plain).toFixed(0)} ms: ${(p95(cardinal) / p95(plain)).toFixed(2)} of it.`);
	}
	await world?.stop();
});

for (const who of ['rep', 'administrator'] as const) {
	describe(`8 conversions at once, as ${who}`, () => {
		const send = async (path: string, body: object, method = 'POST') => {
			const answer = await world.api(path, { method, body, token: who === 'rep' ? rep.token : world.token });
			if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
			return answer.body.data;
		};
		const side = (name: string, one: (lead: string) => Promise<unknown>) => bench(name, async () => {
			await Promise.all(Array.from({ length: clients }, async () => {
				const start = performance.now();
				await one(leads.pop() ?? '');
				(took[`${name}, ${who}`] ??= []).push(performance.now() - start);
			}));
		}, options);

		side('conversion', (lead) => send(`/crm/leads/${lead}/convert`, {}));
		side('plain', async (lead) => {
			const key = lead.slice(0, 13);
			const address = { city: 'Berlin', country: 'DE' };
			const account = (await send('/items/crm_accounts', { name: `Plain ${key} Ltd`, domain: `${key}.example`, website: `https://${key}.example`, phone: '+4930123456', billing_city: address.city, billing_country: address.country, owner: rep.id })).id;
			const contact = (await send('/items/crm_contacts', { first_name: 'Amy', last_name: key, email: `amy@${key}.example`, phone: '+4930123456', mailing_city: address.city, mailing_country: address.country, account, owner: rep.id })).id;
			await send('/items/crm_opportunities', { name: `Plain ${key}`, account, contact, lead, amount: '10', currency: 'EUR', close_date: '2999-01-01', description: 'A boat', owner: rep.id });
			await send(`/items/crm_leads/${lead}`, { status: 'qualified' }, 'PATCH');
		});
	});
}
